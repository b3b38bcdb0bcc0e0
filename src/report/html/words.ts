/** The words of a report that are not its dashboard's. */
export interface Words {
  readonly range: string;
  readonly clusters: string;
  readonly filters: string;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly none: string;
  readonly namespace: string;
  readonly user: string;
  readonly code: string;
  readonly operations: string;
  readonly events: string;
  readonly before: string;
  /** At the head of a column. */
  readonly beforeShort: string;
  readonly noEarlierData: string;
  readonly noRows: string;
  readonly failed: string;
  readonly numbers: string;
  readonly statement: string;
  readonly firstRows: (count: string) => string;
  readonly levels: Readonly<Record<'info' | 'warning' | 'critical', string>>;
}

const english: Words = {
  range: 'Range',
  clusters: 'Clusters',
  filters: 'Filters',
  madeBy: 'Made by',
  madeAt: 'Made at',
  none: 'none',
  namespace: 'Namespace',
  user: 'User',
  code: 'Status code',
  operations: 'counts operations',
  events: 'counts events',
  before: 'Period before',
  beforeShort: 'Before',
  noEarlierData: 'no earlier data',
  noRows: 'Nothing in this range.',
  failed: 'This panel failed',
  numbers: 'Numbers',
  statement: 'Statement',
  firstRows: (count) => `The first ${count} rows are shown.`,
  levels: { info: 'Note', warning: 'Warning', critical: 'Critical' },
};

const chinese: Words = {
  range: '时间范围',
  clusters: '集群',
  filters: '筛选',
  madeBy: '制作人',
  madeAt: '制作时间',
  none: '无',
  namespace: '命名空间',
  user: '用户',
  code: '状态码',
  operations: '按操作计数',
  events: '按事件计数',
  before: '上一周期',
  beforeShort: '上一周期',
  noEarlierData: '没有更早的数据',
  noRows: '该时间范围内没有数据。',
  failed: '该图表出错',
  numbers: '数据',
  statement: '查询语句',
  firstRows: (count) => `仅显示前 ${count} 行。`,
  levels: { info: '提示', warning: '警告', critical: '严重' },
};

const japanese: Words = {
  range: '期間',
  clusters: 'クラスター',
  filters: 'フィルター',
  madeBy: '作成者',
  madeAt: '作成日時',
  none: 'なし',
  namespace: '名前空間',
  user: 'ユーザー',
  code: 'ステータスコード',
  operations: '操作の数',
  events: 'イベントの数',
  before: '前の期間',
  beforeShort: '前期間',
  noEarlierData: '以前のデータなし',
  noRows: 'この期間にはありません。',
  failed: 'このパネルは失敗しました',
  numbers: '数値',
  statement: 'クエリ文',
  firstRows: (count) => `最初の ${count} 行を表示しています。`,
  levels: { info: '情報', warning: '警告', critical: '重大' },
};

/** The words of a language; English where there are none. */
export function wordsIn(language: string): Words {
  const [base] = language.toLowerCase().split('-');
  return base === 'zh' ? chinese : base === 'ja' ? japanese : english;
}

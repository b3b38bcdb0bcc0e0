import type { Completeness } from '../../monitor/index.ts';

/** How it is said how complete the record is. */
export interface CompletenessWords {
  readonly title: string;
  readonly known: (share: string, stored: string, expected: string) => string;
  readonly basis: Readonly<Record<NonNullable<Completeness['basis']>, string>>;
  readonly unknown: string;
  /** Of further clusters, which were not asked. */
  readonly others: (count: string) => string;
  readonly reasons: Readonly<Record<NonNullable<Completeness['reason']> | 'not-asked', string>>;
}

const english: CompletenessWords = {
  title: 'Completeness of the record',
  known: (share, stored, expected) => `${share}: ${stored} of ${expected} events are stored`,
  basis: { metrics: 'as the API servers count them', agent: 'of the lines that agents read' },
  unknown: 'unknown',
  others: (count) => `Further clusters, not asked: ${count}`,
  reasons: {
    'no-basis': 'neither are metrics of the API servers read, nor does an agent report',
    'too-few-samples': 'it was not counted at two times within this period',
    'nothing-expected': 'nothing was counted within this period',
    'more-stored-than-expected': 'more is stored than was counted: some API servers are not counted',
    'caller-is-limited': 'whoever made this sees but some namespaces',
    'not-asked': 'the store did not answer',
  },
};

const chinese: CompletenessWords = {
  title: '记录完整度',
  known: (share, stored, expected) => `${share}：应有 ${expected} 个事件，已存储 ${stored} 个`,
  basis: { metrics: '以 API Server 的计数为准', agent: '以采集代理读取的行数为准' },
  unknown: '未知',
  others: (count) => `另有 ${count} 个集群未查询`,
  reasons: {
    'no-basis': '既未读取 API Server 的指标，也没有采集代理上报',
    'too-few-samples': '该时段内没有两次计数',
    'nothing-expected': '该时段内计数没有变化',
    'more-stored-than-expected': '存储的事件多于计数：部分 API Server 未被计数',
    'caller-is-limited': '制作人只能查看部分命名空间',
    'not-asked': '存储没有响应',
  },
};

const japanese: CompletenessWords = {
  title: '記録の完全性',
  known: (share, stored, expected) => `${share}：${expected} 件のうち ${stored} 件のイベントを保存`,
  basis: { metrics: 'API サーバーの計数による', agent: 'エージェントが読んだ行数による' },
  unknown: '不明',
  others: (count) => `ほか ${count} クラスターは未照会`,
  reasons: {
    'no-basis': 'API サーバーのメトリクスを取得しておらず、エージェントからの報告もありません',
    'too-few-samples': 'この期間内に計数が二回以上ありません',
    'nothing-expected': 'この期間内に計数された変化がありません',
    'more-stored-than-expected': '計数より多く保存されています。計数されていない API サーバーがあります',
    'caller-is-limited': '作成者は一部の名前空間しか閲覧できません',
    'not-asked': 'ストアが応答しませんでした',
  },
};

/** The words of a language, by its tag. */
export function completenessWordsOf(language: string): CompletenessWords {
  if (language.startsWith('zh')) return chinese;
  return language.startsWith('ja') ? japanese : english;
}

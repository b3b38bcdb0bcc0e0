/** What an exported case says in the words of its reader. */
export interface CaseTexts {
  readonly owner: string;
  readonly exported: string;
  readonly by: string;
  readonly times: string;
  readonly timeline: string;
  readonly time: string;
  readonly cluster: string;
  readonly who: string;
  readonly did: string;
  readonly namespace: string;
  readonly code: string;
  readonly from: string;
  readonly client: string;
  readonly event: string;
  readonly search: string;
  readonly range: string;
  readonly allClusters: string;
  readonly everything: string;
  readonly attached: string;
  readonly attachedLine: string;
  readonly withoutBodies: string;
  readonly noPins: string;
}

const en: CaseTexts = {
  owner: 'Owner',
  exported: 'Exported',
  by: 'by',
  times: 'Times are UTC.',
  timeline: 'Timeline',
  time: 'Time',
  cluster: 'Cluster',
  who: 'Who',
  did: 'Did',
  namespace: 'Namespace',
  code: 'Code',
  from: 'From',
  client: 'Client',
  event: 'Event',
  search: 'Search',
  range: 'Range',
  allClusters: 'all clusters',
  everything: 'everything',
  attached: 'The events as received',
  attachedLine: 'Each is what kube-apiserver sent, byte for byte, and the SHA-256 of these bytes.',
  withoutBodies: 'Without request and response bodies, which the reader may not see; therefore without a hash.',
  noPins: 'Nothing is pinned.',
};

const zh: CaseTexts = {
  owner: '所有者',
  exported: '导出时间',
  by: '导出者',
  times: '时间均为 UTC。',
  timeline: '时间线',
  time: '时间',
  cluster: '集群',
  who: '操作者',
  did: '操作',
  namespace: '命名空间',
  code: '状态码',
  from: '来源',
  client: '客户端',
  event: '事件',
  search: '查询',
  range: '时间范围',
  allClusters: '所有集群',
  everything: '全部',
  attached: '收到的原始事件',
  attachedLine: '每条都是 kube-apiserver 发来的原始字节，并附这些字节的 SHA-256。',
  withoutBodies: '不含请求体和响应体（读者无权查看），因此也没有哈希值。',
  noPins: '没有固定任何内容。',
};

const ja: CaseTexts = {
  owner: '所有者',
  exported: 'エクスポート日時',
  by: 'エクスポートした人',
  times: '時刻は UTC です。',
  timeline: 'タイムライン',
  time: '時刻',
  cluster: 'クラスター',
  who: '操作した人',
  did: '操作',
  namespace: '名前空間',
  code: 'コード',
  from: '接続元',
  client: 'クライアント',
  event: 'イベント',
  search: '検索',
  range: '期間',
  allClusters: 'すべてのクラスター',
  everything: 'すべて',
  attached: '受信したままのイベント',
  attachedLine: 'いずれも kube-apiserver が送ったバイト列そのもので、その SHA-256 を添えています。',
  withoutBodies: '閲覧者に権限がないため、リクエストとレスポンスの本文は含まれず、ハッシュもありません。',
  noPins: '何もピン留めされていません。',
};

/** The texts of a language; English where there are none. */
export function textsOf(language: string): CaseTexts {
  if (language.startsWith('zh')) return zh;
  return language.startsWith('ja') ? ja : en;
}

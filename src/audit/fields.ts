import { derivedFields } from './derived-fields.ts';
import type { Field } from './field.ts';

/** Every named field. Members of `json` fields exist besides, by their path. */
export const fields: readonly Field[] = [
  {
    name: 'level',
    type: 'text',
    source: { kind: 'text', column: 'level' },
    doc: {
      en: 'Audit level: Metadata, Request or RequestResponse.',
      zh: '审计级别：Metadata、Request 或 RequestResponse。',
      ja: '監査レベル：Metadata、Request、RequestResponse。',
    },
  },
  {
    name: 'auditID',
    type: 'text',
    source: { kind: 'auditID' },
    doc: {
      en: 'Id of the request, the same in all its stages. A client may choose it.',
      zh: '请求 ID，同一请求的各阶段相同；客户端可自行指定。',
      ja: 'リクエストの ID。全ステージで同じ。クライアントが選べる。',
    },
  },
  {
    name: 'stage',
    type: 'text',
    source: { kind: 'text', column: 'stage' },
    doc: {
      en: 'RequestReceived, ResponseStarted, ResponseComplete or Panic.',
      zh: 'RequestReceived、ResponseStarted、ResponseComplete 或 Panic。',
      ja: 'RequestReceived、ResponseStarted、ResponseComplete、Panic。',
    },
  },
  {
    name: 'requestURI',
    type: 'text',
    source: { kind: 'text', column: 'request_uri' },
    doc: { en: 'Path and query of the request.', zh: '请求的路径与查询串。', ja: 'リクエストのパスとクエリ。' },
  },
  {
    name: 'verb',
    type: 'text',
    source: { kind: 'text', column: 'verb' },
    doc: {
      en: 'Kubernetes verb, such as get, list, create, patch; the HTTP method in lower case for non-resource requests.',
      zh: 'Kubernetes 动词，如 get、list、create、patch；非资源请求为小写 HTTP 方法。',
      ja: 'Kubernetes の動詞（get、list、create、patch など）。非リソースは小文字の HTTP メソッド。',
    },
  },
  {
    name: 'user',
    type: 'json',
    source: { kind: 'object' },
    doc: { en: 'Who authenticated.', zh: '通过认证的用户。', ja: '認証されたユーザー。' },
  },
  {
    name: 'user.username',
    type: 'text',
    source: { kind: 'text', column: 'user_username' },
    doc: { en: 'Name of the authenticated user.', zh: '已认证用户的名称。', ja: '認証されたユーザー名。' },
  },
  {
    name: 'user.uid',
    type: 'text',
    source: { kind: 'text', column: 'user_uid' },
    doc: { en: 'Uid of the authenticated user.', zh: '已认证用户的 UID。', ja: '認証されたユーザーの UID。' },
  },
  {
    name: 'user.groups',
    type: 'json',
    source: { kind: 'json', column: 'user_groups' },
    doc: {
      en: 'Groups of the user, a JSON array.',
      zh: '用户所属组（JSON 数组）。',
      ja: 'ユーザーのグループ（JSON 配列）。',
    },
  },
  {
    name: 'user.extra',
    type: 'json',
    source: { kind: 'json', column: 'user_extra' },
    doc: {
      en: 'What else the authenticator said, such as the pod of a bound token.',
      zh: '认证器给出的附加信息，如绑定令牌所属的 Pod。',
      ja: '認証器の追加情報（バインドされたトークンの Pod など）。',
    },
  },
  {
    name: 'impersonatedUser',
    type: 'json',
    source: { kind: 'json', column: 'impersonated_user' },
    doc: { en: 'Whom the user acted as.', zh: '被模拟的用户。', ja: '偽装されたユーザー。' },
  },
  {
    name: 'authenticationMetadata',
    type: 'json',
    source: { kind: 'json', column: 'authentication_metadata' },
    doc: {
      en: 'How the impersonation was constrained (1.35 on).',
      zh: '模拟的约束（1.35 起）。',
      ja: '偽装の制約（1.35 以降）。',
    },
  },
  {
    name: 'sourceIPs',
    type: 'json',
    source: { kind: 'json', column: 'source_ips' },
    doc: {
      en: 'Addresses of the client and proxies, a JSON array; all but the last are chosen by the client.',
      zh: '客户端与代理地址（JSON 数组）；除最后一个外均可由客户端伪造。',
      ja: 'クライアントとプロキシのアドレス（JSON 配列）。最後以外はクライアントが選べる。',
    },
  },
  {
    name: 'userAgent',
    type: 'text',
    source: { kind: 'text', column: 'user_agent' },
    doc: { en: 'What the client calls itself.', zh: '客户端自报的标识。', ja: 'クライアントの自称。' },
  },
  {
    name: 'objectRef',
    type: 'json',
    source: { kind: 'object' },
    doc: { en: 'The object of the request.', zh: '请求的对象。', ja: 'リクエストの対象。' },
  },
  {
    name: 'objectRef.resource',
    type: 'text',
    source: { kind: 'text', column: 'object_resource' },
    doc: { en: 'Resource, such as pods.', zh: '资源，如 pods。', ja: 'リソース（pods など）。' },
  },
  {
    name: 'objectRef.namespace',
    type: 'text',
    source: { kind: 'text', column: 'object_namespace' },
    doc: { en: 'Namespace.', zh: '命名空间。', ja: '名前空間。' },
  },
  {
    name: 'objectRef.name',
    type: 'text',
    source: { kind: 'text', column: 'object_name' },
    doc: { en: 'Name of the object.', zh: '对象名称。', ja: 'オブジェクト名。' },
  },
  {
    name: 'objectRef.uid',
    type: 'text',
    source: { kind: 'text', column: 'object_uid' },
    doc: { en: 'Uid of the object.', zh: '对象 UID。', ja: 'オブジェクトの UID。' },
  },
  {
    name: 'objectRef.apiGroup',
    type: 'text',
    source: { kind: 'text', column: 'object_api_group' },
    doc: { en: 'API group; absent for the core group.', zh: 'API 组；核心组为空。', ja: 'API グループ。コアは空。' },
  },
  {
    name: 'objectRef.apiVersion',
    type: 'text',
    source: { kind: 'text', column: 'object_api_version' },
    doc: { en: 'API version.', zh: 'API 版本。', ja: 'API バージョン。' },
  },
  {
    name: 'objectRef.resourceVersion',
    type: 'text',
    source: { kind: 'text', column: 'object_resource_version' },
    doc: { en: 'Resource version.', zh: '资源版本。', ja: 'リソースバージョン。' },
  },
  {
    name: 'objectRef.subresource',
    type: 'text',
    source: { kind: 'text', column: 'object_subresource' },
    doc: {
      en: 'Subresource, such as exec or status.',
      zh: '子资源，如 exec、status。',
      ja: 'サブリソース（exec、status など）。',
    },
  },
  {
    name: 'responseStatus',
    type: 'json',
    source: { kind: 'object' },
    doc: { en: 'How the API server answered.', zh: 'API Server 的应答。', ja: 'API サーバーの応答。' },
  },
  {
    name: 'responseStatus.code',
    type: 'long',
    source: { kind: 'number', column: 'response_code' },
    doc: {
      en: 'HTTP status code; 101 for exec and the like.',
      zh: 'HTTP 状态码；exec 等为 101。',
      ja: 'HTTP ステータス。exec などは 101。',
    },
  },
  {
    name: 'responseStatus.status',
    type: 'text',
    source: { kind: 'text', column: 'response_status' },
    doc: { en: 'Success or Failure.', zh: 'Success 或 Failure。', ja: 'Success または Failure。' },
  },
  {
    name: 'responseStatus.reason',
    type: 'text',
    source: { kind: 'text', column: 'response_reason' },
    doc: {
      en: 'Reason of a failure, such as Forbidden.',
      zh: '失败原因，如 Forbidden。',
      ja: '失敗の理由（Forbidden など）。',
    },
  },
  {
    name: 'responseStatus.message',
    type: 'text',
    source: { kind: 'text', column: 'response_message' },
    doc: { en: 'What went wrong, in words.', zh: '失败说明。', ja: '失敗の説明。' },
  },
  {
    name: 'responseStatus.details',
    type: 'json',
    source: { kind: 'json', column: 'response_details' },
    doc: { en: 'Details of a failure.', zh: '失败详情。', ja: '失敗の詳細。' },
  },
  {
    name: 'requestObject',
    type: 'json',
    source: { kind: 'json', column: 'request_object' },
    doc: {
      en: 'Body of the request (level Request and above).',
      zh: '请求体（Request 及以上级别）。',
      ja: 'リクエスト本文（Request 以上）。',
    },
  },
  {
    name: 'responseObject',
    type: 'json',
    source: { kind: 'json', column: 'response_object' },
    doc: {
      en: 'Body of the response (level RequestResponse).',
      zh: '响应体（RequestResponse 级别）。',
      ja: '応答本文（RequestResponse）。',
    },
  },
  {
    name: 'requestReceivedTimestamp',
    type: 'text',
    source: { kind: 'time', column: 'request_received_at' },
    doc: {
      en: 'When the request reached the API server.',
      zh: '请求到达 API Server 的时间。',
      ja: 'API サーバーに届いた時刻。',
    },
  },
  {
    name: 'stageTimestamp',
    type: 'text',
    source: { kind: 'time', column: 'time' },
    doc: { en: 'When this stage was reached.', zh: '到达本阶段的时间。', ja: 'このステージに達した時刻。' },
  },
  {
    name: 'annotations',
    type: 'json',
    source: { kind: 'json', column: 'annotations' },
    doc: {
      en: 'What plugins noted, such as authorization.k8s.io/reason.',
      zh: '插件写入的注解，如 authorization.k8s.io/reason。',
      ja: 'プラグインの注釈（authorization.k8s.io/reason など）。',
    },
  },
  {
    name: 'other',
    type: 'json',
    source: { kind: 'json', column: 'other' },
    doc: {
      en: 'What the event holds beyond the fields of the API, under its own path.',
      zh: '事件中 API 字段以外的内容（按原路径）。',
      ja: 'API のフィールド以外にイベントが持つ内容（元のパスで）。',
    },
  },
  {
    name: '__wrapper__',
    type: 'json',
    source: { kind: 'json', column: 'wrapper' },
    isBeside: true,
    doc: {
      en: "What the wrapper says in which the event came: its format, and as far as it knows node, host, namespace, pod, container, stream, program, file, log, cluster, time; `rebuilt` where it kept the event in another form. Its word, not the event's.",
      zh: '事件所在外层（日志封装）的说明：format，以及其所知的 node、host、namespace、pod、container、stream、program、file、log、cluster、time；若外层以其他形式保存事件则有 rebuilt。出自外层，并非事件本身。',
      ja: 'イベントを包んでいたログ形式の情報：format と、分かる範囲で node、host、namespace、pod、container、stream、program、file、log、cluster、time。別の形で保存していた場合は rebuilt。イベント自身ではなく包みの申告。',
    },
  },
  ...derivedFields,
];

import type { Field } from './field.ts';

/** Fields that are computed from others, each by its rule. */
export const derivedFields: readonly Field[] = [
  {
    name: 'derived.command',
    type: 'text',
    source: { kind: 'derived', rule: 'exec-command' },
    doc: {
      en: 'Command of an exec or attach, decoded from requestURI. Derived.',
      zh: 'exec/attach 的命令，由 requestURI 解码得出（派生）。',
      ja: 'exec・attach のコマンド（requestURI から導出）。',
    },
  },
  {
    name: 'derived.client',
    type: 'text',
    source: { kind: 'derived', rule: 'client-name' },
    doc: {
      en: 'Client program, from userAgent. Derived.',
      zh: '客户端程序，由 userAgent 得出（派生）。',
      ja: 'クライアント名（userAgent から導出）。',
    },
  },
  {
    name: 'derived.clientVersion',
    type: 'text',
    source: { kind: 'derived', rule: 'client-version' },
    doc: {
      en: 'Client version, from userAgent. Derived.',
      zh: '客户端版本，由 userAgent 得出（派生）。',
      ja: 'クライアント版（userAgent から導出）。',
    },
  },
  {
    name: 'derived.serviceAccountNamespace',
    type: 'text',
    source: { kind: 'derived', rule: 'service-account-namespace' },
    doc: {
      en: 'Namespace of the service account that acted. Derived.',
      zh: '操作者服务账号所在命名空间（派生）。',
      ja: '操作したサービスアカウントの名前空間（導出）。',
    },
  },
  {
    name: 'derived.serviceAccountName',
    type: 'text',
    source: { kind: 'derived', rule: 'service-account-name' },
    doc: {
      en: 'Name of the service account that acted. Derived.',
      zh: '操作者服务账号名称（派生）。',
      ja: '操作したサービスアカウント名（導出）。',
    },
  },
  {
    name: 'derived.pod',
    type: 'text',
    source: { kind: 'derived', rule: 'pod' },
    doc: {
      en: "Pod that acted, as the token's extra names it; it is in the namespace of its service account. Derived.",
      zh: '操作者所在 Pod，由令牌附加信息得出；与其服务账号同命名空间（派生）。',
      ja: '操作した Pod（トークンの追加情報から）。名前空間はサービスアカウントと同じ（導出）。',
    },
  },
  {
    name: 'derived.node',
    type: 'text',
    source: { kind: 'derived', rule: 'node' },
    doc: {
      en: "Node of the pod that acted, as the token's extra names it, or the node that acted itself. Derived.",
      zh: '操作者 Pod 所在节点，由令牌附加信息得出；或操作者本身即为节点（派生）。',
      ja: '操作した Pod のノード（トークンの追加情報から）、または操作したノード自身（導出）。',
    },
  },
  {
    name: 'derived.ramUid',
    type: 'text',
    source: { kind: 'derived', rule: 'ram-uid' },
    doc: {
      en: 'RAM user id that ACK puts into the authorization reason. Derived.',
      zh: 'ACK 写入授权原因中的 RAM 用户 ID（派生）。',
      ja: 'ACK が認可理由に書く RAM ユーザー ID（導出）。',
    },
  },
  {
    name: 'derived.actor',
    type: 'text',
    source: { kind: 'derived', rule: 'actor' },
    doc: {
      en: 'Who acted: the RAM user id where the user is kubernetes-admin and ACK names one, else the user. Derived.',
      zh: '操作者：用户为 kubernetes-admin 且 ACK 给出 RAM 用户 ID 时为该 ID，否则为用户名（派生）。',
      ja: '操作者。ユーザーが kubernetes-admin で ACK が RAM ユーザー ID を示す場合はその ID、それ以外はユーザー名（導出）。',
    },
  },
  {
    name: 'derived.path',
    type: 'text',
    source: { kind: 'derived', rule: 'request-path' },
    doc: {
      en: 'Path of a non-resource request, without its query. Derived.',
      zh: '非资源请求的路径（派生）。',
      ja: '非リソース要求のパス（導出）。',
    },
  },
  {
    name: 'derived.pathKind',
    type: 'text',
    source: { kind: 'derived', rule: 'request-kind' },
    doc: {
      en: 'Kind of a non-resource request: health, version, discovery, openapi, metrics, logs or other. Derived.',
      zh: '非资源请求的类别：health、version、discovery、openapi、metrics、logs 或 other（派生）。',
      ja: '非リソース要求の種類：health、version、discovery、openapi、metrics、logs、other（導出）。',
    },
  },
  {
    name: 'derived.userKind',
    type: 'text',
    source: { kind: 'derived', rule: 'user-kind' },
    doc: {
      en: 'Kind of the user: person, service-account, node, system or anonymous. Derived.',
      zh: '用户类别：person、service-account、node、system 或 anonymous（派生）。',
      ja: 'ユーザーの種類：person、service-account、node、system、anonymous（導出）。',
    },
  },
  {
    name: 'derived.namespaceForm',
    type: 'text',
    source: { kind: 'derived', rule: 'namespace-form' },
    doc: {
      en: 'Namespace of the object, with * for digits and what was generated. Derived.',
      zh: '对象的命名空间，数字和生成部分以 * 代替（派生）。',
      ja: '対象の名前空間。数字と生成された部分は *（導出）。',
    },
  },
  {
    name: 'derived.nameForm',
    type: 'text',
    source: { kind: 'derived', rule: 'name-form' },
    doc: {
      en: 'Name of the object, with * for digits and what was generated: web-* of all pods of a Deployment. Derived.',
      zh: '对象名称，数字和生成部分以 * 代替：Deployment 的所有 Pod 均为 web-*（派生）。',
      ja: '対象の名前。数字と生成された部分は *：Deployment の Pod はすべて web-*（導出）。',
    },
  },
  {
    name: 'derived.latencyMs',
    type: 'long',
    source: { kind: 'latency' },
    doc: {
      en: 'Milliseconds from the receipt of the request to this stage. Derived.',
      zh: '从收到请求到本阶段的毫秒数（派生）。',
      ja: 'リクエストの受信からこの段階までのミリ秒（導出）。',
    },
  },
];

import type { LocalText, Panel } from '../../dashboards/index.ts';

const title = (en: string, zh: string, ja: string): LocalText => ({ en, 'zh-CN': zh, ja });

/** What is said of operations that look like the exploitation of a CVE, in the order of the statement's columns. */
export const attemptColumns: NonNullable<Panel['columns']> = [
  { name: 'time', title: title('Latest', '最近', '最新'), unit: 'time' },
  { name: 'user', title: title('User', '用户', 'ユーザー'), means: 'user' },
  { name: 'address', title: title('Address', '地址', 'アドレス'), means: 'address' },
  { name: 'cluster', title: title('Cluster', '集群', 'クラスター'), means: 'cluster' },
  { name: 'resource', title: title('Resource', '资源', 'リソース'), means: 'resource' },
  { name: 'namespace', title: title('Namespace', '命名空间', '名前空間'), means: 'namespace' },
  { name: 'name', title: title('Name', '名称', '名前'), means: 'object' },
  { name: 'subresource', title: title('Subresource', '子资源', 'サブリソース') },
  { name: 'verb', title: title('Verb', '动词', '動詞'), means: 'verb' },
  { name: 'userAgent', title: title('Client', '客户端', 'クライアント') },
  { name: 'code', title: title('Status code', '状态码', 'ステータスコード'), means: 'code' },
  { name: 'detail', title: title('What tells it', '依据', '手掛かり') },
  { name: 'n', title: title('Operations', '操作数', '操作数'), unit: 'count' },
  { name: 'first', title: title('First', '首次', '最初'), unit: 'time' },
  { name: 'auditID', title: title('Audit ID', '审计 ID', '監査 ID'), means: 'audit-id' },
];

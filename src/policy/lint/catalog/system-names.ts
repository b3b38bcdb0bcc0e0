import { nearest } from './nearest.ts';

/** Users that Kubernetes itself makes. */
const users: ReadonlySet<string> = new Set([
  'system:anonymous',
  'system:kube-proxy',
  'system:kube-scheduler',
  'system:kube-controller-manager',
  'system:cloud-controller-manager',
  'system:apiserver',
  'system:admin',
]);
/** Groups that Kubernetes itself makes. */
const groups: ReadonlySet<string> = new Set([
  'system:masters',
  'system:nodes',
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
  'system:bootstrappers',
  'system:monitoring',
  'system:node-proxiers',
]);

/** What a name that no user or no group has is meant to be. */
export interface SystemName {
  readonly field: 'users' | 'userGroups';
  /** The right name; undefined where a part is missing that only the author knows. */
  readonly name: string | undefined;
}

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;

/**
 * What a name in `users` or `userGroups` is meant to be where it is near one of Kubernetes' own and is none: a group among the users, a
 * part missing or too much, a slip of the pen. Undefined for a name that may be somebody's.
 */
export function meantSystemName(name: string, field: SystemName['field']): SystemName | undefined {
  const account = accountName(name);
  if (account) return account.field === field && account.name === name ? undefined : account;
  if (groups.has(name)) return field === 'userGroups' ? undefined : { field: 'userGroups', name };
  if (users.has(name)) return field === 'users' ? undefined : { field: 'users', name };
  return nodeName(name, field) ?? misspelt(name, field);
}

/** Names of service accounts and their groups, in all the ways in which they are written. */
function accountName(name: string): SystemName | undefined {
  const match = /^(?:system:)?serviceaccounts?(:.*)?$/i.exec(name);
  if (!match) return undefined;
  const [, rest = ''] = match;
  const parts =
    rest === ''
      ? []
      : rest
          .slice(1)
          .split(':')
          .filter((part) => part !== '');
  const [namespace, account, ...more] = parts;
  if (namespace === undefined) return { field: 'userGroups', name: 'system:serviceaccounts' };
  const isName = label.test(namespace) && more.length === 0 && (account === undefined || subdomain.test(account));
  if (!isName) return { field: 'users', name: undefined };
  if (account !== undefined) return { field: 'users', name: `system:serviceaccount:${namespace}:${account}` };
  return { field: 'userGroups', name: `system:serviceaccounts:${namespace}` };
}

/** Kubelets: the user `system:node:NAME` in the group `system:nodes`. */
function nodeName(name: string, field: SystemName['field']): SystemName | undefined {
  if (name === 'system:node' || name === 'system:node:') return { field: 'userGroups', name: 'system:nodes' };
  const [, node] = /^system:nodes?:(.+)$/.exec(name) ?? [];
  if (node === undefined) return undefined;
  const right = `system:node:${node}`;
  return field === 'users' && name === right ? undefined : { field: 'users', name: right };
}

/** Names without their prefix that hardly anybody else has. */
const bare: ReadonlySet<string> = new Set(['authenticated', 'unauthenticated', 'anonymous', 'masters']);

function misspelt(name: string, field: SystemName['field']): SystemName | undefined {
  const lower = name.toLowerCase();
  if (bare.has(lower)) return known(`system:${lower}`);
  if (!/^systems?[:./-]/.test(lower)) return undefined;
  const [own, other] = field === 'users' ? [users, groups] : [groups, users];
  const meant = nearest(name, own) ?? nearest(name, other);
  return meant === undefined ? undefined : known(meant);
}

function known(name: string): SystemName {
  return { field: groups.has(name) ? 'userGroups' : 'users', name };
}

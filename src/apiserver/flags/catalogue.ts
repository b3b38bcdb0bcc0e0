/** A release of Kubernetes. All of them so far are 1.x. */
export interface Release {
  readonly minor: number;
}

/** How kube-apiserver reads the value of a flag. */
export type FlagKind =
  | { readonly type: 'text' }
  | { readonly type: 'path' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'version' }
  | { readonly type: 'integer'; readonly least: number }
  | { readonly type: 'number' }
  | { readonly type: 'boolean' }
  | { readonly type: 'duration' };

/** What turns the backend that a flag belongs to on; the policy belongs to both. */
export type Backend = 'log' | 'webhook';

/** One audit flag of kube-apiserver. */
export interface FlagSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly backend: Backend | undefined;
  readonly kind: FlagKind;
  /** The value that kube-apiserver takes where the flag is not given; `''` is off. */
  readonly default: string;
  /** Another default, from that minor release on. */
  readonly since?: { readonly minor: number; readonly default: string };
}

const modes: FlagKind = { type: 'choice', values: ['batch', 'blocking', 'blocking-strict'] };

/** The flags that the log and the webhook backend have alike (pkg/server/options/audit.go, 1.20 to 1.36). */
function shared(backend: Backend): readonly FlagSpec[] {
  const log = backend === 'log';
  const flag = (name: string, kind: FlagKind, value: string): FlagSpec => ({
    name: `audit-${backend}-${name}`,
    backend,
    kind,
    default: value,
  });
  return [
    flag('mode', modes, log ? 'blocking' : 'batch'),
    flag('version', { type: 'version' }, 'audit.k8s.io/v1'),
    flag('batch-buffer-size', { type: 'integer', least: 1 }, '10000'),
    flag('batch-max-size', { type: 'integer', least: 1 }, log ? '1' : '400'),
    flag('batch-max-wait', { type: 'duration' }, log ? '0s' : '30s'),
    flag('batch-throttle-enable', { type: 'boolean' }, log ? 'false' : 'true'),
    flag('batch-throttle-qps', { type: 'number' }, log ? '0' : '10'),
    flag('batch-throttle-burst', { type: 'integer', least: 1 }, log ? '0' : '15'),
    flag('truncate-enabled', { type: 'boolean' }, 'false'),
    flag('truncate-max-batch-size', { type: 'integer', least: 1 }, '10485760'),
    flag('truncate-max-event-size', { type: 'integer', least: 1 }, '102400'),
  ];
}

const logLimit = (name: string, since: string, earlier: string): FlagSpec => ({
  name: `audit-log-${name}`,
  backend: 'log',
  kind: { type: 'integer', least: 0 },
  default: earlier,
  since: { minor: 36, default: since },
});

/** The webhook's backoff has two names, of which the older one is deprecated; both set the same value. */
export const backoffNames = {
  current: 'audit-webhook-initial-backoff',
  deprecated: 'audit-webhook-batch-initial-backoff',
} as const;

/** Every audit flag that kube-apiserver 1.20 to 1.36 knows, in the order in which a manifest best lists them. */
export const auditFlags: readonly FlagSpec[] = [
  { name: 'audit-policy-file', backend: undefined, kind: { type: 'path' }, default: '' },
  { name: 'audit-log-path', backend: 'log', kind: { type: 'path' }, default: '' },
  logLimit('maxage', '366', '0'),
  logLimit('maxbackup', '100', '0'),
  logLimit('maxsize', '100', '0'),
  { name: 'audit-log-format', backend: 'log', kind: { type: 'choice', values: ['legacy', 'json'] }, default: 'json' },
  { name: 'audit-log-compress', backend: 'log', kind: { type: 'boolean' }, default: 'false' },
  ...shared('log'),
  { name: 'audit-webhook-config-file', backend: 'webhook', kind: { type: 'path' }, default: '' },
  { name: backoffNames.current, backend: 'webhook', kind: { type: 'duration' }, default: '10s' },
  { name: backoffNames.deprecated, backend: 'webhook', kind: { type: 'duration' }, default: '10s' },
  ...shared('webhook'),
];

const byName = new Map(auditFlags.map((flag) => [flag.name, flag]));

/** Finds an audit flag by its name without dashes in front; `audit_log_path` is `audit-log-path`, as kube-apiserver reads it. */
export function findFlag(name: string): FlagSpec | undefined {
  return byName.get(flagName(name));
}

/** The name of a flag as kube-apiserver normalises it. */
export function flagName(name: string): string {
  return name.replaceAll('_', '-');
}

/** The name under which a flag's value is kept: one for both names of the backoff. */
export function settingName(name: string): string {
  return name === backoffNames.deprecated ? backoffNames.current : name;
}

/** Says whether a name is one of an audit flag, known or not. */
export function isAuditFlag(name: string): boolean {
  return flagName(name).startsWith('audit-');
}

/** What kube-apiserver of that release takes where the flag is not given. */
export function defaultOf(flag: FlagSpec, release: Release): string {
  return flag.since && release.minor >= flag.since.minor ? flag.since.default : flag.default;
}

// What reports should say, computed from the lines of a log by plain JavaScript: nothing here is the product's.

export interface RawEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly level: string;
  readonly user?: {
    readonly username?: string;
    readonly groups?: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
  readonly impersonatedUser?: { readonly username?: string };
  readonly sourceIPs?: readonly string[];
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly resource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly uid?: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
  };
  readonly responseStatus?: { readonly code?: number; readonly reason?: string; readonly message?: string };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A request by the one event that counts it, and the cluster it was sent to. */
export interface Operation {
  readonly event: RawEvent;
  readonly cluster: string;
}

export type Cell = string | number | null;
export type Row = readonly Cell[];

export function parseLines(lines: readonly (string | Uint8Array)[]): RawEvent[] {
  return lines.map((line) => JSON.parse(typeof line === 'string' ? line : new TextDecoder().decode(line)) as RawEvent);
}

/** One event a request: the one that ends it, else the one that starts it. */
export function operationsOf(events: readonly RawEvent[], cluster: string): Operation[] {
  const requestOf = (e: RawEvent): string => JSON.stringify([e.auditID, e.user?.username, e.verb, e.requestURI]);
  const isEnd = (e: RawEvent): boolean => e.stage === 'ResponseComplete' || e.stage === 'Panic';
  const ended = new Set(events.filter(isEnd).map(requestOf));
  return events
    .filter((e) => isEnd(e) || (e.stage === 'ResponseStarted' && !ended.has(requestOf(e))))
    .map((event) => ({ event, cluster }));
}

export interface Filters {
  readonly namespace?: readonly string[];
  readonly user?: readonly string[];
  readonly code?: readonly string[];
}

export function filtered(operations: readonly Operation[], { namespace, user, code }: Filters): Operation[] {
  return operations.filter(
    (o) =>
      (!namespace || namespace.includes(namespaceOf(o) ?? '')) &&
      (!user || user.includes(o.event.user?.username ?? '') || user.includes(ramUidOf(o) ?? '')) &&
      (!code || code.includes(String(codeOf(o)))),
  );
}

export const namespaceOf = ({ event }: Operation): string | null => event.objectRef?.namespace ?? null;
export const resourceOf = ({ event }: Operation): string | null => event.objectRef?.resource ?? null;
export const subresourceOf = ({ event }: Operation): string | null => event.objectRef?.subresource ?? null;
export const nameOf = ({ event }: Operation): string | null => event.objectRef?.name ?? null;
export const codeOf = ({ event }: Operation): number | null => event.responseStatus?.code ?? null;
export const addressOf = ({ event }: Operation): string | null => event.sourceIPs?.[0] ?? null;
export const secondsOf = ({ event }: Operation): number => Math.floor(Date.parse(event.stageTimestamp) / 1000);

export function ramUidOf({ event }: Operation): string | null {
  const reason = event.annotations?.['authorization.k8s.io/reason'] ?? '';
  return / to User "(\d{6,})(-\d+)?"/.exec(reason)?.[1] ?? null;
}

/** The user, or the RAM user where the certificate belongs to kubernetes-admin. */
export function userOf(operation: Operation): string | null {
  const name = operation.event.user?.username ?? null;
  return name === 'kubernetes-admin' ? (ramUidOf(operation) ?? name) : name;
}

export function isPerson({ event }: Operation): boolean {
  const name = event.user?.username;
  return name !== undefined && !name.startsWith('system:');
}

export const isRefused = (o: Operation): boolean => codeOf(o) === 401 || codeOf(o) === 403;

export type Outcome = 'succeeded' | 'redirected' | 'refused' | 'failed' | 'running';

export function outcomeOf(o: Operation): Outcome {
  const code = codeOf(o) ?? 0;
  if (isRefused(o)) return 'refused';
  if (code >= 400 || (code === 0 && o.event.stage === 'Panic')) return 'failed';
  if (o.event.stage === 'ResponseStarted') return 'running';
  return code >= 300 ? 'redirected' : 'succeeded';
}

export type Kind = 'create' | 'update' | 'delete' | 'access' | 'other';

export function kindOf({ event }: Operation): Kind {
  if (event.verb === 'create') return 'create';
  if (event.verb === 'update' || event.verb === 'patch') return 'update';
  if (event.verb === 'delete' || event.verb === 'deletecollection') return 'delete';
  return ['get', 'list', 'watch'].includes(event.verb) ? 'access' : 'other';
}

export function isInternet(address: string | null): boolean {
  if (address === null) return false;
  if (address.includes(':')) return !/^(::1$|f[cd]|fe[89ab])/i.test(address);
  const [a = 0, b = 0] = address.split('.').map(Number);
  const isPrivate = a === 10 || a === 127 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  return !isPrivate && !(a === 169 && b === 254) && !(a === 100 && b >= 64 && b < 128);
}

/** The words of an exec or attach, as they were typed. */
export function commandOf({ event }: Operation): string | null {
  if (!['exec', 'attach'].includes(event.objectRef?.subresource ?? '')) return null;
  return new URLSearchParams(event.requestURI.split('?')[1] ?? '').getAll('command').join(' ') || null;
}

export function count<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.filter(test).length;
}

export function distinct<T>(items: readonly T[], of: (item: T) => Cell): number {
  return new Set(items.map(of).filter((value) => value !== null)).size;
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => Row): { readonly key: Row; readonly items: T[] }[] {
  const groups = new Map<string, { key: Row; items: T[] }>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(JSON.stringify(key));
    if (group) group.items.push(item);
    else groups.set(JSON.stringify(key), { key, items: [item] });
  }
  return [...groups.values()];
}

/** Rows in the order of some of their columns: `-1` is the first one, greatest first; `2` the second, least first. NULL comes last. */
export function ordered(rows: readonly Row[], by: readonly number[], limit = Infinity): readonly Row[] {
  const compare = (a: Cell, b: Cell): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? Infinity : -Infinity;
    return a === b ? 0 : a < b ? -1 : 1;
  };
  const sorted = rows.toSorted((a, b) => {
    for (const key of by) {
      const order = compare(a[Math.abs(key) - 1] ?? null, b[Math.abs(key) - 1] ?? null);
      if (order !== 0) return Math.abs(order) === Infinity || key > 0 ? order : -order;
    }
    return 0;
  });
  return sorted.slice(0, limit);
}

/** The newest of them, newest first. */
export function newest(operations: readonly Operation[], limit: number): Operation[] {
  const keyOf = ({ event }: Operation): string => `${event.stageTimestamp} ${event.auditID}`;
  return operations
    .toSorted((a, b) =>
      a.event.stageTimestamp === b.event.stageTimestamp
        ? a.event.auditID < b.event.auditID
          ? -1
          : 1
        : keyOf(a) < keyOf(b)
          ? 1
          : -1,
    )
    .slice(0, limit);
}

export const outcomeCounts = (operations: readonly Operation[]): number[] =>
  (['succeeded', 'redirected', 'refused', 'failed', 'running'] as const).map((outcome) =>
    count(operations, (o) => outcomeOf(o) === outcome),
  );

export const kindCounts = (operations: readonly Operation[]): number[] =>
  (['create', 'update', 'delete', 'access'] as const).map((kind) => count(operations, (o) => kindOf(o) === kind));

export interface Period {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** Seconds of the windows of a series over a period: at most 200 windows. */
function windowOf({ from, to }: Period): number {
  const seconds = (to - from) / 1000;
  return [1, 5, 10, 30, 60, 300, 600, 1800, 3600].find((window) => seconds / window <= 200) ?? 10_800;
}

/** A row a window of time, empty windows too. */
export function series(
  operations: readonly Operation[],
  period: Period,
  cells: (operations: readonly Operation[]) => readonly Cell[],
): Row[] {
  const window = windowOf(period);
  const startOf = (seconds: number): number => Math.floor(seconds / window) * window;
  const byWindow = new Map<number, Operation[]>();
  for (const operation of operations) {
    const start = startOf(secondsOf(operation));
    byWindow.set(start, [...(byWindow.get(start) ?? []), operation]);
  }
  const rows: Row[] = [];
  for (let start = startOf(period.from / 1000); start < period.to / 1000; start += window) {
    const label = new Date(start * 1000).toISOString().slice(0, 19).replace('T', ' ');
    rows.push([label, ...cells(byWindow.get(start) ?? [])]);
  }
  return rows;
}

/** Client programs whose version tells something, with who used them: of each the first and last second, and how many events. */
export function clientVersions(events: readonly Operation[]): readonly Row[] {
  const names =
    /^(kubelet|kubectl|kube-proxy|kube-apiserver|kube-controller-manager|kube-scheduler|k3s|minikube)|^(nginx-ingress-controller|kube-state-metrics)$/;
  const known = events.filter(({ event: { userAgent = '' } }) => {
    const words = userAgent.split(/[\s,'";=()[\]{}?@&<>/:]+/);
    return words.some((word) => names.test(word)) || ['Kubernetes', 'Java', 'Client'].every((w) => words.includes(w));
  });
  const rows = grouped(known, ({ event, cluster }) => [
    cluster,
    event.user?.username ?? null,
    (event.userAgent ?? '').split(' kubernetes/')[0] ?? '',
  ]).map(({ key, items }): Row => {
    const seconds = items.map(secondsOf);
    return [...key, Math.min(...seconds), Math.max(...seconds), items.length];
  });
  return ordered(rows, [-5, 1, 2, 3]);
}

/** What a body tells of requests. Numbers stand for requests, and for kinds of them that a policy tells apart. */
export interface HeardRequests {
  /** Requests that began in it, with their kinds, and whose end is still to come. Those that may run long are not among them. */
  readonly begun: ReadonlyMap<number, number>;
  /** Ends of requests that began elsewhere. */
  readonly ended: readonly number[];
  /** Kinds of which requests began and ended in it. */
  readonly endedKinds: readonly number[];
  /** Whether more have ended than are told. */
  readonly isCut: boolean;
}

/** Where requests began and ended. */
export interface HeardProgress {
  /** Whose the body is; undefined where it is of several API servers. */
  readonly server: string | undefined;
  readonly requests: HeardRequests;
  /** When the latest of its events happened, by the API server's clock. */
  readonly newestAt: number | undefined;
  /** When it came. Unix milliseconds, as all times here. */
  readonly at: number;
}

/** What is known of requests after a body. */
export interface RequestsOutcome {
  /** API servers of which a request ended that began in an earlier body. */
  readonly endsOf: ReadonlySet<string>;
  readonly changes: readonly UnfinishedChange[];
}

/** How many more requests of an API server are without an end than were before; below zero where ends came late. */
export interface UnfinishedChange {
  readonly server: string;
  /** When they were found to have none. */
  readonly foundAt: number;
  readonly by: number;
}

interface Open {
  readonly server: string;
  readonly kind: number;
  /** By the API server's clock, at the latest. */
  readonly begunAt: number;
}

interface Overdue {
  readonly server: string;
  readonly foundAt: number;
}

/**
 * A request that does not run long ends within a minute (`--request-timeout`), and a webhook sends again for as long as it takes to give up
 * five times (`--audit-webhook-initial-backoff`, with its client's 30 seconds each).
 */
export const overdueMs = 300_000;
/** Of a cluster. What is forgotten for want of room counts as nothing: neither as ended nor as unfinished. */
const mostOpen = 8192;
const mostOverdue = 4096;
const mostClosed = 8192;
const mostKinds = 8192;
/** After an hour without any, a cluster's policy is taken to leave out where requests begin. */
const tellsBeginsForMs = 3_600_000;

/**
 * The requests of a cluster that began and have not ended. An API server tells of both, unless its policy leaves one of them out: so the end of
 * a request is missed only where one of its kind ended after it began. That is looked for by the API server's own clock, while that one sends.
 */
export class OpenRequests {
  readonly #open = new Map<number, Open>();
  readonly #overdue = new Map<number, Overdue>();
  /** What has ended lately: a body that is sent again begins it anew. */
  readonly #closed = new LatelySeen(mostClosed);
  /** When a request of a kind ended last, by the API server's clock. */
  readonly #endings = new Map<number, number>();
  #beganAt = Number.NEGATIVE_INFINITY;

  /** Takes what a body told. */
  take({ server, requests, newestAt, at }: HeardProgress): RequestsOutcome {
    const endsOf = new Set<string>();
    const changes: UnfinishedChange[] = [];
    if (requests.begun.size > 0 || requests.endedKinds.length > 0) this.#beganAt = at;
    // Most policies leave out where requests begin: then nothing waits for the ends, which are as many as the events.
    if (at - this.#beganAt < tellsBeginsForMs)
      for (const request of requests.ended) this.#end(request, newestAt, { endsOf, changes });
    // Nobody knows which of them have ended.
    if (requests.isCut) this.#open.clear();
    if (newestAt === undefined) return { endsOf, changes };
    for (const kind of requests.endedKinds) keep(this.#endings, kind, newestAt, mostKinds);
    if (server !== undefined) {
      for (const [request, kind] of requests.begun) this.#begin(request, { server, kind, begunAt: newestAt });
      const by = this.#miss(server, newestAt, at);
      if (by > 0) changes.push({ server, foundAt: at, by });
    }
    return { endsOf, changes };
  }

  #end(
    request: number,
    newestAt: number | undefined,
    { endsOf, changes }: { readonly endsOf: Set<string>; readonly changes: UnfinishedChange[] },
  ): void {
    this.#closed.add(request);
    const overdue = this.#overdue.get(request);
    if (overdue) {
      changes.push({ ...overdue, by: -1 });
      this.#overdue.delete(request);
    }
    const open = this.#open.get(request);
    if (!open) return;
    endsOf.add(open.server);
    if (newestAt !== undefined) keep(this.#endings, open.kind, newestAt, mostKinds);
    this.#open.delete(request);
  }

  #begin(request: number, open: Open): void {
    if (this.#closed.has(request) || this.#overdue.has(request) || this.#open.has(request)) return;
    keep(this.#open, request, open, mostOpen);
  }

  /** Finds what should have ended by now. */
  #miss(server: string, newestAt: number, foundAt: number): number {
    let missed = 0;
    for (const [request, open] of this.#open) {
      if (open.server !== server) continue;
      // They began in this order, as far as bodies come in order.
      if (newestAt - open.begunAt <= overdueMs) break;
      this.#open.delete(request);
      if ((this.#endings.get(open.kind) ?? 0) <= open.begunAt) continue;
      keep(this.#overdue, request, { server, foundAt }, mostOverdue);
      missed += 1;
    }
    return missed;
  }
}

/** Keeps a value in the place behind all others; the first makes room where there is none. */
function keep<Value>(kept: Map<number, Value>, key: number, value: Value, most: number): void {
  kept.delete(key);
  if (kept.size >= most) {
    const [oldest = key] = kept.keys();
    kept.delete(oldest);
  }
  kept.set(key, value);
}

/**
 * The last numbers that were seen, at least so many. Two sets take turns, since a map from which the first is taken again and again walks over
 * all that it has lost.
 */
class LatelySeen {
  readonly #atLeast: number;
  #young = new Set<number>();
  #old = new Set<number>();

  constructor(atLeast: number) {
    this.#atLeast = atLeast;
  }

  has(number: number): boolean {
    return this.#young.has(number) || this.#old.has(number);
  }

  add(number: number): void {
    this.#young.add(number);
    if (this.#young.size < this.#atLeast) return;
    this.#old = this.#young;
    this.#young = new Set();
  }
}

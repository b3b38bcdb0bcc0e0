import type { EventRow } from '../audit/index.ts';
import { type BodyRequests, RequestsReader } from './body-requests.ts';

/** What the events of a body tell of the API server that sent them. */
export interface BodyTraits {
  /** When the latest of them happened; undefined where none has a time. */
  readonly newestMicros: number | undefined;
  /** How many the API server cut bodies away of. */
  readonly truncated: number;
  /** API servers that renewed their own leases. */
  readonly leases: readonly string[];
  readonly requests: BodyRequests;
}

/** Leases by which API servers tell each other that they are there (KEP-1965); up to 1.26 with the longer name. */
const leaseName = /^(?:kube-)?apiserver-[\w-]{1,64}$/;
/** A body is of one API server, or of a few behind a proxy. */
const mostLeases = 16;

/** Takes events one after the other, while they are read. */
export class TraitsReader {
  #newestMicros: number | undefined;
  #truncated = 0;
  readonly #leases = new Set<string>();
  readonly #requests = new RequestsReader();

  reset(): void {
    this.#newestMicros = undefined;
    this.#truncated = 0;
    this.#leases.clear();
    this.#requests.reset();
  }

  take(row: EventRow): void {
    if (row.isTruncated) this.#truncated += 1;
    if (row.hasOwnTime && row.time > (this.#newestMicros ?? Number.NEGATIVE_INFINITY)) this.#newestMicros = row.time;
    this.#requests.take(row);
    const lease = ownLease(row);
    if (lease !== undefined && this.#leases.size < mostLeases) this.#leases.add(lease);
  }

  finish(): BodyTraits {
    return {
      newestMicros: this.#newestMicros,
      truncated: this.#truncated,
      leases: [...this.#leases],
      requests: this.#requests.finish(),
    };
  }
}

/** The lease that an API server renews through itself: nobody else is `system:apiserver`. */
function ownLease(row: EventRow): string | undefined {
  if (!row.equals('object_resource', 'leases') || !row.equals('object_namespace', 'kube-system')) return undefined;
  if (!row.equals('user_username', 'system:apiserver') || !row.equals('verb', 'update')) return undefined;
  const name = row.text('object_name');
  return leaseName.test(name) ? name : undefined;
}

import type { z } from 'zod';
import type { Clock } from '../../platform/index.ts';
import { networkOf } from '../auth/index.ts';
import type { RefusalReason as ReasonSchema } from '../schemas/index.ts';
import { createLatest, type Latest } from './latest.ts';

/** Of how many clusters, and of how many senders of each, is remembered what came. */
const most = { clusters: 2000, senders: 50 };
/** What came before is of no help any more. */
const rememberedMs = 86_400_000;

export type RefusalReason = z.output<typeof ReasonSchema>;

/** What a sender has had from us. Times are Unix milliseconds. */
interface Seen {
  readonly firstAt: number;
  lastAt: number;
  times: number;
}

export interface Taken extends Readonly<Seen> {
  /** The address, or the host that an agent names. */
  readonly source: string;
  readonly events: number;
}

export interface Refused extends Readonly<Seen> {
  readonly reason: RefusalReason;
  readonly address: string;
}

/**
 * What came for each cluster and what became of it, in bounded memory: for whoever waits for a cluster's first event. It holds no token, and
 * nothing that the sender wrote.
 */
export interface Arrivals {
  taken(clusterId: string, source: string, events: number): void;
  /** Undefined is of no cluster: what was sent names none that is there. */
  refused(clusterId: string | undefined, reason: RefusalReason, address: string): void;
  /** The latest come first. */
  of(clusterId: string | undefined): { readonly taken: readonly Taken[]; readonly refused: readonly Refused[] };
}

interface Bucket {
  readonly taken: Latest<Seen & { readonly source: string; events: number }>;
  readonly refused: Latest<Seen & { readonly reason: RefusalReason; address: string }>;
}

/** Makes a memory with nothing in it. */
export function createArrivals(clock: Pick<Clock, 'now'>): Arrivals {
  const clusters = createLatest<Bucket>(most.clusters);
  const nobody = createBucket();
  const bucketOf = (clusterId: string | undefined): Bucket =>
    clusterId === undefined ? nobody : clusters.use(clusterId, createBucket);

  const seen = (): Seen => ({ firstAt: clock.now(), lastAt: 0, times: 0 });
  const see = (entry: Seen): void => {
    entry.lastAt = clock.now();
    entry.times += 1;
  };
  const isRecent = ({ lastAt }: Seen): boolean => clock.now() - lastAt < rememberedMs;

  return {
    taken(clusterId, source, events) {
      const entry = bucketOf(clusterId).taken.use(source, () => ({ ...seen(), source, events: 0 }));
      see(entry);
      entry.events += events;
    },
    refused(clusterId, reason, address) {
      // Whoever has many addresses of one network does not push the others out.
      const key = `${reason} ${networkOf(address)}`;
      const entry = bucketOf(clusterId).refused.use(key, () => ({ ...seen(), reason, address }));
      see(entry);
      entry.address = address;
    },
    of(clusterId) {
      const bucket = clusterId === undefined ? nobody : clusters.find(clusterId);
      if (!bucket) return { taken: [], refused: [] };
      return { taken: bucket.taken.list().filter(isRecent), refused: bucket.refused.list().filter(isRecent) };
    },
  };
}

function createBucket(): Bucket {
  return { taken: createLatest(most.senders), refused: createLatest(most.senders) };
}

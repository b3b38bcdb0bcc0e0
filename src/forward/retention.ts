import type { Clock } from '../platform/index.ts';
import type { ForwardRun, Records } from '../records/index.ts';
import type { KeptHead } from './destination-form.ts';
import { readHead } from './kept-destinations.ts';
import type { ForwardMetrics } from './metrics.ts';
import { ReplayRange } from './read/replay.ts';
import type { CountReceived } from './status.ts';

const dayMs = 86_400_000;

/** Events of a cluster that retention removes: all that were received on a day. */
export interface RemovedEvents {
  /** Name. */
  readonly cluster: string;
  readonly clusterId: string;
  /** Of receipt, as `2026-11-21`. */
  readonly day: string;
  readonly events: number;
}

/** What retention and destinations that are behind have to say to each other. */
export interface RetentionWatch {
  /**
   * Looks at what destinations were not sent of it yet, before it is gone; what that gives is called afterwards and counts it as lost. What
   * their filters find of it nobody knows by then. Rejects as the engine does.
   */
  removing(removed: RemovedEvents): Promise<() => Promise<void>>;
  /** Days for which a cluster's events stay beyond its retention, because a destination has not had them that holds them back. */
  heldBackDays(cluster: { readonly name: string; readonly retentionDays: number }): Promise<number>;
}

export interface RetentionWatchNeeds {
  readonly records: Pick<Records, 'destinations' | 'forwardRuns'>;
  readonly metrics: Pick<ForwardMetrics, 'countEvents'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether a destination has had all that there is by now; undefined while nobody can say. */
  readonly hasAll: (name: string) => boolean | undefined;
  readonly countReceived: CountReceived;
}

/** A destination with what it sends: what comes in, and ranges again. */
interface Sent {
  readonly name: string;
  readonly head: KeptHead;
  readonly runs: readonly ForwardRun[];
}

/** Makes the watch. */
export function createRetentionWatch(needs: RetentionWatchNeeds): RetentionWatch {
  const { records, metrics, clock, hasAll, countReceived } = needs;
  /** Destinations that are sent a cluster, with what they send at the moment. */
  async function sentTo(cluster: string): Promise<readonly Sent[]> {
    const all = (await records.destinations.list()).map((kept) => ({ name: kept.name, head: readHead(kept) }));
    const wanted = all.filter(({ head }) => head.clusters?.includes(cluster) ?? true);
    return Promise.all(wanted.map(async (one) => ({ ...one, runs: await records.forwardRuns.open(one.name) })));
  }

  /** How many events of a day a run has not sent. */
  async function missing(
    { place, range, through = Infinity }: ForwardRun,
    { clusterId, day, events }: RemovedEvents,
  ): Promise<number> {
    const beginMicros = Date.parse(`${day}T00:00:00Z`) * 1000;
    const endMicros = beginMicros + dayMs * 1000;
    const isBefore = place.receivedAtMicros < beginMicros;
    const throughMicros = Math.min(endMicros - 1, through);
    if (isBefore && range === undefined) return events;
    if (place.receivedAtMicros >= endMicros || throughMicros < beginMicros) return 0;
    return countReceived({
      after: isBefore ? { receivedAtMicros: beginMicros - 1 } : place,
      throughMicros,
      clusterIds: [clusterId],
      ...(range === undefined ? {} : { range: ReplayRange.parse(JSON.parse(range)) }),
    });
  }

  return {
    async removing(removed) {
      const lost: { readonly name: string; readonly run: number; readonly events: number }[] = [];
      for (const { name, runs } of await sentTo(removed.cluster))
        for (const run of runs)
          if (run.range !== undefined || hasAll(name) === false)
            lost.push({ name, run: run.id, events: await missing(run, removed) });
      return async () => {
        for (const { name, run, events } of lost) {
          await records.forwardRuns.lose(run, events);
          metrics.countEvents(name, 'lost', events);
        }
      };
    },
    async heldBackDays({ name, retentionDays }) {
      // While nobody can say, nothing is removed that a destination may wait for.
      const behind = (await sentTo(name)).filter((one) => hasAll(one.name) !== true);
      const days = behind.flatMap(({ head: { holdBackDays }, runs }) => {
        const following = runs.find(({ range }) => range === undefined);
        if (!following) return [];
        const age = (clock.now() - following.place.receivedAtMicros / 1000) / dayMs;
        return Math.min(holdBackDays, Math.max(0, Math.ceil(age) - retentionDays));
      });
      return Math.max(0, ...days);
    },
  };
}

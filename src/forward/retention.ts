import type { Clock } from '../platform/index.ts';
import type { ForwardPlace, ForwardRun, KeptDestination, Records } from '../records/index.ts';
import type { KeptHead } from './destination-form.ts';
import { readHead } from './kept-destinations.ts';
import type { ForwardMetrics } from './metrics.ts';
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

/** Makes the watch. */
export function createRetentionWatch(needs: RetentionWatchNeeds): RetentionWatch {
  const { records, metrics, clock, hasAll, countReceived } = needs;
  /** Destinations that are sent a cluster and are behind, with the run that follows what comes in. */
  async function behindOn(
    cluster: string,
    isBehind: (name: string) => boolean,
  ): Promise<readonly { kept: KeptDestination; head: KeptHead; run: ForwardRun }[]> {
    const found = (await records.destinations.list()).map(async (kept) => {
      if (!isBehind(kept.name)) return [];
      const head = readHead(kept);
      const run = (await records.forwardRuns.open(kept.name)).find(({ range }) => range === undefined);
      return run && (head.clusters?.includes(cluster) ?? true) ? [{ kept, head, run }] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** How many events of a day come after a place. */
  async function after(place: ForwardPlace, { clusterId, day, events }: RemovedEvents): Promise<number> {
    const beginMicros = Date.parse(`${day}T00:00:00Z`) * 1000;
    const endMicros = beginMicros + dayMs * 1000;
    if (place.receivedAtMicros < beginMicros) return events;
    if (place.receivedAtMicros >= endMicros) return 0;
    return countReceived({ after: place, throughMicros: endMicros - 1, clusterIds: [clusterId] });
  }

  return {
    async removing(removed) {
      const lost: { readonly name: string; readonly run: number; readonly events: number }[] = [];
      for (const { kept, run } of await behindOn(removed.cluster, (name) => hasAll(name) === false))
        lost.push({ name: kept.name, run: run.id, events: await after(run.place, removed) });
      return async () => {
        for (const { name, run, events } of lost) {
          await records.forwardRuns.lose(run, events);
          metrics.countEvents(name, 'lost', events);
        }
      };
    },
    async heldBackDays({ name, retentionDays }) {
      // While nobody can say, nothing is removed that a destination may wait for.
      const behind = await behindOn(name, (one) => hasAll(one) !== true);
      const days = behind.map(({ head: { holdBackDays }, run }) => {
        const age = (clock.now() - run.place.receivedAtMicros / 1000) / dayMs;
        return Math.min(holdBackDays, Math.max(0, Math.ceil(age) - retentionDays));
      });
      return Math.max(0, ...days);
    },
  };
}

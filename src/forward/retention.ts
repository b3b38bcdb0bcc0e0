import type { Clock } from '../platform/index.ts';
import type { ForwardRun, KeptDestination, Records } from '../records/index.ts';
import { KeptHead } from './destination-form.ts';
import type { ForwardMetrics } from './metrics.ts';

const dayMs = 86_400_000;

/** Events of a cluster that retention has removed. */
export interface RemovedEvents {
  /** Name. */
  readonly cluster: string;
  /** Of receipt, as `2026-11-21`. */
  readonly day: string;
  readonly events: number;
}

/** What retention and destinations that are behind have to say to each other. */
export interface RetentionWatch {
  /** Counts what destinations were not sent and cannot be sent any more; what their filters find of it nobody knows by then. */
  removed(removed: RemovedEvents): Promise<void>;
  /** Days for which a cluster's events stay beyond its retention, because a destination has not had them that holds them back. */
  heldBackDays(cluster: { readonly name: string; readonly retentionDays: number }): Promise<number>;
}

export interface RetentionWatchNeeds {
  readonly records: Pick<Records, 'destinations' | 'forwardRuns'>;
  readonly metrics: Pick<ForwardMetrics, 'countEvents'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether a destination has had all that there is by now; undefined while nobody can say. */
  readonly hasAll: (name: string) => boolean | undefined;
}

/** Makes the watch. */
export function createRetentionWatch({ records, metrics, clock, hasAll }: RetentionWatchNeeds): RetentionWatch {
  /** Destinations that are sent a cluster and are behind, with the run that follows what comes in. */
  async function behindOn(
    cluster: string,
    isBehind: (name: string) => boolean,
  ): Promise<readonly { kept: KeptDestination; head: KeptHead; run: ForwardRun }[]> {
    const found = (await records.destinations.list()).map(async (kept) => {
      if (!isBehind(kept.name)) return [];
      const head = KeptHead.parse(JSON.parse(kept.head));
      const run = (await records.forwardRuns.open(kept.name)).find(({ range }) => range === undefined);
      return run && (head.clusters?.includes(cluster) ?? true) ? [{ kept, head, run }] : [];
    });
    return (await Promise.all(found)).flat();
  }

  return {
    async removed({ cluster, day, events }) {
      const endMicros = (Date.parse(`${day}T00:00:00Z`) + dayMs) * 1000;
      for (const { kept, run } of await behindOn(cluster, (name) => hasAll(name) === false)) {
        if (run.place.receivedAtMicros >= endMicros) continue;
        await records.forwardRuns.lose(run.id, events);
        metrics.countEvents(kept.name, 'lost', events);
      }
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

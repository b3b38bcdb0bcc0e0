import { AppError } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import type { ForwardPlace, ForwardRun, Records } from '../records/index.ts';
import type { EventStream } from '../stream/index.ts';
import type { ShownDestination } from './kept-destinations.ts';
import type { Lane } from './lane/lane.ts';
import type { Lanes } from './lane/lanes.ts';
import type { ForwardFailure, LanePace } from './lane/standing.ts';
import { ReplayRange } from './read/replay.ts';

/** Counts what was received after a place and up to a moment, and within a range where there is one; of all clusters where none are named. */
export type CountReceived = (extent: {
  readonly after: ForwardPlace;
  readonly throughMicros: number;
  readonly clusterIds: readonly string[] | null;
  readonly range?: ReplayRange;
}) => Promise<number>;

/** A range that is sent again. */
export interface Replay extends Omit<ForwardRun, 'range'> {
  readonly range: ReplayRange;
}

/** A destination with how it fares. */
export interface DestinationStatus extends ShownDestination {
  /** Events that were received and not looked at for it yet; undefined while the engine cannot say. */
  readonly lagEvents: number | undefined;
  readonly lagSeconds: number;
  readonly sent: number;
  readonly rejected: number;
  readonly lost: number;
  /** Refused ones that are kept, to be looked at and sent again. */
  readonly deadLetters: number;
  readonly pace: LanePace;
  readonly failure: ForwardFailure | undefined;
  /** Ranges that are sent again, the latest first; those of late that have ended as well. */
  readonly replays: readonly Replay[];
}

/** Says how destinations fare. */
export interface Statuses {
  readonly of: (destination: ShownDestination) => Promise<DestinationStatus>;
  /** Age of the oldest event that each has not had yet, in seconds, by name. */
  readonly lags: () => Promise<ReadonlyMap<string, number>>;
  /** Whether a destination has had all that there is by now; undefined while nobody can say, before the first commit after a start. */
  readonly hasAll: (name: string) => boolean | undefined;
}

export interface StatusesNeeds {
  readonly records: Pick<Records, 'destinations' | 'forwardRuns' | 'forwardRejects' | 'clusters'>;
  readonly lanes: Pick<Lanes, 'find'>;
  readonly stream: Pick<EventStream, 'through'>;
  readonly clock: Pick<Clock, 'nowMicros'>;
  readonly countReceived: CountReceived;
}

export function createStatuses(needs: StatusesNeeds): Statuses {
  const { records, lanes, stream, clock, countReceived } = needs;

  /** Whether all that there is by now was read for a destination. */
  function isAtEnd(lane: Lane | undefined, through: number): boolean {
    const place = lane?.place();
    return place !== undefined && place.within === undefined && place.receivedAtMicros >= through;
  }

  function hasAll(name: string): boolean | undefined {
    const [lane, through] = [lanes.find(name), stream.through()];
    if (lane?.behindSince() !== undefined) return false;
    return through === undefined ? undefined : isAtEnd(lane, through);
  }

  /** After everything that is sent, or was not for it. */
  async function sentThrough(name: string): Promise<ForwardPlace | undefined> {
    const runs = await records.forwardRuns.open(name);
    return runs.find(({ range }) => range === undefined)?.place;
  }

  async function lagOf(name: string): Promise<number> {
    if (hasAll(name) !== false) return 0;
    const since = lanes.find(name)?.behindSince() ?? (await sentThrough(name))?.receivedAtMicros;
    return since === undefined ? 0 : Math.max(0, (clock.nowMicros() - since) / 1_000_000);
  }

  async function lagEventsOf({ name, clusters }: ShownDestination): Promise<number | undefined> {
    const after = await sentThrough(name);
    if (after === undefined || hasAll(name) !== false) return 0;
    const named = (await records.clusters.list()).filter((cluster) => clusters?.includes(cluster.name));
    const clusterIds = clusters === undefined ? null : named.map(({ id }) => id);
    return countReceived({ after, throughMicros: clock.nowMicros(), clusterIds }).catch((error: unknown) => {
      if (error instanceof AppError) return undefined;
      throw error;
    });
  }

  return {
    hasAll,
    lags: async () => {
      const names = (await records.destinations.list()).map(({ name }) => name);
      return new Map(await Promise.all(names.map(async (name) => [name, await lagOf(name)] as const)));
    },
    of: async (shown) => {
      const { name } = shown;
      const runs = await records.forwardRuns.list(name);
      const sum = (of: (run: ForwardRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
      return {
        ...shown,
        lagEvents: await lagEventsOf(shown),
        lagSeconds: await lagOf(name),
        sent: sum(({ sent }) => sent),
        rejected: sum(({ rejected }) => rejected),
        lost: sum(({ lost }) => lost),
        deadLetters: await records.forwardRejects.count(name),
        pace: lanes.find(name)?.pace() ?? { perSecond: 0, retries: 0 },
        failure: lanes.find(name)?.failure(),
        replays: runs.flatMap(({ range, ...run }) =>
          range === undefined ? [] : [{ ...run, range: ReplayRange.parse(JSON.parse(range)) }],
        ),
      };
    },
  };
}

import { AppError, said } from '../base/index.ts';
import type { Clock, Logger } from '../platform/index.ts';
import { type Cluster, isDiskFull, type ReceivedCount, type Records } from '../records/index.ts';
import { dayOf } from '../store/index.ts';

/** Counts what is received on a day, and holds projects to the bytes that they may receive on one. */
export interface DailyIntake {
  /** Throws AppError `daily-quota-reached` where the project of a cluster has nothing left for today: its body need not be read. */
  ensureRoom(cluster: Cluster): Promise<void>;
  /**
   * Counts a body as received, and resolves to what takes that back: for one that is not acknowledged. Throws AppError
   * `daily-quota-reached` where the whole of it does not fit; then nothing is counted.
   */
  take(cluster: Cluster, bytes: number): Promise<() => void>;
  /** Projects of which batches were refused in the last minutes, and how many of today. */
  full(): readonly { readonly project: string; readonly batches: number }[];
  /** Of today, in UTC. */
  today(): Promise<readonly ReceivedCount[]>;
  /** Writes what was counted. */
  close(): Promise<void>;
}

export interface DailyIntakeOptions {
  readonly records: Pick<Records, 'projects' | 'receivedBytes'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each batch that is refused. */
  readonly onRefused: (project: string) => void;
}

/** Whoever is refused comes again within this time, or has dropped the batch. */
const recentMs = 5 * 60_000;

/** A kill loses the count of so long at most, which is nothing beside a day; a write for each body would take longer than the body. */
const saveMs = 5000;

/** Bytes by the name of a project and the id of a cluster. */
type Counts = Map<string, Map<string, number>>;

interface Today {
  readonly day: string;
  readonly counts: Promise<Counts>;
}

/** What was received, by day: on disk, and what is to be written there. */
function createLedger({ records, clock, logger }: DailyIntakeOptions) {
  /** What is counted and not on disk, by day. */
  const unsaved = new Map<string, Counts>();
  let today: Today | undefined;

  async function save(): Promise<void> {
    const days = new Map(unsaved);
    const counts = [...days].flatMap(([day, projects]) => listOf(day, projects));
    if (counts.length === 0) return;
    unsaved.clear();
    try {
      await records.receivedBytes.add(counts);
    } catch (error) {
      for (const { day, project, clusterId, bytes } of counts) add(countsOf(day), project, clusterId, bytes);
      // Events are refused on a full disk by then, and everybody is told.
      if (!isDiskFull(error)) logger.error({ err: error }, 'cannot write down how much was received; trying again');
    }
  }

  function countsOf(day: string): Counts {
    const counts: Counts = unsaved.get(day) ?? new Map();
    unsaved.set(day, counts);
    return counts;
  }

  async function read(day: string): Promise<Counts> {
    await save();
    const counts: Counts = new Map();
    for (const one of await records.receivedBytes.since(day))
      if (one.day === day) add(counts, one.project, one.clusterId, one.bytes);
    for (const { project, clusterId, bytes } of listOf(day, unsaved.get(day) ?? new Map()))
      add(counts, project, clusterId, bytes);
    return counts;
  }

  /** A clock may be set back: then it is the day before again. */
  async function countsOfToday(): Promise<{ readonly day: string; readonly counts: Counts }> {
    const day = dayOf(clock.nowMicros());
    if (today?.day !== day) today = { day, counts: read(day) };
    try {
      return { day, counts: await today.counts };
    } catch (error) {
      today = undefined;
      throw error;
    }
  }

  return { save, countsOf, countsOfToday };
}

/** Which projects are refused. */
function createRefusals({ clock, onRefused }: DailyIntakeOptions) {
  const refused = new Map<string, { readonly day: string; readonly at: number; readonly batches: number }>();
  return {
    add(project: string): void {
      const day = dayOf(clock.nowMicros());
      const before = refused.get(project);
      refused.set(project, { day, at: clock.now(), batches: (before?.day === day ? before.batches : 0) + 1 });
      onRefused(project);
    },
    recent(): readonly { readonly project: string; readonly batches: number }[] {
      const since = clock.now() - recentMs;
      for (const [project, { at }] of refused) if (at < since) refused.delete(project);
      return [...refused].map(([project, { batches }]) => ({ project, batches }));
    },
  };
}

/** Starts counting; what was counted before is read when it is asked for. */
export function startDailyIntake(options: DailyIntakeOptions): DailyIntake {
  const { records, clock } = options;
  const stopping = new AbortController();
  const { save, countsOf, countsOfToday } = createLedger(options);
  const refusals = createRefusals(options);

  async function mostOf({ project }: Cluster): Promise<number> {
    return (await records.projects.bytesPerDay(project)) ?? Infinity;
  }

  function check(cluster: Cluster, counts: Counts, bytes: number, most: number): void {
    const { name, project } = cluster;
    const used = [...(counts.get(project)?.values() ?? [])].reduce((sum, one) => sum + one, 0);
    if (used + bytes <= most) return;
    refusals.add(project);
    throw new AppError(
      'daily-quota-reached',
      said`cannot take events of cluster "${name}": make sure that the quota of project "${project}" is sufficient (bytes a day: ${used} of ${most} used, ${bytes} more needed); it is free again at midnight UTC, or when it is raised`,
    );
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(saveMs, stopping.signal);
      await save();
    }
  }

  const running = run();
  return {
    ensureRoom: async (cluster) => {
      const most = await mostOf(cluster);
      const { counts } = await countsOfToday();
      check(cluster, counts, 1, most);
    },
    take: async (cluster, bytes) => {
      const { id, project } = cluster;
      const most = await mostOf(cluster);
      const { day, counts } = await countsOfToday();
      // Nothing comes in between: bodies that are taken at the same time see each other.
      check(cluster, counts, bytes, most);
      const count = (change: number): void => {
        add(counts, project, id, change);
        add(countsOf(day), project, id, change);
      };
      count(bytes);
      return () => count(-bytes);
    },
    full: () => refusals.recent(),
    today: async () => {
      const { day, counts } = await countsOfToday();
      return listOf(day, counts);
    },
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

function add(counts: Counts, project: string, clusterId: string, bytes: number): void {
  const clusters = counts.get(project) ?? new Map<string, number>();
  counts.set(project, clusters.set(clusterId, (clusters.get(clusterId) ?? 0) + bytes));
}

function listOf(day: string, counts: Counts): readonly ReceivedCount[] {
  return [...counts].flatMap(([project, clusters]) =>
    [...clusters].map(([clusterId, bytes]) => ({ day, project, clusterId, bytes })),
  );
}

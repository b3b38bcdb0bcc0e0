import type { Clock, Logger } from '../../platform/index.ts';
import type { Manifest } from '../integrity/manifest.ts';
import type { EventRemover } from './event-remover.ts';
import { firstKeptDay, type Holding, nextRemoval } from './removal.ts';

/** Whose events stay how long, and whose go. */
export interface RetentionRules {
  list(): Promise<readonly { readonly id: string; readonly name: string; readonly retentionDays: number }[]>;
  /** Clusters that were deleted, ever. */
  deleted(): Promise<readonly { readonly id: string; readonly name: string }[]>;
}

/** What an event is removed for, and the name of its cluster. */
interface Grounds {
  readonly reason: 'expired' | 'deleted';
  readonly cluster: string;
}

/** Events of a cluster and a day of receipt that were removed. */
export interface RemovedEvents extends Grounds {
  /** As `2026-11-21`. */
  readonly day: string;
  readonly events: number;
}

export interface RetentionOptions {
  readonly remover: EventRemover;
  readonly clusters: RetentionRules;
  /** What is about to be removed is struck out of it. */
  readonly manifest: Pick<Manifest, 'forget'>;
  /** Keeps a note of what was removed. */
  readonly onRemoved: (removed: RemovedEvents) => Promise<void>;
  /** Called when nothing is left that should have been removed. */
  readonly onDone: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves when the store has its tables; nothing is looked at before. */
  readonly whenReady: Promise<unknown>;
}

/** Removes events that are past the retention of their cluster, and those of clusters that were deleted. */
export interface Retention {
  /** Looks now instead of within the hour. */
  wake(): void;
  /** Stops after the step under way; what the engine is deleting it goes on with. */
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const retryMs = 60_000;
/** How often a deletion under way is asked after. The next one begins when it is done, so that queries and inserts have the engine to themselves. */
const deletingMs = 5000;

/** An engine that does not answer is not waited for: the step is taken again after the next start. */
const closeGraceMs = 5000;

/**
 * Starts enforcing retention: at once, then every hour, a step at a time, each decided by what the rules say at that moment. A
 * cluster that they do not name keeps its events. Never gives up: what fails is tried again a minute later.
 */
export function startRetention(options: RetentionOptions): Retention {
  const { clock, logger } = options;
  const stopping = new AbortController();
  let waking = new AbortController();

  async function run(): Promise<void> {
    const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
    await Promise.race([options.whenReady, stopped]);
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      const pauseMs = await pauseAfterStep();
      if (pauseMs > 0) await clock.sleep(pauseMs, AbortSignal.any([stopping.signal, waking.signal]));
    }
  }

  async function pauseAfterStep(): Promise<number> {
    try {
      const step = await takeStep(options);
      if (step === 'nothing') options.onDone();
      return step === 'nothing' ? hourMs : step === 'deleting' ? deletingMs : 0;
    } catch (error) {
      if (!stopping.signal.aborted)
        logger.warn({ err: error }, 'cannot remove events that are due; trying again in a minute');
      return retryMs;
    }
  }

  const running = run();
  return {
    wake: () => waking.abort(),
    async close() {
      stopping.abort();
      const waited = new AbortController();
      await Promise.race([running, clock.sleep(closeGraceMs, waited.signal)]);
      waited.abort();
    },
  };
}

/** Takes one step. Resolves to whether there was nothing to do, something was done, or the engine is still busy with a step. */
async function takeStep({
  remover,
  clusters,
  manifest,
  onRemoved,
  clock,
  logger,
}: RetentionOptions): Promise<'nothing' | 'done' | 'deleting'> {
  const groundsOf = await readGrounds(clusters, clock.now());
  const isDeleting = await remover.isDeleting();
  const removal = nextRemoval(await remover.holdings(), (holding) => groundsOf(holding) !== undefined);
  // Whether or not the engine holds any of it: what was stored late for a day that is gone is due as well.
  await manifest.forget((day, clusterId) => groundsOf({ day, clusterId }) !== undefined);
  if (removal === undefined) return isDeleting ? 'deleting' : 'nothing';
  const { kind, day, removed } = removal;
  const clusterIds = removed.map(({ clusterId }) => clusterId);
  if (kind === 'delete') {
    if (isDeleting) return 'deleting';
    await remover.startDeletion(day, clusterIds);
  } else if (!(await remover.dropDay(day, clusterIds))) return 'done';
  const isoDay = day.replace(/^(\d{4})(\d\d)/, '$1-$2-');
  for (const holding of removed) {
    const grounds = groundsOf(holding);
    if (grounds) await onRemoved({ ...grounds, day: isoDay, events: holding.events });
  }
  logger.info({ day, clusters: removed.length, kind }, 'removed events that were due');
  return kind === 'delete' ? 'deleting' : 'done';
}

/** Why an event may be removed at this time; undefined where it has to stay. */
async function readGrounds(
  clusters: RetentionRules,
  now: number,
): Promise<(holding: Pick<Holding, 'day' | 'clusterId'>) => Grounds | undefined> {
  const [kept, deleted] = await Promise.all([clusters.list(), clusters.deleted()]);
  const names = new Map(deleted.map(({ id, name }) => [id, name]));
  const byId = new Map(kept.map((cluster) => [cluster.id, cluster]));
  return ({ clusterId, day }) => {
    const deletedName = names.get(clusterId);
    if (deletedName !== undefined) return { reason: 'deleted', cluster: deletedName };
    const cluster = byId.get(clusterId);
    if (!cluster || day >= firstKeptDay(now, cluster.retentionDays)) return undefined;
    return { reason: 'expired', cluster: cluster.name };
  };
}

import { createMutex } from '../../base/index.ts';
import type { Clock, Logger } from '../../platform/index.ts';
import type { Manifest } from '../integrity/manifest.ts';
import type { EventRemover } from './event-remover.ts';
import { type Grounds, type Place, readRules, type RetentionRules, type RulesNow } from './grounds.ts';
import { nextRemoval } from './removal.ts';

/** Events of a cluster and a day of receipt that are removed. */
export interface RemovedEvents extends Grounds {
  readonly clusterId: string;
  /** As `2026-11-21`. */
  readonly day: string;
  readonly events: number;
}

export interface RetentionOptions {
  readonly remover: EventRemover;
  readonly clusters: RetentionRules;
  /** What is about to be removed is struck out of it. */
  readonly manifest: Pick<Manifest, 'forget'>;
  /** Looks at what is about to be removed, while it is there; what that gives is called when it is gone, and keeps a note of it. */
  readonly onRemoving: (removed: RemovedEvents) => Promise<() => Promise<void>>;
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
  /**
   * Runs a task while nothing is being decided: a hold that it places is seen by all that is decided after it. What the engine is deleting by
   * then was past its retention before.
   */
  between<T>(task: () => Promise<T>): Promise<T>;
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
  const deciding = createMutex();
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
      const step = await deciding.run(() => takeStep(options));
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
    between: (task) => deciding.run(task),
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
  onRemoving,
  clock,
  logger,
}: RetentionOptions): Promise<'nothing' | 'done' | 'deleting'> {
  const rules = await readRules(clusters, clock.now());
  const isDeleting = await remover.isDeleting();
  const holdings = await remover.holdings();
  const due = holdings.filter((holding) => rules.groundsOf(holding) !== undefined);
  const mayBeHeld = due.filter(({ clusterId }) => rules.partsHeldOf(clusterId).length > 0);
  const held = keysOf(await heldPlaces(remover, mayBeHeld, rules));
  const removal = nextRemoval(holdings, (one) => rules.groundsOf(one) !== undefined && !held.has(keyOf(one)));
  const present = keysOf(holdings);
  await manifest.forget((day, clusterId) => {
    const place = { day, clusterId };
    if (rules.groundsOf(place) === undefined || held.has(keyOf(place))) return false;
    // Whether or not the engine holds any of it: what was stored late for a day that is gone is due as well. Only of what may be held nobody
    // knows that it is not missed, when it is not there to be looked at.
    return present.has(keyOf(place)) || rules.partsHeldOf(clusterId).length === 0;
  });
  if (removal === undefined) return isDeleting ? 'deleting' : 'nothing';
  const { kind, day, removed } = removal;
  if (kind === 'delete' && isDeleting) return 'deleting';
  const isoDay = day.replace(/^(\d{4})(\d\d)/, '$1-$2-');
  const notes: (() => Promise<void>)[] = [];
  for (const { clusterId, events } of removed) {
    const grounds = rules.groundsOf({ day, clusterId });
    if (grounds) notes.push(await onRemoving({ ...grounds, clusterId, day: isoDay, events }));
  }
  if (!(await remover.remove(removal))) return 'done';
  for (const note of notes) await note();
  logger.info({ day, clusters: removed.length, kind }, 'removed events that were due');
  return kind === 'delete' ? 'deleting' : 'done';
}

async function heldPlaces(remover: EventRemover, places: readonly Place[], rules: RulesNow): Promise<readonly Place[]> {
  if (places.length === 0) return [];
  const days = new Set(places.map(({ day }) => day));
  const clusterIds = new Set(places.map(({ clusterId }) => clusterId));
  return remover.heldDays(
    [...days],
    [...clusterIds].flatMap((id) => rules.partsHeldOf(id)),
  );
}

function keyOf({ day, clusterId }: Place): string {
  return `${day} ${clusterId}`;
}

function keysOf(places: readonly Place[]): ReadonlySet<string> {
  return new Set(places.map(keyOf));
}

import { createHash } from 'node:crypto';
import { createBackoff, createSemaphore, type Semaphore } from '../../base/index.ts';
import type { Clock, Closeable, Logger } from '../../platform/index.ts';
import { createTiming, durationMs, type Run, type Timing } from '../../rules/index.ts';
import type { EvaluationOutcome, Evaluator } from '../evaluate/index.ts';
import { begunRun, placeOf, type Progresses } from '../progress.ts';
import type { ReceiptClock } from '../receipts.ts';
import type { ActiveRule, Registry } from '../registry/index.ts';
import { createPulse, type Pulse } from './pulse.ts';

export interface SchedulerNeeds {
  readonly registry: Pick<Registry, 'active'>;
  readonly progresses: Pick<Progresses, 'get'>;
  readonly evaluator: Evaluator;
  readonly receipts: ReceiptClock;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly logger: Logger;
  /** Of schedules that name none; an IANA name. */
  readonly timeZone: string;
  readonly random: () => number;
}

/** Evaluates rules that have a schedule, each by itself. */
export interface Scheduler extends Closeable {
  /** Is told that rules were changed. */
  changed(): void;
  /** When a rule is evaluated next, in Unix milliseconds; undefined where it is not. */
  nextAt(rule: string): number | undefined;
  /** Windows that a rule has missed and catches up with; 0 where it is on time. */
  windowsLeft(rule: string): number;
  /** The same of all rules. */
  allWindowsLeft(): number;
  /** Whether evaluations are due and none is done. */
  isStalled(): boolean;
}

/** Evaluations at once; few of them are for the engine at the same time (analysis/places.ts). */
const places = 4;
/** A clock that is set is noticed after so long. */
const longestSleepMs = 30_000;
const waits = { firstMs: 1000, maxMs: 300_000 };
/** What was missed longer ago, or was more windows ago, is not evaluated window by window: each takes a statement. */
const catchUp = { ms: 24 * 3_600_000, windows: 10_000 } as const;
/** Rules of one rate are spread over so much of it. */
const longestPhaseMs = 60_000;

interface Followed {
  readonly version: number;
  readonly timing: Timing;
  readonly stop: () => void;
  readonly ended: Promise<void>;
}

/** Starts evaluating the rules that are active. */
export function startScheduler(needs: SchedulerNeeds): Scheduler {
  const { registry, clock, logger, timeZone } = needs;
  const semaphore = createSemaphore({ places });
  const followed = new Map<string, Followed>();
  const left = new Map<string, number>();
  const pulse = createPulse(clock);
  const ending = new Set<Promise<void>>();

  function follow(active: ActiveRule): Followed {
    const stopping = new AbortController();
    const { name, version, rule } = active;
    const timing = createTiming(rule, { timeZone, phaseMs: phaseOf(active) });
    const ended = followRule(needs, { active, timing, semaphore, pulse, left, signal: stopping.signal }).catch(
      (error: unknown) => {
        if (!stopping.signal.aborted) logger.error({ err: error, rule: name }, 'a rule is no longer evaluated');
      },
    );
    return { version, timing, ended, stop: () => stopping.abort() };
  }

  function stop(name: string, one: Followed): void {
    one.stop();
    followed.delete(name);
    const ended = one.ended.finally(() => {
      ending.delete(ended);
      // It may be followed again by now, as another version.
      if (!followed.has(name)) left.delete(name);
    });
    ending.add(ended);
  }

  function changed(): void {
    const active = new Map(
      registry
        .active()
        .filter(({ rule }) => rule.schedule)
        .map((one) => [one.name, one]),
    );
    for (const [name, one] of followed) if (active.get(name)?.version !== one.version) stop(name, one);
    for (const [name, one] of active) if (!followed.has(name)) followed.set(name, follow(one));
  }

  changed();
  return {
    changed,
    nextAt: (rule) => followed.get(rule)?.timing.next(clock.now()),
    windowsLeft: (rule) => left.get(rule) ?? 0,
    allWindowsLeft: () => left.values().reduce((sum, count) => sum + count, 0),
    isStalled: () => pulse.isStalled(),
    async close() {
      for (const [name, one] of followed) stop(name, one);
      await Promise.all(ending);
    },
  };
}

/** By how much the ticks of a fixed rate are moved, so that rules do not all run at once. */
function phaseOf({ name, rule: { schedule } }: ActiveRule): number {
  if (!schedule || !('every' in schedule)) return 0;
  const width = Math.min(durationMs(schedule.every), longestPhaseMs);
  return createHash('sha256').update(name).digest().readUInt32BE(0) % width;
}

interface Following {
  readonly active: ActiveRule;
  readonly timing: Timing;
  readonly semaphore: Semaphore;
  readonly pulse: Pulse;
  /** Windows that rules have missed, by their names. */
  readonly left: Map<string, number>;
  readonly signal: AbortSignal;
}

/** Evaluates a rule whenever it is due, until the signal. What fails is tried again, after growing waits. */
async function followRule(needs: SchedulerNeeds, following: Following): Promise<void> {
  const { clock, random, logger } = needs;
  const { active, timing, pulse, left, signal } = following;
  const key = `${active.name} ${active.version}`;
  const backoff = createBackoff({ ...waits, random });
  while (!signal.aborted) {
    const outcome = await evaluateDue(needs, following, () => pulse.begin(key)).catch(
      (error: unknown): EvaluationOutcome => {
        if (signal.aborted) return 'changed';
        // Of the records, as when the disk is full: nothing of the evaluation is kept, and it is done again.
        logger.error({ err: error, rule: active.name }, 'cannot keep what came of a rule; evaluating it again');
        return 'failed';
      },
    );
    if (outcome !== 'failed') {
      pulse.end(key);
      left.delete(active.name);
    }
    if (outcome === 'changed') return;
    if (outcome === 'done') backoff.reset();
    const untilNext = (timing.next(clock.now()) ?? Number.POSITIVE_INFINITY) - clock.now();
    const untilRetry = outcome === 'failed' ? backoff.nextMs() : Number.POSITIVE_INFINITY;
    // The one that is due now failed: the next one would fail as well, and is done after it in any case.
    const wait = outcome === 'failed' ? untilRetry : untilNext;
    await clock.sleep(Math.min(wait, longestSleepMs), signal);
  }
}

/** Evaluates all that is due, in order. Gives the first outcome that is not `done`. `onDue` is called where something is. */
async function evaluateDue(needs: SchedulerNeeds, following: Following, onDue: () => void): Promise<EvaluationOutcome> {
  const { evaluator, progresses, receipts, clock } = needs;
  const { active, timing, semaphore, pulse, left, signal } = following;
  for (;;) {
    const committed = receipts.settledThrough();
    const progress = progresses.get(active.name);
    if (committed === undefined || !progress) return 'done';
    const place = { cursor: placeOf(progress, committed), tick: progress.tick, now: clock.now(), committed };
    const begun = begunRun(progress);
    const gap = begun ? undefined : gapOf(active, timing, place);
    if (gap) {
      onDue();
      const outcome = await evaluator.skip(active, { run: gap, signal });
      if (outcome !== 'done') return outcome;
      continue;
    }
    const { runs, isCut } = begun ? { runs: [begun], isCut: true } : timing.due(place, catchUp.windows);
    if (runs.length > 0) onDue();
    const asked = mergesRuns(active) ? merged(runs) : runs;
    for (const [index, run] of asked.entries()) {
      // The last one is the one that is due anyway.
      left.set(active.name, asked.length - 1 - index);
      const evaluating = { run, windows: timing.windows(run), signal };
      const outcome = await semaphore.run(() => evaluator.evaluate(active, evaluating), { key: active.name, signal });
      if (outcome !== 'done') return outcome;
      pulse.done();
    }
    if (!isCut) return 'done';
  }
}

/** Where the groups are single events, it does not matter in how many pieces they are looked at. */
function mergesRuns({ compiled, rule }: ActiveRule): boolean {
  return compiled.isOncePerGroup && rule.window === undefined && rule.time !== 'event';
}

function merged(runs: readonly Run[]): readonly Run[] {
  const [first, last] = [runs[0], runs.at(-1)];
  return first && last ? [{ ...last, after: first.after }] : [];
}

type Place = Parameters<Timing['due']>[0];

/** What was missed for too long to be evaluated window by window. The last run is never a part of it. */
function gapOf(active: ActiveRule, timing: Timing, place: Place): Run | undefined {
  const { schedule } = active.rule;
  const isByWindow = schedule && 'every' in schedule && !mergesRuns(active);
  const everyMs = isByWindow ? durationMs(schedule.every) : Number.POSITIVE_INFINITY;
  const since = place.now - Math.min(catchUp.ms, everyMs * catchUp.windows);
  const [oldest, second] = timing.due(place, 2).runs;
  if (!oldest || !second || oldest.tick > since) return undefined;
  const [recent] = timing.due({ ...place, cursor: since * 1000, tick: since }, 1).runs;
  if (recent) return { tick: since, after: place.cursor, through: since * 1000 };
  const old = timing.due(place, catchUp.windows).runs.at(-2);
  return old && { ...old, after: place.cursor };
}

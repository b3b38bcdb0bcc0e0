import { createBackoff, textOf } from '../../base/index.ts';
import type { ForwardPlace } from '../../records/index.ts';
import type { Opened, OpenDestination } from '../kept-destinations.ts';
import { createViews } from '../read/view.ts';
import { createRefusals } from '../send/refusals.ts';
import type { LaneNeeds } from './needs.ts';
import { createRest } from './rest.ts';
import { createRuns, type Way } from './runs.ts';
import { createStanding, type ForwardFailure, type LanePace } from './standing.ts';

/** How waits grow while a destination takes nothing. */
const waits = { firstMs: 1000, maxMs: 300_000 } as const;
/** What cannot be done now is tried again by itself after this. */
const againMs = 5000;
/** What is sent to one destination: one call at a time, in order of receipt. */
export interface Lane {
  /** Resolves when it has stopped: a call under way is given up, and made again after a start. */
  readonly ended: Promise<void>;
  /** The destination was changed, and what is under way may be wrong by now. */
  restart(): void;
  /** The destination was paused: what is under way is given up, and begun again when it goes on. */
  pause(): void;
  /** How it has been sent to of late. */
  pace(): LanePace;
  failure(): ForwardFailure | undefined;
  /** Up to where everything was read for it; undefined while nobody can say. */
  place(): ForwardPlace | undefined;
  /** Since when something waits to be sent or looked at, in microseconds; undefined where nothing does. */
  behindSince(): number | undefined;
  /** Bytes of events that wait for others to come. */
  waitingBytes(): number;
  /** Is told that there is something new. */
  advanced(): void;
}

/** Begins to send to a destination, until `stopping` or until it is deleted. */
export function startLane(name: string, needs: LaneNeeds): Lane {
  const { clock, records, stopping, logger } = needs;
  const backoff = createBackoff({ ...waits, random: needs.random });
  let refusals = createRefusals();
  const standing = createStanding(name, needs);
  const rest = createRest(clock);
  let runs = createRuns(needs);
  const viewOf = createViews(needs);
  /** When something came that was not read yet. */
  let unreadSince: number | undefined;
  let changed = new AbortController();
  let signal = AbortSignal.any([stopping, changed.signal]);

  async function run(): Promise<void> {
    while (!stopping.aborted) {
      if (changed.signal.aborted) startAnew();
      try {
        if (!(await step())) return;
      } catch (error) {
        if (signal.aborted) continue;
        logger.warn({ err: error, destination: name }, 'cannot forward; trying again');
        standing.fail({ answer: error instanceof Error ? error.message : String(error) }, false);
        // What was read and not sent is read again.
        runs = createRuns(needs);
        await clock.sleep(againMs, signal);
      }
    }
  }

  function startAnew(): void {
    changed = new AbortController();
    signal = AbortSignal.any([stopping, changed.signal]);
    backoff.reset();
    refusals = createRefusals();
    runs = createRuns(needs);
  }

  /** Sends what comes next, or waits until there may be something. False where the destination is gone. */
  async function step(): Promise<boolean> {
    const over = new AbortController();
    const woken = needs.signal.wait(AbortSignal.any([signal, over.signal]));
    try {
      const opened = await needs.destinations.open(name);
      if (!opened) return false;
      const restMs = await goOn(opened);
      if (restMs !== undefined) await rest.wait(woken, restMs, over.signal);
      return true;
    } finally {
      over.abort();
    }
  }

  /** Sends what comes next of each run. Gives for how long there is nothing to do; undefined where there may be more at once. */
  async function goOn(opened: Opened): Promise<number | undefined> {
    if (opened.ok && opened.value.isPaused) {
      standing.works();
      return Infinity;
    }
    const reason = opened.ok ? await viewOf(opened.value).whyNot() : opened.reason;
    if (opened.ok && reason === undefined)
      return (await advance(opened.value)) ? undefined : (runs.dueAt() ?? Infinity) - clock.now();
    standing.fail({ answer: textOf(reason ?? '') }, true);
    return againMs;
  }

  async function advance(destination: OpenDestination): Promise<boolean> {
    unreadSince = undefined;
    const way: Way = { ...standing, destination, view: viewOf(destination), backoff, refusals, signal };
    let hasMoved = false;
    for (const one of await records.forwardRuns.open(name)) hasMoved = (await runs.advance(one, way)) || hasMoved;
    // What fails to be sent is not got past; what is refused is.
    if (!refusals.areAll()) standing.works();
    return hasMoved;
  }

  return {
    ended: run(),
    restart: () => changed.abort(new Error('the destination was changed')),
    pause() {
      // Who is idle keeps the place that it has come to: it knows that nothing waits.
      if (rest.isResting()) return;
      unreadSince ??= runs.waitingSince();
      changed.abort(new Error('the destination was paused'));
    },
    pace: () => standing.pace(),
    failure: () => standing.failure(),
    place: () => runs.place(),
    behindSince: () => runs.waitingSince() ?? unreadSince,
    waitingBytes: () => runs.waitingBytes(),
    advanced: () => (unreadSince ??= clock.nowMicros()),
  };
}

import { createBackoff } from '../../base/index.ts';
import type { ForwardPlace } from '../../records/index.ts';
import type { OpenDestination } from '../kept-destinations.ts';
import type { Outcome } from '../outcome.ts';
import { createView, type View } from '../read/view.ts';
import type { LaneNeeds } from './needs.ts';
import { createRuns, type Way } from './runs.ts';

/** How waits grow while a destination takes nothing. */
const waits = { firstMs: 1000, maxMs: 300_000 } as const;
/** What cannot be done now is tried again by itself after this. */
const againMs = 5000;
/** Whoever has nothing to do looks by itself after this. */
const idleMs = 3_600_000;

/** Why a destination takes nothing at the moment. */
export interface ForwardFailure {
  /** Unix milliseconds. */
  readonly since: number;
  readonly answer: string;
  /** It is hardly asked any more: somebody has to mend something. */
  readonly isStopped: boolean;
}

/** What is sent to one destination: one call at a time, in order of receipt. */
export interface Lane {
  /** Resolves when it has stopped: a call under way is given up, and made again after a start. */
  readonly ended: Promise<void>;
  /** The destination was changed, and what is under way may be wrong by now. */
  restart(): void;
  failure(): ForwardFailure | undefined;
  /** Up to where everything was read for it; undefined while nobody can say. */
  place(): ForwardPlace | undefined;
  /** Since when something waits to be sent or looked at, in microseconds; undefined where nothing does. */
  behindSince(): number | undefined;
  /** Is told that there is something new. */
  advanced(): void;
}

/** Begins to send to a destination, until `stopping` or until it is deleted. */
export function startLane(name: string, needs: LaneNeeds): Lane {
  const { clock, records, stopping, logger, metrics } = needs;
  const backoff = createBackoff({ ...waits, random: needs.random });
  let runs = createRuns(needs);
  let view: { readonly of: string; readonly view: View } | undefined;
  let failure: ForwardFailure | undefined;
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
        fail({ answer: error instanceof Error ? error.message : String(error) }, false);
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
    runs = createRuns(needs);
  }

  /** Sends what comes next of each run, or waits until there may be something. False where the destination is gone. */
  async function step(): Promise<boolean> {
    const over = new AbortController();
    const woken = needs.signal.wait(AbortSignal.any([signal, over.signal]));
    try {
      const opened = await needs.destinations.open(name);
      if (!opened) return false;
      const reason = opened.ok ? await viewOf(opened.value).whyNot() : opened.reason;
      if (opened.ok && reason === undefined) {
        if (await advance(opened.value)) return true;
        const restMs = (runs.dueAt() ?? Infinity) - clock.now();
        await Promise.race([woken, clock.sleep(Math.max(0, Math.min(restMs, idleMs)), over.signal)]);
        return true;
      }
      fail({ answer: reason ?? '' }, true);
      await Promise.race([woken, clock.sleep(againMs, over.signal)]);
      return true;
    } finally {
      over.abort();
    }
  }

  function viewOf(destination: OpenDestination): View {
    const of = JSON.stringify([destination.head, destination.owner]);
    if (view?.of !== of) view = { of, view: createView(needs, destination) };
    return view.view;
  }

  async function advance(destination: OpenDestination): Promise<boolean> {
    unreadSince = undefined;
    const way: Way = { destination, view: viewOf(destination), backoff, signal, onOutcome };
    let hasMoved = false;
    for (const one of await records.forwardRuns.open(name)) hasMoved = (await runs.advance(one, way)) || hasMoved;
    // What fails to be sent is not got past.
    failure = undefined;
    return hasMoved;
  }

  function onOutcome(outcome: Outcome, { length }: readonly unknown[]): void {
    metrics.countCall(name, outcome.kind);
    if (outcome.kind === 'sent') failure = undefined;
    else if (outcome.kind === 'stopped') fail(outcome, true);
    else if (outcome.kind === 'retry' || length === 1) fail(outcome, false);
  }

  function fail({ answer, status }: Pick<Outcome, 'answer' | 'status'>, isStopped: boolean): void {
    failure = { since: failure?.since ?? clock.now(), answer: [status, answer].filter(Boolean).join(': '), isStopped };
  }

  return {
    ended: run(),
    restart: () => changed.abort(new Error('the destination was changed')),
    failure: () => failure,
    place: () => runs.place(),
    behindSince: () => runs.waitingSince() ?? unreadSince,
    advanced: () => (unreadSince ??= clock.nowMicros()),
  };
}

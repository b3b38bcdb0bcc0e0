import { invariant } from '../../base/index.ts';
import { durationMs } from '../duration.ts';
import type { AlertRule } from '../form.ts';
import { type Fit, fitOf, windowsOf } from './intervals.ts';
import { type Due, dueRuns, type Progress, type Run } from './runs.ts';
import { createTicks, type TicksOptions } from './ticks.ts';

/** What a query looks at. Microseconds. */
export type Window =
  /** Events that were received after the one moment, up to and with the other. */
  | { readonly kind: 'receipt'; readonly after: number; readonly through: number }
  /** Events that happened from the one moment on, before the other. */
  | { readonly kind: 'event'; readonly from: number; readonly to: number };

/** When a rule with a schedule is evaluated, and over what. */
export interface Timing {
  /** The first tick after a moment, in Unix milliseconds; undefined where there is none in the next years. */
  next(after: number): number | undefined;
  /** What is due, in order; see `dueRuns`. */
  due(progress: Progress, most: number): Due;
  /** What each query looks at in a run, in the order of the queries. */
  windows(run: Run): readonly Window[];
}

/** The timing of a rule that was checked and has a schedule. */
export function createTiming(rule: AlertRule, options: TicksOptions): Timing {
  const { schedule, time, delay } = rule;
  invariant(schedule, `rule "${rule.name}" has a schedule`);
  const ticks = createTicks(schedule, options);
  const windows = windowsOf(rule).map((window) => ({
    lengthMs: window === undefined ? undefined : durationMs(window),
    fit: fitOf(rule, window),
  }));
  const delayMs = delay === undefined ? 0 : durationMs(delay);
  return {
    next: (after) => ticks.next(after),
    due: (progress, most) =>
      // Over when events happened: it does not matter what is on its way.
      dueRuns(ticks, time === 'event' ? { ...progress, committed: progress.now * 1000 } : progress, most),
    windows: (run) =>
      windows.map(({ lengthMs, fit }) => {
        if (time !== 'event') return receiptWindow(run, lengthMs, fit);
        const to = run.tick - delayMs;
        const length = lengthMs ?? run.tick - (ticks.previous(run.tick) ?? run.tick);
        return { kind: 'event', from: (to - length) * 1000, to: to * 1000 };
      }),
  };
}

/**
 * A window as long as the time between ticks is what was received since the last run, which is a little more or less. A longer one looks back at
 * what was looked at before, and leaves out nothing; a shorter one leaves out, and looks at nothing twice.
 */
function receiptWindow({ after, through }: Run, lengthMs: number | undefined, { hasHoles, overlaps }: Fit): Window {
  if (lengthMs === undefined || (!hasHoles && !overlaps)) return { kind: 'receipt', after, through };
  const begin = through - lengthMs * 1000;
  const least = hasHoles && overlaps ? begin : hasHoles ? Math.max(begin, after) : Math.min(begin, after);
  return { kind: 'receipt', after: least, through };
}

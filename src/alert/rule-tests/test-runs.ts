import { parseRfc3339 } from '../../audit/index.ts';
import { type AlertRule, createTiming, durationMs, type Timing, type Window } from '../../rules/index.ts';
import type { RuleTest } from './test-events.ts';

/** An evaluation of a test. */
export interface TestRun {
  /** Unix milliseconds: what `now()` is. */
  readonly tick: number;
  /** Of each query of the rule. */
  readonly windows: readonly Window[];
}

/**
 * The evaluations after which a test looks at what fires: one, or as many as `threshold` and `noData` ask for, the last of them at `at`. An
 * immediate rule is evaluated once over all events: it is about each by itself.
 */
export function runsOf(rule: AlertRule, test: RuleTest, receipts: readonly number[]): readonly TestRun[] {
  const through = test.at === undefined ? Math.max(0, ...receipts) + delayMicros(rule) : parseRfc3339(test.at);
  if (!rule.schedule) {
    const windows = (rule.queries ?? [rule]).map(() => ({ kind: 'receipt', after: 0, through }) as const);
    return [{ tick: tickOf(through), windows }];
  }
  const timing = createTiming(rule, { timeZone: 'UTC' });
  const interval = intervalOf(timing, tickOf(through)) * 1000;
  const count = (rule.threshold ?? 1) + (rule.noData ? 1 : 0);
  return Array.from({ length: count }, (_, index) => {
    const end = through - (count - 1 - index) * interval;
    const tick = tickOf(end);
    return { tick, windows: timing.windows({ tick, after: end - interval, through: end }) };
  });
}

/** Milliseconds between two ticks. */
function intervalOf(timing: Timing, after: number): number {
  const first = timing.next(after) ?? after;
  return (timing.next(first) ?? first) - first;
}

/** Windows over when events happened end before the tick, and the delay before. */
function delayMicros({ time, delay }: AlertRule): number {
  return time === 'event' && delay !== undefined ? durationMs(delay) * 1000 : 0;
}

/** The first millisecond after a moment. */
function tickOf(micros: number): number {
  return Math.floor(micros / 1000) + 1;
}

import { durationMs } from '../duration.ts';
import type { AlertRule, Schedule } from '../form.ts';
import { createTicks } from './ticks.ts';

/** Milliseconds between ticks. Of days that are not 24 hours long nothing is made. */
export interface Intervals {
  readonly shortest: number;
  readonly longest: number;
}

/** A Thursday in a year with no leap day; which moment does not matter where nothing but distances are asked. */
const begin = Date.UTC(2026, 0, 1);
/** Of an expression in cron: a year of days, or six hours of minutes. */
const mostTicks = 366;
const yearMs = 366 * 24 * 3_600_000;

type ClockSchedule = Exclude<Schedule, { readonly every: string }>;

/** By the schedule's text: a rule asks once for each of its queries, and many rules share a schedule. */
const known = new Map<string, Intervals>();
const mostKnown = 200;

/** How far ticks of a schedule are from each other. */
export function intervalsOf(schedule: Schedule): Intervals {
  if ('every' in schedule) {
    const every = durationMs(schedule.every);
    return { shortest: every, longest: every };
  }
  const { timeZone: _anywhere, ...nominal } = { timeZone: undefined, ...schedule };
  const text = JSON.stringify(nominal);
  const before = known.get(text);
  if (before) return before;
  const intervals = measure(nominal);
  if (known.size >= mostKnown) known.clear();
  known.set(text, intervals);
  return intervals;
}

function measure(schedule: ClockSchedule): Intervals {
  // An offset is several times faster than a zone by name.
  const ticks = createTicks(schedule, { timeZone: '+00:00' });
  let last = ticks.next(begin);
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  // Ticks that are farther apart than that are measured once.
  const isEnough = (at: number): boolean => longest > 0 && at - begin > yearMs;
  for (let count = 0; count < mostTicks && last !== undefined && !isEnough(last); count++) {
    const next = ticks.next(last);
    if (next !== undefined) {
      shortest = Math.min(shortest, next - last);
      longest = Math.max(longest, next - last);
    }
    last = next;
  }
  return { shortest, longest };
}

/** How a window fits between the ticks: whether it leaves out what was received between two, and whether two see the same. */
export interface Fit {
  readonly hasHoles: boolean;
  readonly overlaps: boolean;
}

/** How the window of a query of a rule fits its schedule; left out, exactly. */
export function fitOf(rule: Pick<AlertRule, 'schedule'>, window: string | undefined): Fit {
  if (window === undefined || !rule.schedule) return { hasHoles: false, overlaps: false };
  const { shortest, longest } = intervalsOf(rule.schedule);
  const length = durationMs(window);
  return { hasHoles: length < longest, overlaps: length > shortest };
}

/** The windows of the queries of a rule, one each; undefined where it is what was received since the last run. */
export function windowsOf({ queries, window }: Pick<AlertRule, 'queries' | 'window'>): readonly (string | undefined)[] {
  return queries ? queries.map((query) => query.window ?? window) : [window];
}

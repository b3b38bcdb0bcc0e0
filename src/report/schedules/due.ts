import { createTicks, type Ticks } from '../../rules/index.ts';
import type { ReportSchedule } from './form.ts';

/** A run that is due. */
export interface DueRun {
  /** Unix milliseconds: what the report is of. */
  readonly at: number;
  /** When the next one is due after it. */
  readonly next: number | undefined;
  readonly missed: { readonly count: number; readonly since: number } | undefined;
}

/** Ticks that are counted when somebody comes back after years. */
const mostCounted = 10_000;

/** When a schedule is due; `timeZone` is the server's. */
export function ticksOf({ schedule, timeZone: own }: ReportSchedule, timeZone: string): Ticks {
  return createTicks(schedule, { timeZone: own ?? timeZone });
}

/**
 * What is due of a schedule whose next time was `dueAt`. Where several times have passed, the last of them stands for all. Where the clock
 * was set back, nothing is due, and the next time is nearer than it was.
 */
export function dueOf(ticks: Ticks, dueAt: number, now: number): DueRun | { readonly next: number | undefined } {
  const next = ticks.next(now);
  if (dueAt > now) return { next: Math.min(dueAt, next ?? dueAt) };
  let at = dueAt;
  let count = 0;
  for (let tick = ticks.next(at); tick !== undefined && tick <= now && count < mostCounted; tick = ticks.next(at)) {
    at = tick;
    count += 1;
  }
  if (count === mostCounted) at = ticks.previous(now) ?? at;
  return { at, next, missed: count === 0 ? undefined : { count, since: dueAt } };
}

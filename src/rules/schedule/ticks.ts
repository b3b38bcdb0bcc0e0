import { Cron } from 'croner';
import { invariant } from '../../base/index.ts';
import { durationMs } from '../duration.ts';
import type { Schedule } from '../form.ts';
import { readTimeZone, type TimeZone } from './time-zone.ts';

/** When a rule is evaluated, as moments in Unix milliseconds. */
export interface Ticks {
  /** The first one after a moment; undefined where there is none in the next years. */
  next(after: number): number | undefined;
  /** The last one before a moment. */
  previous(before: number): number | undefined;
}

export interface TicksOptions {
  /** Of schedules that name none; an IANA name. */
  readonly timeZone: string;
  /** By how much ticks of a fixed rate are behind its multiples since 1970: rules with different ones do not all run at once. */
  readonly phaseMs?: number;
}

/** What a schedule comes to. It was checked: an expression or zone that cannot be read is a bug. */
export function createTicks(schedule: Schedule, { timeZone, phaseMs = 0 }: TicksOptions): Ticks {
  if ('every' in schedule) return fixedRate(durationMs(schedule.every), phaseMs);
  const named = 'timeZone' in schedule ? schedule.timeZone : undefined;
  const zone = readTimeZone(named ?? timeZone);
  invariant(zone, `"${named ?? timeZone}" was checked to be a time zone`);
  return cronTicks(cronOf(schedule), zone);
}

function fixedRate(everyMs: number, phaseMs: number): Ticks {
  return {
    next: (after) => (Math.floor((after - phaseMs) / everyMs) + 1) * everyMs + phaseMs,
    previous: (before) => (Math.ceil((before - phaseMs) / everyMs) - 1) * everyMs + phaseMs,
  };
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

function cronOf(schedule: Exclude<Schedule, { readonly every: string }>): string {
  if ('cron' in schedule) return schedule.cron;
  if ('hourly' in schedule) return '0 * * * *';
  const [hour = '', minute = ''] = ('daily' in schedule ? schedule.daily : schedule.at).split(':');
  const day = 'weekly' in schedule ? weekdays.indexOf(schedule.weekly) : '*';
  return `${Number(minute)} ${Number(hour)} * * ${day}`;
}

function cronTicks(expression: string, zone: TimeZone): Ticks {
  const cron = openCron(expression, zone);
  return {
    next: (after) => cron.nextRun(new Date(after))?.getTime(),
    previous: (before) => cron.previousRuns(1, new Date(before))[0]?.getTime(),
  };
}

/** Throws what the package throws where it cannot read the expression. Five fields; `0/5` is taken as SLS writes it. */
export function openCron(expression: string, zone: TimeZone): Cron {
  return new Cron(expression, {
    mode: '5-part',
    sloppyRanges: true,
    paused: true,
    ...('name' in zone ? { timezone: zone.name } : { utcOffset: zone.offsetMinutes }),
  });
}

import { invariant } from '../../base/index.ts';
import type { AlertPolicy } from '../form.ts';
import { readTimeZone, type TimeZone } from '../schedule/time-zone.ts';

/** Hours of a week in which a route tells, or does not. */
export type Hours = NonNullable<AlertPolicy['routes'][number]['hours']>;

const dayMinutes = 24 * 60;
const minuteMs = 60_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Where a moment stands in the week of a zone. */
interface LocalTime {
  /** From Sunday. */
  readonly day: number;
  readonly minute: number;
}

/** Says whether a route tells at a moment (Unix milliseconds). Hours begin at `from` and end before `to`; those that pass midnight belong to the day on which they begin. */
export function tellsAt(hours: Hours, now: number): boolean {
  return isWithin(hours, localTime(zoneOf(hours), now)) === (hours.tell === 'worktime');
}

/** When a route that does not tell now tells next, in Unix milliseconds; undefined where it never does. */
export function tellsNext(hours: Hours, now: number): number | undefined {
  const zone = zoneOf(hours);
  const edges = [0, minuteOf(hours.from), minuteOf(hours.to), dayMinutes];
  let at = Math.floor(now / minuteMs) * minuteMs;
  // From edge to edge of each day; a clock that is changed on the way moves them, so the loop looks where it has come to.
  for (let step = 0; step < 60; step += 1) {
    const { minute } = localTime(zone, at);
    const next = Math.min(...edges.filter((edge) => edge > minute));
    at += (next - minute) * minuteMs;
    if (tellsAt(hours, at)) return backToEdge(hours, at);
  }
  return undefined;
}

/** The first minute of the stretch: where the clock was put forward, the edge was passed before. */
function backToEdge(hours: Hours, at: number): number {
  let first = at;
  for (let step = 0; step < 180 && tellsAt(hours, first - minuteMs); step += 1) first -= minuteMs;
  return first;
}

function isWithin({ days, from, to }: Hours, { day, minute }: LocalTime): boolean {
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const includes = (one: number): boolean => {
    const name = weekdays[(one + 7) % 7];
    return name !== undefined && days.includes(name);
  };
  if (begin < end) return includes(day) && minute >= begin && minute < end;
  return (includes(day) && minute >= begin) || (includes(day - 1) && minute < end);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function zoneOf({ timeZone }: Hours): TimeZone {
  const zone = readTimeZone(timeZone);
  invariant(zone !== undefined, `zone "${timeZone}" was checked`);
  return zone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(zone: TimeZone, now: number): LocalTime {
  if ('offsetMinutes' in zone) {
    const local = new Date(now + zone.offsetMinutes * minuteMs);
    return { day: local.getUTCDay(), minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
  }
  const parts = new Map(
    formatOf(zone.name)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  const day = weekdays.findIndex((name) => name === parts.get('weekday')?.toLowerCase());
  return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

/** Building one takes far longer than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

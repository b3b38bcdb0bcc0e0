import { fromWall, toWall } from './time-zone.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const clock = String.raw`(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?`;
/** `2021-05-24T08:30:54Z`, with a blank instead of the `T`, without a zone, and with one as `+08:00` or `+0800`. */
const iso = new RegExp(String.raw`(?<!\d)(\d{4})-(\d{2})-(\d{2})[T ]${clock} ?(Z|UTC|[+-]\d{2}:?\d{2})?(?!\d)`, 'i');
/** `I0524 08:30:54.123456`: severity, month and day, as klog writes them. */
const klog = new RegExp(String.raw`(?:^|\s)[IWEF](\d{2})(\d{2}) ${clock}`);
/** `May 24 08:30:54`, as RFC 3164 has it. */
const syslog = new RegExp(String.raw`(?<!\w)(${months.join('|')}) {1,2}(\d{1,2}) ${clock}`, 'i');
/** Seconds, milliseconds, microseconds or nanoseconds since 1970, by how many digits there are. */
const unix = /^(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.\d+)?$/;

/**
 * The moment that a text tells, in Unix milliseconds: a time alone, or a line of a log with one in it. Times that name no zone are of the
 * given one, but for klog's, whose programs run in UTC. A year that is left out is the one that brings the moment closest before
 * `now`. Undefined where the text tells none.
 */
export function momentIn(text: string, zone: string, now: number): number | undefined {
  const trimmed = text.trim();
  const number = unix.exec(trimmed);
  if (number) return fromUnix(number[1] ?? '', trimmed);
  return fromIso(text, zone) ?? fromKlog(text, now) ?? fromSyslog(text, zone, now);
}

function fromUnix(whole: string, text: string): number | undefined {
  const digits = whole.length;
  const perMillisecond = digits >= 18 ? 1e6 : digits >= 15 ? 1e3 : digits >= 12 ? 1 : 1e-3;
  // The nanoseconds of a text may be more than a double counts: milliseconds do not need them.
  const millis = Math.floor(Number(digits >= 12 ? whole : text) / perMillisecond);
  return Number.isSafeInteger(millis) ? millis : undefined;
}

function fromIso(text: string, zone: string): number | undefined {
  const found = iso.exec(text);
  if (!found) return undefined;
  const [year, month, day] = found.slice(1, 4).map(Number);
  const offset = found[8]?.toUpperCase();
  const wall = wallOf(year ?? 0, month ?? 0, day ?? 0, found.slice(4, 8));
  if (!wall) return undefined;
  if (offset === undefined) return fromWall(wall, zone);
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})/.exec(offset) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return fromWall(wall, 'UTC') + (sign === '-' ? shift : -shift);
}

function fromKlog(text: string, now: number): number | undefined {
  const found = klog.exec(text);
  return found ? latest(Number(found[1]), Number(found[2]), found.slice(3, 7), 'UTC', now) : undefined;
}

function fromSyslog(text: string, zone: string, now: number): number | undefined {
  const found = syslog.exec(text);
  if (!found) return undefined;
  const month = months.indexOf((found[1] ?? '').toLowerCase()) + 1;
  return latest(month, Number(found[2]), found.slice(3, 7), zone, now);
}

/** The last moment of this month, day and time that is not past now by more than a day: clocks differ, and so do zones. */
function latest(
  month: number,
  day: number,
  time: readonly (string | undefined)[],
  zone: string,
  now: number,
): number | undefined {
  const { year } = toWall(now + 86_400_000, zone);
  // The 29th of February is there every fourth year, and once every eighth.
  for (let back = 0; back <= 8; back += 1) {
    const wall = wallOf(year - back, month, day, time);
    const instant = wall && fromWall(wall, zone);
    if (instant !== undefined && instant <= now + 86_400_000) return instant;
  }
  return undefined;
}

/** A date and a time of the clock; undefined where no calendar has them. */
function wallOf(year: number, month: number, day: number, time: readonly (string | undefined)[]) {
  const [hour = 0, minute = 0, second = 0] = time.slice(0, 3).map(Number);
  const millisecond = Number((time[3] ?? '').slice(0, 3).padEnd(3, '0'));
  const daysOfMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth && hour < 24 && minute < 60 && second < 60;
  return isReal ? { year, month, day, hour, minute, second, millisecond } : undefined;
}

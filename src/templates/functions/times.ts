import { said } from '../../base/index.ts';
import { textOf } from '../values.ts';
import type { Context, Functions } from './function.ts';
import { asNumber } from './numbers.ts';

/** Seconds above this are milliseconds: of the year 5138 otherwise. */
const mostSeconds = 1e11;
/** What a Date can be. */
const mostMs = 8.64e15;

/** Unix milliseconds of Unix seconds or milliseconds, or of a text in RFC 3339. */
function momentOf(value: unknown, { fail }: Context): number {
  const number = asNumber(value);
  const ms = number === undefined ? Date.parse(textOf(value, fail)) : number > mostSeconds ? number : number * 1000;
  return Math.abs(ms) <= mostMs ? ms : fail(said`a time is Unix seconds, or a text such as 2026-11-28T09:00:00Z`);
}

const names = new Map<string, Intl.DateTimeFormat>();

/** A formatter is slow to make; zones are few, and those of templates are not kept beyond that. */
function formatterOf(zone: string, { fail }: Context): Intl.DateTimeFormat {
  const known = names.get(zone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      weekday: 'short',
      timeZoneName: 'longOffset',
    });
    if (names.size >= 100) names.clear();
    names.set(zone, made);
    return made;
  } catch {
    return fail(said`a time zone is a name such as Asia/Shanghai, or an offset such as +08:00`);
  }
}

function formatDate([value, zone, format]: readonly unknown[], context: Context): string {
  const ms = momentOf(value, context);
  const name = textOf(zone ?? 'UTC', context.fail).replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const parts = Object.fromEntries(
    formatterOf(name, context)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '', weekday = '' } = parts;
  const offset = (parts['timeZoneName'] ?? '').replace('GMT', '') || '+00:00';
  const fields: Readonly<Record<string, string>> = {
    Y: year.padStart(4, '0'),
    m: month,
    d: day,
    H: hour,
    M: minute,
    S: second,
    F: `${year.padStart(4, '0')}-${month}-${day}`,
    T: `${hour}:${minute}:${second}`,
    a: weekday,
    f: String(Math.floor((((ms % 1000) + 1000) % 1000) * 1000)).padStart(6, '0'),
    z: offset.replace(':', ''),
    '%': '%',
  };
  const pattern = textOf(format ?? '%Y-%m-%d %H:%M:%S', context.fail);
  return pattern.replace(/%([A-Za-z%])/g, (whole, field: string) => fields[field] ?? whole);
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const;

/** Seconds as `1d2h3m4s`, without what is zero. */
function formatDuration([value]: readonly unknown[], { fail }: Context): string {
  const seconds = asNumber(value) ?? fail(said`format_duration takes seconds`);
  let rest = Math.floor(Math.abs(seconds));
  let text = '';
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : `${seconds < 0 ? '-' : ''}${text}`;
}

export const times: Functions = {
  parse_date: { run: ([value], context) => momentOf(value, context) / 1000 },
  timestamp: { run: ([value], context) => Math.floor(momentOf(value, context) / 1000) },
  format_date: { run: formatDate },
  format_duration: { run: formatDuration },
};

const microsPerDay = 86_400_000_000n;

/** Days since 1970 of a proleptic Gregorian date, or null where there is no such day. Years 1 to 9999. */
export function daysOf(year: number, month: number, day: number): number | null {
  if (year < 1 || year > 9999) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? Math.round(date.getTime() / 86_400_000) : null;
}

/** Reads a date as Trino's literals write one: `2020-2-9`. Microseconds since 1970, or null. */
export function parseDate(text: string): bigint | null {
  const match = /^\s*\+?(\d{1,6})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
  if (!match) return null;
  const days = daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return days === null ? null : BigInt(days) * microsPerDay;
}

/** A point of time as text gives it: the wall clock in microseconds, decimals of the second, and a zone if it has one. */
export interface ParsedTimestamp {
  readonly micros: bigint;
  readonly precision: number;
  readonly zone: string | null;
}

const timestampPattern =
  /^\s*\+?(\d{1,6})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,12}))?)?)?\s*(?: ?([+-][0-9:]{1,6})| ([A-Za-z][\w/+:-]*))?\s*$/;

/** Reads a timestamp as Trino's literals write one, or null. Decimals beyond the sixth are rounded off. */
export function parseTimestamp(text: string): ParsedTimestamp | null {
  const match = timestampPattern.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset, name] = match;
  const days = daysOf(Number(year), Number(month), Number(day));
  const time = microsOfDay(Number(hour), Number(minute), Number(second), fraction);
  if (days === null || time === null) return null;
  return {
    micros: BigInt(days) * microsPerDay + time,
    precision: Math.min(6, fraction.length),
    zone: offset ?? name ?? null,
  };
}

/** Reads a time of day, `12:34`, `12:34:56.789`. Microseconds since midnight and decimals, or null. */
export function parseTime(text: string): { readonly micros: bigint; readonly precision: number } | null {
  const match = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,12}))?)?$/.exec(text);
  if (!match) return null;
  const [, hour, minute, second = '0', fraction = ''] = match;
  const micros = microsOfDay(Number(hour), Number(minute), Number(second), fraction);
  return micros === null ? null : { micros, precision: Math.min(6, fraction.length) };
}

function microsOfDay(hour: number, minute: number, second: number, fraction: string): bigint | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  const digits = fraction.padEnd(7, '0');
  const micros = Math.round(Number(digits.slice(0, 7)) / 10);
  return BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt(micros);
}

const dayUnits: Readonly<Record<string, number>> = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1_000 };
const dayUnitOrder = ['day', 'hour', 'minute', 'second'];

/** Reads the text of an interval of days to seconds; milliseconds, or null. */
export function parseDayInterval(text: string, unit: string, to: string | null): bigint | null {
  if (to === null) {
    if (!/^\d+(\.\d{1,3})?$/.test(text)) return null;
    if (unit !== 'second' && text.includes('.')) return null;
    return BigInt(Math.round(Number(text) * (dayUnits[unit] ?? 0)));
  }
  const names = dayUnitOrder.slice(dayUnitOrder.indexOf(unit), dayUnitOrder.indexOf(to) + 1);
  const parts = text.split(/[ :]/);
  if (parts.length !== names.length || parts.some((part) => !/^\d+(\.\d{1,3})?$/.test(part))) return null;
  return parts.reduce(
    (sum, part, index) => sum + BigInt(Math.round(Number(part) * (dayUnits[names[index] ?? ''] ?? 0))),
    0n,
  );
}

/** Reads the text of an interval of years and months; months, or null. */
export function parseYearInterval(text: string, unit: string, to: string | null): bigint | null {
  const match = to === null ? /^(\d+)$/.exec(text) : /^(\d+)-(\d+)$/.exec(text);
  if (!match) return null;
  const [, first = '0', second = '0'] = match;
  return to === null ? BigInt(first) * (unit === 'year' ? 12n : 1n) : BigInt(first) * 12n + BigInt(second);
}

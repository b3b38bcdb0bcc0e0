import { said } from '../../base/index.ts';
import { literal, parameter, sql, type SqlNode } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { called, scalarsOf } from './define.ts';
import { dayOf, dayOfWeek, yearStart } from './date-iso.ts';

const scalar = scalarsOf('date');

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const monthPattern =
  '(?i:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)';
const weekdayPattern = '(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)';

/** What a letter reads, as a regular expression. Letters of one field share its first one. */
const letters: Readonly<Record<string, { readonly field: string; readonly pattern: string }>> = {
  Y: { field: 'Y', pattern: '[+-]?\\d{1,4}' },
  y: { field: 'y', pattern: '\\d{2}' },
  m: { field: 'm', pattern: '\\d{1,2}' },
  c: { field: 'm', pattern: '\\d{1,2}' },
  b: { field: 'M', pattern: monthPattern },
  M: { field: 'M', pattern: monthPattern },
  d: { field: 'd', pattern: '\\d{1,2}' },
  e: { field: 'd', pattern: '\\d{1,2}' },
  j: { field: 'j', pattern: '\\d{1,3}' },
  v: { field: 'v', pattern: '\\d{1,2}' },
  x: { field: 'x', pattern: '[+-]?\\d{1,4}' },
  a: { field: 'W', pattern: weekdayPattern },
  W: { field: 'W', pattern: weekdayPattern },
  H: { field: 'H', pattern: '\\d{1,2}' },
  k: { field: 'H', pattern: '\\d{1,2}' },
  h: { field: 'h', pattern: '\\d{1,2}' },
  I: { field: 'h', pattern: '\\d{1,2}' },
  l: { field: 'h', pattern: '\\d{1,2}' },
  p: { field: 'p', pattern: '(?i:am|pm)' },
  i: { field: 'i', pattern: '\\d{1,2}' },
  s: { field: 's', pattern: '\\d{1,2}' },
  S: { field: 's', pattern: '\\d{1,2}' },
  f: { field: 'f', pattern: '\\d{1,9}' },
};

function escaped(character: string): string {
  return /^[\\^$.*+?()[\]{}|]$/.test(character) ? `\\${character}` : character;
}

/** A format as a regular expression, with the number of the group that holds each field. */
function readFormat(
  format: string,
): { readonly pattern: string; readonly groups: ReadonlyMap<string, number> } | string {
  const groups = new Map<string, number>();
  let pattern = '';
  let count = 0;
  const characters = Array.from(format.replaceAll('%T', '%H:%i:%s').replaceAll('%r', '%h:%i:%s %p'));
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (character !== '%') {
      pattern += escaped(character);
      continue;
    }
    const letter = characters[++index];
    if (letter === undefined) break;
    if (/^[UuVwXD]$/.test(letter)) return `%${letter} not supported in date format string`;
    const known = Object.hasOwn(letters, letter) ? letters[letter] : undefined;
    if (!known) {
      pattern += escaped(letter);
      continue;
    }
    count++;
    groups.set(known.field, count);
    pattern += `(${known.pattern})`;
  }
  return { pattern: `^${pattern}$`, groups };
}

function parse(call: EmitCall, text: SqlNode): SqlNode {
  const format = call.literal(1);
  if (format === null) return sql`NULL`;
  if (typeof format !== 'string') return call.reject(said`The format must be a constant`, 1);
  if (format === '' || format === '%') return call.reject(said`'${format}' is not a date format`, 1);
  const read = readFormat(format);
  if (typeof read === 'string') return call.reject(read, 1);
  const found = call.name(
    sql`extractGroups(${text}, ${parameter(read.groups.size === 0 ? `(${read.pattern})` : read.pattern, 'String')})`,
  );
  const group = (field: string) => {
    const index = read.groups.get(field);
    return index === undefined ? null : sql`arrayElement(${found}, ${index})`;
  };
  const { date, checks: dateChecks } = dateOf(call, group);
  const { seconds, millis, checks } = clockOf(group);
  const wrong = [sql`empty(${found})`, ...dateChecks, ...checks];
  const failed = wrong.length === 1 ? sql`${wrong}` : sql`or(${wrong})`;
  const value = sql`addMilliseconds(addSeconds(${date}, ${seconds}), ${millis})`;
  return call.check(failed, 'INVALID_FUNCTION_ARGUMENT', said`The text is no time of the format '${format}'`, value);
}

type Groups = (field: string) => SqlNode | null;

function number(text: SqlNode | null, otherwise: number): SqlNode {
  return text === null ? sql`toInt32(${otherwise})` : sql`toInt32OrZero(${text})`;
}

function placeIn(text: SqlNode, names: readonly string[]): SqlNode {
  return sql`toInt32(indexOf([${names.map(literal)}], lower(substring(${text}, 1, 3))))`;
}

/** Midnight of the day that the groups tell, and conditions of there being none. */
function dateOf(call: EmitCall, group: Groups): { readonly date: SqlNode; readonly checks: readonly SqlNode[] } {
  const checks: SqlNode[] = [];
  const short = group('y');
  // 70 to 69 are 1970 to 2069.
  const year =
    short === null
      ? number(group('Y'), 1970)
      : sql`plus(${number(short, 0)}, if(less(${number(short, 0)}, 70), 2000, 1900))`;
  const named = group('M');
  const month = named === null ? number(group('m'), 1) : placeIn(named, months);
  const weekday = group('W');
  let date: SqlNode;
  if (group('j') !== null) {
    date = call.name(sql`addDays(${yearStart(year)}, minus(${number(group('j'), 1)}, 1))`);
    checks.push(sql`notEquals(toYear(${date}), ${year})`);
  } else if (group('v') !== null || group('x') !== null) {
    const weekYear = number(group('x'), 1970);
    date = call.name(
      dayOfWeek(weekYear, number(group('v'), 1), weekday === null ? sql`1` : placeIn(weekday, weekdays)),
    );
    checks.push(sql`notEquals(toISOYear(${date}), ${weekYear})`);
    return { date, checks };
  } else {
    date = call.name(dayOf(year, month, number(group('d'), 1)));
    checks.push(sql`notEquals(toMonth(${date}), ${month})`);
  }
  if (weekday !== null) {
    date = call.name(sql`addDays(${date}, minus(${placeIn(weekday, weekdays)}, toDayOfWeek(${date})))`);
  }
  return { date, checks };
}

/** The time of day that the groups tell, and conditions of there being none. */
function clockOf(group: Groups): {
  readonly seconds: SqlNode;
  readonly millis: SqlNode;
  readonly checks: readonly SqlNode[];
} {
  const [hour, half, minute, second] = [group('H'), group('h'), group('i'), group('s')];
  const checks: SqlNode[] = [];
  if (hour !== null) checks.push(sql`greater(${number(hour, 0)}, 23)`);
  if (half !== null) checks.push(sql`or(less(${number(half, 0)}, 1), greater(${number(half, 0)}, 12))`);
  if (minute !== null) checks.push(sql`greater(${number(minute, 0)}, 59)`);
  if (second !== null) checks.push(sql`greater(${number(second, 0)}, 59)`);
  const afternoon = group('p');
  const twelve = afternoon === null ? sql`0` : sql`if(equals(lower(${afternoon}), 'pm'), 12, 0)`;
  const hours = hour === null && half !== null ? sql`plus(modulo(${number(half, 0)}, 12), ${twelve})` : number(hour, 0);
  const seconds = sql`plus(plus(multiply(${hours}, 3600), multiply(${number(minute, 0)}, 60)), ${number(second, 0)})`;
  const fraction = group('f');
  const millis = fraction === null ? sql`0` : sql`toInt32OrZero(rightPad(substring(${fraction}, 1, 3), 3, '0'))`;
  return { seconds, millis, checks };
}

export const dateParseFunctions = [
  scalar(
    'date_parse',
    [
      'Time of a text by a format as that of date_format.',
      '按格式（同 date_format）解析文本为时间。',
      'date_format と同じ書式でテキストを時刻にします。',
    ],
    "date_parse('2026-11-20 18:05', '%Y-%m-%d %H:%i')",
    called('(varchar, varchar) -> timestamp(3)', parse),
  ),
];

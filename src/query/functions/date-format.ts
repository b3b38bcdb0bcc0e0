import { said } from '../../base/index.ts';
import { sql, type SqlNode, parameter } from '../types/index.ts';
import type { EmitCall, Overload } from './catalogue.ts';
import { composed, scalarsOf } from './define.ts';
import { microsOf, momentTypes, wallOf } from './date-moment.ts';

const scalar = scalarsOf('date');

/** Letters that ClickHouse prints as MySQL does, and those that stand for several. */
const engineLetters: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  d: '%d',
  H: '%H',
  h: '%h',
  I: '%h',
  i: '%i',
  j: '%j',
  M: '%M',
  m: '%m',
  p: '%p',
  r: '%h:%i:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%i:%S',
  W: '%W',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

function twoDigits(number: SqlNode): SqlNode {
  return sql`leftPad(toString(${number}), 2, '0')`;
}

/** Letters that are computed. %D, %V and %w are SLS's. */
const computedLetters: Readonly<Record<string, (wall: SqlNode) => SqlNode>> = {
  c: (wall) => sql`toString(toMonth(${wall}))`,
  D(wall) {
    const day = sql`toDayOfMonth(${wall})`;
    const suffix = sql`multiIf(in(${day}, tuple(11, 12, 13)), 'th', transform(modulo(${day}, 10), [1, 2, 3], ['st', 'nd', 'rd'], 'th'))`;
    return sql`concat(toString(${day}), ${suffix})`;
  },
  e: (wall) => sql`toString(toDayOfMonth(${wall}))`,
  f: (wall) => sql`leftPad(toString(positiveModulo(${microsOf(wall)}, 1000000)), 6, '0')`,
  k: (wall) => sql`toString(toHour(${wall}))`,
  l: (wall) => sql`toString(plus(modulo(plus(toHour(${wall}), 11), 12), 1))`,
  // Weeks from Sunday; the first holds the first Sunday of the year, days before are in the last of the year before.
  V(wall) {
    const week = (time: SqlNode) =>
      sql`intDiv(minus(plus(toDayOfYear(${time}), 6), modulo(toDayOfWeek(${time}), 7)), 7)`;
    const lastOfBefore = sql`addDays(${wall}, negate(toDayOfYear(${wall})))`;
    return twoDigits(sql`if(equals(${week(wall)}, 0), ${week(lastOfBefore)}, ${week(wall)})`);
  },
  v: (wall) => twoDigits(sql`toISOWeek(${wall})`),
  w: (wall) => sql`toString(modulo(toDayOfWeek(${wall}), 7))`,
  x: (wall) => sql`leftPad(toString(toISOYear(${wall})), 4, '0')`,
};

const refusedLetters = /^[UuX]$/;

/** The text of a wall clock by a constant format; any other letter stands for itself. */
function formatted(call: EmitCall, wall: SqlNode): SqlNode {
  const format = call.literal(1);
  if (format === null) return sql`NULL`;
  if (typeof format !== 'string') return call.reject(said`The format must be a constant`, 1);
  if (format === '' || format === '%') return call.reject(said`'${format}' is not a date format`, 1);
  const pieces: SqlNode[] = [];
  let pending = '';
  const flush = () => {
    if (pending !== '') pieces.push(sql`formatDateTime(${wall}, ${parameter(pending, 'String')})`);
    pending = '';
  };
  const characters = Array.from(format);
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    if (character !== '%') {
      pending += character;
      continue;
    }
    const letter = characters[++index];
    if (letter === undefined) break;
    if (refusedLetters.test(letter)) return call.reject(said`%${letter} not supported in date format string`, 1);
    const computed = Object.hasOwn(computedLetters, letter) ? computedLetters[letter] : undefined;
    if (computed) {
      flush();
      pieces.push(computed(wall));
    } else pending += (Object.hasOwn(engineLetters, letter) ? engineLetters[letter] : undefined) ?? letter;
  }
  flush();
  return pieces.length === 1 ? sql`${pieces}` : sql`concat(${pieces})`;
}

export const dateFormatFunctions = [
  scalar(
    'date_format',
    [
      'Text of a time by a format: %Y year, %m month, %d day, %H hour, %i minute, %s second, %T time, %W weekday …',
      '按格式输出时间：%Y 年、%m 月、%d 日、%H 时、%i 分、%s 秒、%T 时间、%W 星期等。',
      '書式に従った時刻のテキスト：%Y 年、%m 月、%d 日、%H 時、%i 分、%s 秒、%T 時刻、%W 曜日など。',
    ],
    "date_format(from_unixtime(__time__), '%Y-%m-%d %H:%i:%s')",
    ...momentTypes.map((type): Overload =>
      composed(`(${type}, varchar) -> varchar`, (call, value) => formatted(call, wallOf(call, value, type))),
    ),
  ),
];

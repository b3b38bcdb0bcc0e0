import { said } from '../../base/index.ts';
import type { CatalogueFunction, EmitCall } from './catalogue.ts';
import { type Doc, called, composed, scalarsOf } from './define.ts';
import { fromMicros, instantOfMoment, instantOfSeconds, microsOf, momentTypes, ownZone } from './date-moment.ts';
import { zonedValue, type MadeTuple, sql, type SqlNode, parameter } from '../types/index.ts';
import { isKnownZone, wallOfInstant } from './zone.ts';

const scalar = scalarsOf('date');

/** The time of the statement, which all of it shares, to the millisecond. */
function now(call: EmitCall): SqlNode {
  return fromMicros(sql`toInt64(${Math.floor(call.nowMicros / 1000) * 1000})`);
}

function wallNow(call: EmitCall): SqlNode {
  return wallOfInstant(now(call), ownZone(call), call.zones);
}

const dayMicros = 86_400_000_000;

function clock(
  name: string | readonly [string, ...string[]],
  type: string,
  doc: Doc,
  emit: (call: EmitCall) => SqlNode | MadeTuple,
): CatalogueFunction {
  const first = typeof name === 'string' ? name : name[0];
  return scalar(
    name,
    doc,
    first === 'now' ? 'now()' : first,
    called(`() -> ${type}`, emit),
    called(`(bigint) -> ${type}`, emit),
  );
}

/** `+08:00` of constant hours and minutes. */
function offsetZone(call: EmitCall): string {
  const [hours, minutes] = [Number(call.literal(1)), Number(call.literal(2))];
  const total = hours * 60 + minutes;
  if (!Number.isInteger(total) || Math.abs(total) > 14 * 60)
    return call.reject(said`A time zone is at most 14 hours from UTC`, 1);
  const size = Math.abs(total);
  const text = `${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
  return `${total < 0 ? '-' : '+'}${text}`;
}

function namedZone(call: EmitCall): string {
  const name = call.literal(1);
  if (name === null) return call.timeZone;
  if (typeof name !== 'string' || !isKnownZone(name)) return call.reject(said`This is not a valid time zone`, 1);
  return name;
}

const zoned = 'timestamp(3) with time zone';
const kinds = ['bigint', 'double'] as const;

export const dateNowFunctions = [
  clock(
    ['now', 'current_timestamp'],
    zoned,
    ['Time of the statement, in its time zone.', '语句执行时刻（带时区）。', '文を実行した時刻（タイムゾーン付き）。'],
    (call) => zonedValue(now(call), parameter(call.timeZone, 'String')),
  ),
  clock(
    'localtimestamp',
    'timestamp(3)',
    [
      'Time of the statement as its time zone shows it.',
      '语句执行时刻（不带时区）。',
      '文を実行した時刻（タイムゾーンなし）。',
    ],
    wallNow,
  ),
  clock('current_date', 'date', ['Date of the statement.', '当前日期。', '今日の日付。'], (call) =>
    fromMicros(sql`multiply(intDiv(${microsOf(wallNow(call))}, ${dayMicros}), ${dayMicros})`),
  ),
  clock(
    ['localtime', 'current_time'],
    'time(3)',
    ['Time of day of the statement.', '当前时刻。', '現在の時刻。'],
    (call) => sql`positiveModulo(${microsOf(wallNow(call))}, toInt64(${dayMicros}))`,
  ),
  scalar(
    'current_timezone',
    ['Name of the time zone of the statement.', '语句使用的时区名称。', '文のタイムゾーン名。'],
    'current_timezone()',
    called('() -> varchar', (call) => parameter(call.timeZone, 'String')),
  ),
  scalar(
    'from_unixtime',
    [
      'Time of Unix seconds, in the time zone of the statement or in a given one.',
      '把 Unix 秒转换为时间（语句时区或指定时区）。',
      'Unix 秒を時刻にします（文のタイムゾーン、または指定のもの）。',
    ],
    'from_unixtime(__time__)',
    ...kinds.flatMap((kind) => [
      called(`(${kind}) -> ${zoned}`, (call, seconds) =>
        zonedValue(instantOfSeconds(seconds, kind), parameter(call.timeZone, 'String')),
      ),
      called(`(${kind}, varchar) -> ${zoned}`, (call, seconds) =>
        zonedValue(instantOfSeconds(seconds, kind), parameter(namedZone(call), 'String')),
      ),
      called(`(${kind}, bigint, bigint) -> ${zoned}`, (call, seconds) =>
        zonedValue(instantOfSeconds(seconds, kind), parameter(offsetZone(call), 'String')),
      ),
    ]),
  ),
  scalar(
    'to_unixtime',
    ['Unix seconds of a time, with fractions.', '时间对应的 Unix 秒（含小数）。', '時刻の Unix 秒（小数を含む）。'],
    'to_unixtime(current_timestamp)',
    ...momentTypes.map((type) =>
      composed(
        `(${type}) -> double`,
        (call, value) => sql`divide(${microsOf(instantOfMoment(call, value, type))}, 1000000)`,
      ),
    ),
  ),
  scalar(
    'date',
    ['Date of a time or of a text.', '时间或文本的日期。', '時刻またはテキストの日付。'],
    'date(from_unixtime(__time__))',
    ...(['varchar', 'date', 'timestamp(p)', zoned.replace('(3)', '(p)')] as const).map((type) =>
      composed(`(${type}) -> date`, (call, value) => {
        const [from] = call.argumentTypes;
        if (!from) throw new Error('BUG: date() lacks its argument');
        if (type === 'varchar') call.mayBeNull();
        return call.cast(value, from, { kind: 'date' });
      }),
    ),
  ),
];

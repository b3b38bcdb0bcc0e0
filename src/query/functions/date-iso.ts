import { said } from '../../base/index.ts';
import {
  type Type,
  varcharOf,
  literal,
  type Operand,
  instantOf,
  zonedValue,
  sql,
  type SqlNode,
  parameter,
} from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { composed, called, letIn, plain, scalarsOf } from './define.ts';
import { carriedZone, fromMicros, instantOfMoment, microsOf, ownZone, wallOf } from './date-moment.ts';
import { instantOfWall, offsetAt } from './zone.ts';

const scalar = scalarsOf('date');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

/** Groups: year, month, day, day of year, week, day of week. */
const datePattern = String.raw`([+-]?\d{4})(?:-(\d{2})(?:-(\d{2}))?|-(\d{3})|-W(\d{2})(?:-(\d))?)?`;
/** Groups: hour, minute, second, fraction, zone. */
const timePattern = String.raw`(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?`;

function matched(text: SqlNode, pattern: string): SqlNode {
  return sql`extractGroups(${text}, ${literal(pattern)})`;
}

function number(groups: SqlNode, index: number, otherwise: number): SqlNode {
  return sql`toInt32OrDefault(arrayElement(${groups}, ${index}), toInt32(${otherwise}))`;
}

/** The first of January of a year. */
export function yearStart(year: SqlNode): SqlNode {
  return sql`addYears(${fromMicros(sql`toInt64(0)`)}, minus(${year}, 1970))`;
}

/** Midnight of a day by year, month and day; too large a day goes on into the next month. */
export function dayOf(year: SqlNode, month: SqlNode, day: SqlNode): SqlNode {
  return sql`addDays(addMonths(${yearStart(year)}, minus(${month}, 1)), minus(${day}, 1))`;
}

/** A day of an ISO week: the fourth of January is always in the first. */
export function dayOfWeek(year: SqlNode, week: SqlNode, day: SqlNode): SqlNode {
  const fourth = sql`addDays(${yearStart(year)}, 3)`;
  return sql`addDays(${fourth}, minus(plus(multiply(minus(${week}, 1), 7), ${day}), toDayOfWeek(${fourth})))`;
}

/** Midnight of the date in the first groups. */
function dateOf(groups: SqlNode): SqlNode {
  const [year, month, day] = [number(groups, 1, 1970), number(groups, 2, 1), number(groups, 3, 1)];
  const byDay = sql`addDays(${yearStart(year)}, minus(${number(groups, 4, 1)}, 1))`;
  const byWeek = dayOfWeek(year, number(groups, 5, 1), number(groups, 6, 1));
  return sql`multiIf(notEquals(arrayElement(${groups}, 4), ''), ${byDay}, notEquals(arrayElement(${groups}, 5), ''), ${byWeek}, ${dayOf(year, month, day)})`;
}

/** A condition: whether there is no such date. */
function isNoDate(groups: SqlNode, date: SqlNode): SqlNode {
  const has = (index: number) => sql`notEquals(arrayElement(${groups}, ${index}), '')`;
  const wrongMonth = sql`and(${has(2)}, notEquals(toMonth(${date}), ${number(groups, 2, 1)}))`;
  const wrongYear = sql`and(${has(4)}, notEquals(toYear(${date}), ${number(groups, 1, 1970)}))`;
  const wrongWeek = sql`and(${has(5)}, notEquals(toISOYear(${date}), ${number(groups, 1, 1970)}))`;
  const wrongDay = sql`and(${has(6)}, not(in(${number(groups, 6, 1)}, tuple(1, 2, 3, 4, 5, 6, 7))))`;
  return sql`or(empty(${groups}), ${wrongMonth}, ${wrongYear}, ${wrongWeek}, ${wrongDay})`;
}

function fromIsoDate(call: EmitCall, text: SqlNode): SqlNode {
  const groups = call.name(matched(text, `^${datePattern}$`));
  const date = call.name(dateOf(groups));
  return call.check(isNoDate(groups, date), invalid, said`Invalid ISO 8601 date`, date);
}

/**
 * Nearly every text is a time as kube-apiserver writes it, such as `2026-11-20T18:05:19.347836Z`. The engine reads these at once, a tenth of
 * the work of taking a text apart; what it read is right where it writes the same text again.
 */
function fromIsoTimestamp(call: EmitCall, text: SqlNode): SqlNode {
  const read = call.name(sql`toDateTime64OrNull(substring(${text}, 1, 26), 6, 'UTC')`);
  const written = sql`concat(formatDateTime(${read}, '%Y-%m-%dT%H:%i:%S.%f'), 'Z')`;
  const micros = sql`toUnixTimestamp64Micro(assumeNotNull(${read}))`;
  const instant = fromMicros(sql`minus(${micros}, positiveModulo(${micros}, 1000))`);
  return sql`if(ifNull(equals(${written}, ${text}), 0), ${zonedValue(instant, sql`'UTC'`).node}, ${takenApart(call, text)})`;
}

function takenApart(call: EmitCall, text: SqlNode): SqlNode {
  const groups = call.name(matched(text, `^${datePattern}(?:T${timePattern})?$`));
  const date = call.name(dateOf(groups));
  const [hour, minute, second] = [number(groups, 7, 0), number(groups, 8, 0), number(groups, 9, 0)];
  const millis = sql`toInt64OrZero(rightPad(substring(arrayElement(${groups}, 10), 1, 3), 3, '0'))`;
  const seconds = sql`plus(plus(multiply(${hour}, 3600), multiply(${minute}, 60)), ${second})`;
  const wall = call.name(sql`addMilliseconds(addSeconds(${date}, ${seconds}), ${millis})`);
  const zoneText = sql`arrayElement(${groups}, 11)`;
  const digits = sql`replaceOne(${zoneText}, ':', '')`;
  const offset = sql`multiply(if(startsWith(${zoneText}, '-'), -60, 60), plus(multiply(toInt32OrZero(substring(${digits}, 2, 2)), 60), toInt32OrZero(substring(${digits}, 4, 2))))`;
  const zone = sql`multiIf(in(${zoneText}, tuple('Z', '+00:00')), 'UTC', equals(${zoneText}, ''), ${parameter(call.timeZone, 'String')}, concat(substring(${digits}, 1, 3), ':', rightPad(substring(${digits}, 4, 2), 2, '0')))`;
  const own = instantOfWall(wall, ownZone(call), call.zones);
  const instant = sql`if(equals(${zoneText}, ''), ${own}, addSeconds(${wall}, negate(${offset})))`;
  const wrong = sql`or(${isNoDate(groups, date)}, greater(${hour}, 23), greater(${minute}, 59), greater(${second}, 59))`;
  return call.check(wrong, invalid, said`Invalid ISO 8601 timestamp`, zonedValue(instant, zone).node);
}

function clockText(wall: SqlNode, precision: number): SqlNode {
  const text = sql`formatDateTime(${wall}, '%Y-%m-%dT%H:%i:%S')`;
  if (precision === 0) return text;
  const fraction = sql`substring(leftPad(toString(positiveModulo(${microsOf(wall)}, 1000000)), 6, '0'), 1, ${precision})`;
  return sql`concat(${text}, '.', ${fraction})`;
}

function precisionOf(call: EmitCall): number {
  const [type] = call.argumentTypes;
  return type?.kind === 'timestamp' ? Math.min(type.precision, 6) : 3;
}

function zonedText(call: EmitCall, value: Operand): SqlNode {
  const wall = wallOf(call, value, 'timestamp(p) with time zone');
  const minutes = sql`intDiv(${offsetAt(instantOf(value), carriedZone(value), call.zones)}, 60)`;
  const part = (number: SqlNode) => sql`leftPad(toString(${number}), 2, '0')`;
  const offset = letIn(
    'z',
    minutes,
    sql`if(equals(z, 0), 'Z', concat(if(less(z, 0), '-', '+'), ${part(sql`intDiv(abs(z), 60)`)}, ':', ${part(sql`modulo(abs(z), 60)`)}))`,
  );
  return sql`concat(${clockText(wall, precisionOf(call))}, ${offset})`;
}

/** The varchar that Trino makes of a time: its longest text without decimals, and a point with them. */
function isoType(length: number) {
  return ([time]: readonly Type[]): Type => {
    const precision = time?.kind === 'timestamp' ? time.precision : 0;
    return varcharOf(length + (precision > 0 ? precision + 1 : 0));
  };
}

export const dateIsoFunctions = [
  scalar(
    'from_iso8601_timestamp',
    [
      'Time of an ISO 8601 text; without a zone it is in the zone of the statement.',
      '解析 ISO 8601 时间文本；无时区时使用语句时区。',
      'ISO 8601 のテキストを時刻にします。タイムゾーンがなければ文のもの。',
    ],
    'from_iso8601_timestamp(requestReceivedTimestamp)',
    called('(varchar) -> timestamp(3) with time zone', fromIsoTimestamp),
  ),
  scalar(
    'from_iso8601_date',
    ['Date of an ISO 8601 text.', '解析 ISO 8601 日期文本。', 'ISO 8601 のテキストを日付にします。'],
    "from_iso8601_date('2026-11-20')",
    called('(varchar) -> date', fromIsoDate),
  ),
  scalar(
    'to_iso8601',
    ['ISO 8601 text of a date or time.', '日期或时间的 ISO 8601 文本。', '日付や時刻の ISO 8601 テキスト。'],
    'to_iso8601(from_unixtime(__time__))',
    plain('(date) -> varchar(16)', (date) => sql`formatDateTime(${date}, '%Y-%m-%d')`),
    called('(timestamp(p)) -> varchar', (call, wall) => clockText(wall, precisionOf(call)), isoType(22)),
    composed('(timestamp(p) with time zone) -> varchar', zonedText, isoType(28)),
    composed('(bigint) -> varchar', (call, value) => {
      const instant = instantOfMoment(call, value, 'bigint');
      const zone = parameter(call.timeZone, 'String');
      return zonedText(call, { ...zonedValue(instant, zone), nullable: false });
    }),
  ),
];

import { type Type, parameter, sql, type SqlNode } from '../../types/index.ts';
import { instantOfWall, wallOfInstant } from '../../functions/index.ts';
import { type Conversion, checkNull } from './conversion.ts';

const microsPerDay = 86_400_000_000;

/** SQL of the days since 1970 of a date by its numbers (Int32 expressions); NULL where there is no such day. */
export function daysFromCivil(year: SqlNode, month: SqlNode, day: SqlNode, name: (text: SqlNode) => SqlNode): SqlNode {
  const shifted = name(sql`minus(${year}, lessOrEquals(${month}, 2))`);
  const era = name(sql`intDiv(${shifted}, 400)`);
  const ofEra = name(sql`minus(${shifted}, multiply(${era}, 400))`);
  const months = sql`plus(${month}, if(greater(${month}, 2), -3, 9))`;
  const ofYear = sql`minus(plus(intDiv(plus(multiply(153, ${months}), 2), 5), ${day}), 1)`;
  const ofEraDays = sql`plus(plus(multiply(${ofEra}, 365), minus(intDiv(${ofEra}, 4), intDiv(${ofEra}, 100))), ${ofYear})`;
  const leap = sql`or(and(equals(modulo(${year}, 4), 0), notEquals(modulo(${year}, 100), 0)), equals(modulo(${year}, 400), 0))`;
  const last = sql`multiIf(equals(${month}, 2), 28 + ${leap}, in(${month}, (4, 6, 9, 11)), 30, 31)`;
  const exists = sql`and(greaterOrEquals(${year}, 1), lessOrEquals(${year}, 9999), greaterOrEquals(${month}, 1), lessOrEquals(${month}, 12), greaterOrEquals(${day}, 1), lessOrEquals(${day}, ${last}))`;
  return sql`if(${exists}, minus(plus(multiply(toInt64(${era}), 146097), ${ofEraDays}), 719468), NULL)`;
}

function fromMicros(micros: SqlNode): SqlNode {
  return sql`fromUnixTimestamp64Micro(${micros}, 'UTC')`;
}

/** SQL of the midnight before a wall clock. */
export function startOfDay(value: SqlNode): SqlNode {
  const micros = sql`toUnixTimestamp64Micro(${value})`;
  return fromMicros(sql`minus(${micros}, positiveModulo(${micros}, toInt64(${microsPerDay})))`);
}

/** The conversion to a date, a timestamp or a time. */
export function toTime(conversion: Conversion): SqlNode {
  const { from, to } = conversion;
  if (from.kind === 'varchar' || from.kind === 'char') return fromText(conversion);
  if (to.kind === 'date') return startOfDay(wallOf(conversion));
  if (to.kind === 'time') return timeOf(conversion, to.precision);
  if (to.kind !== 'timestamp') throw new Error('BUG: not a time');
  if (from.kind === 'time') {
    const today = Math.floor(conversion.emitter.nowMicros / microsPerDay) * microsPerDay;
    return zoned(conversion, fromMicros(sql`plus(${conversion.value}, ${today})`), to);
  }
  if (from.kind === 'timestamp' && from.zone && to.zone) {
    if (from.precision <= to.precision) return conversion.value;
    const instant = rounded(sql`tupleElement(${conversion.value}, 1)`, from.precision, to.precision);
    return sql`tuple(${instant}, tupleElement(${conversion.value}, 2))`;
  }
  const precision = from.kind === 'timestamp' ? from.precision : 0;
  return zoned(conversion, rounded(wallOf(conversion), precision, to.precision), to);
}

/** Puts a wall clock into the statement's zone where the type has one. */
function zoned({ emitter, name }: Conversion, wall: SqlNode, to: Extract<Type, { kind: 'timestamp' }>): SqlNode {
  if (!to.zone) return wall;
  const zone = { kind: 'constant', name: emitter.timeZone } as const;
  const bound = parameter(emitter.timeZone, 'String');
  return sql`tuple(${instantOfWall(name(wall), zone, emitter.zones)}, ${bound})`;
}

function wallOf({ emitter, value, from, name }: Conversion): SqlNode {
  if (from.kind !== 'timestamp' || !from.zone) return value;
  const zone = name(sql`tupleElement(${value}, 2)`);
  return wallOfInstant(sql`tupleElement(${value}, 1)`, { kind: 'sql', node: zone }, emitter.zones);
}

/** Rounds half up to fewer decimals. */
function rounded(value: SqlNode, from: number, to: number): SqlNode {
  if (from <= to || to >= 6) return value;
  const step = 10 ** (6 - to);
  const micros = sql`plus(toUnixTimestamp64Micro(${value}), ${step / 2})`;
  return fromMicros(sql`minus(${micros}, positiveModulo(${micros}, toInt64(${step})))`);
}

function timeOf(conversion: Conversion, precision: number): SqlNode {
  const { from, value } = conversion;
  const micros =
    from.kind === 'time'
      ? value
      : sql`positiveModulo(toUnixTimestamp64Micro(${wallOf(conversion)}), toInt64(${microsPerDay}))`;
  const had = from.kind === 'time' || from.kind === 'timestamp' ? from.precision : 0;
  if (had <= precision) return micros;
  const step = 10 ** (6 - precision);
  return sql`modulo(multiply(intDiv(plus(${micros}, ${step / 2}), ${step}), ${step}), toInt64(${microsPerDay}))`;
}

const patterns = {
  date: sql`'^\\\\s*\\\\+?([0-9]{1,6})-([0-9]{1,2})-([0-9]{1,2})\\\\s*$'`,
  time: sql`'^([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]{1,12}))?)?$'`,
  timestamp: sql`'^\\\\s*\\\\+?([0-9]{1,6})-([0-9]{1,2})-([0-9]{1,2})(?: ([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]{1,12}))?)?)?\\\\s*(?: ?([+-][0-9:]{1,6})| ([A-Za-z][A-Za-z0-9/_+:-]*))?\\\\s*$'`,
} as const;

function fromText(conversion: Conversion): SqlNode {
  const { to, value, name } = conversion;
  const kind = to.kind === 'date' || to.kind === 'time' ? to.kind : 'timestamp';
  const groups = name(sql`extractGroups(${value}, ${patterns[kind]})`);
  const number = (index: number) => name(sql`toInt32OrZero(${groups}[${index}])`);
  if (to.kind === 'time') {
    const micros = microsOfDay(number(1), number(2), number(3), sql`${groups}[4]`, to.precision);
    return checkNull(conversion, sql`if(empty(${groups}), NULL, ${micros})`);
  }
  const days = name(daysFromCivil(number(1), number(2), number(3), name));
  if (to.kind === 'date') {
    return checkNull(
      conversion,
      sql`if(empty(${groups}), NULL, ${fromMicros(sql`multiply(${days}, ${microsPerDay})`)})`,
    );
  }
  if (to.kind !== 'timestamp') throw new Error('BUG: not a time');
  const ofDay = microsOfDay(number(4), number(5), number(6), sql`${groups}[7]`, to.precision);
  const wall = name(
    sql`if(empty(${groups}), NULL, ${fromMicros(sql`plus(multiply(${days}, ${microsPerDay}), ${ofDay})`)})`,
  );
  if (!to.zone) return checkNull(conversion, wall);
  return checkNull(conversion, zonedFromText(conversion, wall, name(sql`concat(${groups}[8], ${groups}[9])`)));
}

function zonedFromText({ emitter, name }: Conversion, wall: SqlNode, written: SqlNode): SqlNode {
  const own = parameter(emitter.timeZone, 'String');
  const zone = name(sql`if(equals(${written}, ''), ${own}, ${written})`);
  const clock = name(sql`assumeNotNull(${wall})`);
  const instant = instantOfWall(clock, { kind: 'sql', node: zone }, emitter.zones);
  return sql`if(isNull(${wall}), NULL, tuple(assumeNotNull(${instant}), ${zone}))`;
}

function microsOfDay(hour: SqlNode, minute: SqlNode, second: SqlNode, fraction: SqlNode, precision: number): SqlNode {
  const step = 10 ** (6 - precision);
  const digits = sql`toInt64OrZero(substring(rightPad(${fraction}, 9, '0'), 1, 9))`;
  const micros = sql`multiply(intDiv(plus(intDiv(${digits}, 1000), ${Math.floor(step / 2)}), ${step}), ${step})`;
  const valid = sql`and(lessOrEquals(${hour}, 23), lessOrEquals(${minute}, 59), lessOrEquals(${second}, 59))`;
  return sql`if(${valid}, plus(multiply(plus(multiply(plus(multiply(toInt64(${hour}), 60), ${minute}), 60), ${second}), 1000000), ${micros}), NULL)`;
}

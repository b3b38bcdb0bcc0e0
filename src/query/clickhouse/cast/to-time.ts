import type { Type } from '../../types/index.ts';
import { instantOfWall, wallOfInstant } from '../../functions/index.ts';
import { type Conversion, checkNull } from './conversion.ts';

const microsPerDay = 86_400_000_000;

/** SQL of the days since 1970 of a date by its numbers (Int32 expressions); NULL where there is no such day. */
export function daysFromCivil(year: string, month: string, day: string, name: (text: string) => string): string {
  const shifted = name(`minus(${year}, lessOrEquals(${month}, 2))`);
  const era = name(`intDiv(${shifted}, 400)`);
  const ofEra = name(`minus(${shifted}, multiply(${era}, 400))`);
  const months = `plus(${month}, if(greater(${month}, 2), -3, 9))`;
  const ofYear = `minus(plus(intDiv(plus(multiply(153, ${months}), 2), 5), ${day}), 1)`;
  const ofEraDays = `plus(plus(multiply(${ofEra}, 365), minus(intDiv(${ofEra}, 4), intDiv(${ofEra}, 100))), ${ofYear})`;
  const leap = `or(and(equals(modulo(${year}, 4), 0), notEquals(modulo(${year}, 100), 0)), equals(modulo(${year}, 400), 0))`;
  const last = `multiIf(equals(${month}, 2), 28 + ${leap}, in(${month}, (4, 6, 9, 11)), 30, 31)`;
  const exists = `and(greaterOrEquals(${year}, 1), lessOrEquals(${year}, 9999), greaterOrEquals(${month}, 1), lessOrEquals(${month}, 12), greaterOrEquals(${day}, 1), lessOrEquals(${day}, ${last}))`;
  return `if(${exists}, minus(plus(multiply(toInt64(${era}), 146097), ${ofEraDays}), 719468), NULL)`;
}

function fromMicros(micros: string): string {
  return `fromUnixTimestamp64Micro(${micros}, 'UTC')`;
}

/** SQL of the midnight before a wall clock. */
export function startOfDay(value: string): string {
  const micros = `toUnixTimestamp64Micro(${value})`;
  return fromMicros(`minus(${micros}, positiveModulo(${micros}, toInt64(${microsPerDay})))`);
}

/** Prints the conversion to a date, a timestamp or a time. */
export function toTime(conversion: Conversion): string {
  const { from, to } = conversion;
  if (from.kind === 'varchar' || from.kind === 'char') return fromText(conversion);
  if (to.kind === 'date') return startOfDay(wallOf(conversion));
  if (to.kind === 'time') return timeOf(conversion, to.precision);
  if (to.kind !== 'timestamp') throw new Error('BUG: not a time');
  if (from.kind === 'time') {
    const today = Math.floor(conversion.emitter.nowMicros / microsPerDay) * microsPerDay;
    return zoned(conversion, fromMicros(`plus(${conversion.value}, ${today})`), to);
  }
  if (from.kind === 'timestamp' && from.zone && to.zone) {
    if (from.precision <= to.precision) return conversion.value;
    const instant = rounded(`tupleElement(${conversion.value}, 1)`, from.precision, to.precision);
    return `tuple(${instant}, tupleElement(${conversion.value}, 2))`;
  }
  const precision = from.kind === 'timestamp' ? from.precision : 0;
  return zoned(conversion, rounded(wallOf(conversion), precision, to.precision), to);
}

/** Puts a wall clock into the statement's zone where the type has one. */
function zoned({ emitter, name }: Conversion, wall: string, to: Extract<Type, { kind: 'timestamp' }>): string {
  if (!to.zone) return wall;
  const zone = { kind: 'constant', name: emitter.timeZone } as const;
  const bound = emitter.parameters.bind(emitter.timeZone, 'String');
  return `tuple(${instantOfWall(name(wall), zone, emitter.zones)}, ${bound})`;
}

function wallOf({ emitter, value, from, name }: Conversion): string {
  if (from.kind !== 'timestamp' || !from.zone) return value;
  const zone = name(`tupleElement(${value}, 2)`);
  return wallOfInstant(`tupleElement(${value}, 1)`, { kind: 'sql', text: zone }, emitter.zones);
}

/** Rounds half up to fewer decimals. */
function rounded(value: string, from: number, to: number): string {
  if (from <= to || to >= 6) return value;
  const step = 10 ** (6 - to);
  const micros = `plus(toUnixTimestamp64Micro(${value}), ${step / 2})`;
  return fromMicros(`minus(${micros}, positiveModulo(${micros}, toInt64(${step})))`);
}

function timeOf(conversion: Conversion, precision: number): string {
  const { from, value } = conversion;
  const micros =
    from.kind === 'time'
      ? value
      : `positiveModulo(toUnixTimestamp64Micro(${wallOf(conversion)}), toInt64(${microsPerDay}))`;
  const had = from.kind === 'time' || from.kind === 'timestamp' ? from.precision : 0;
  if (had <= precision) return micros;
  const step = 10 ** (6 - precision);
  return `modulo(multiply(intDiv(plus(${micros}, ${step / 2}), ${step}), ${step}), toInt64(${microsPerDay}))`;
}

const patterns = {
  date: "'^\\\\s*\\\\+?([0-9]{1,6})-([0-9]{1,2})-([0-9]{1,2})\\\\s*$'",
  time: "'^([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]{1,12}))?)?$'",
  timestamp:
    "'^\\\\s*\\\\+?([0-9]{1,6})-([0-9]{1,2})-([0-9]{1,2})(?: ([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.]([0-9]{1,12}))?)?)?\\\\s*(?: ?([+-][0-9:]{1,6})| ([A-Za-z][A-Za-z0-9/_+:-]*))?\\\\s*$'",
} as const;

function fromText(conversion: Conversion): string {
  const { to, value, name } = conversion;
  const kind = to.kind === 'date' || to.kind === 'time' ? to.kind : 'timestamp';
  const groups = name(`extractGroups(${value}, ${patterns[kind]})`);
  const number = (index: number) => name(`toInt32OrZero(${groups}[${index}])`);
  if (to.kind === 'time') {
    const micros = microsOfDay(number(1), number(2), number(3), `${groups}[4]`, to.precision);
    return checkNull(conversion, `if(empty(${groups}), NULL, ${micros})`);
  }
  const days = name(daysFromCivil(number(1), number(2), number(3), name));
  if (to.kind === 'date') {
    return checkNull(conversion, `if(empty(${groups}), NULL, ${fromMicros(`multiply(${days}, ${microsPerDay})`)})`);
  }
  if (to.kind !== 'timestamp') throw new Error('BUG: not a time');
  const ofDay = microsOfDay(number(4), number(5), number(6), `${groups}[7]`, to.precision);
  const wall = name(`if(empty(${groups}), NULL, ${fromMicros(`plus(multiply(${days}, ${microsPerDay}), ${ofDay})`)})`);
  if (!to.zone) return checkNull(conversion, wall);
  return checkNull(conversion, zonedFromText(conversion, wall, name(`concat(${groups}[8], ${groups}[9])`)));
}

function zonedFromText({ emitter, name }: Conversion, wall: string, written: string): string {
  const own = emitter.parameters.bind(emitter.timeZone, 'String');
  const zone = name(`if(equals(${written}, ''), ${own}, ${written})`);
  const clock = name(`assumeNotNull(${wall})`);
  const instant = instantOfWall(clock, { kind: 'sql', text: zone }, emitter.zones);
  return `if(isNull(${wall}), NULL, tuple(assumeNotNull(${instant}), ${zone}))`;
}

function microsOfDay(hour: string, minute: string, second: string, fraction: string, precision: number): string {
  const step = 10 ** (6 - precision);
  const digits = `toInt64OrZero(substring(rightPad(${fraction}, 9, '0'), 1, 9))`;
  const micros = `multiply(intDiv(plus(intDiv(${digits}, 1000), ${Math.floor(step / 2)}), ${step}), ${step})`;
  const valid = `and(lessOrEquals(${hour}, 23), lessOrEquals(${minute}, 59), lessOrEquals(${second}, 59))`;
  return `if(${valid}, plus(multiply(plus(multiply(plus(multiply(toInt64(${hour}), 60), ${minute}), 60), ${second}), 1000000), ${micros}), NULL)`;
}

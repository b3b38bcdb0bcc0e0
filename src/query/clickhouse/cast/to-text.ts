import { type Type, isInteger } from '../../types/index.ts';
import { wallOfInstant } from '../../functions/index.ts';
import { type Conversion, checkNull } from './conversion.ts';

/** Prints the conversion to text, cut to the length of a varchar and filled to that of a char. */
export function toText(conversion: Conversion): string {
  const { from, to } = conversion;
  const text = unbounded(conversion, from);
  if (to.kind === 'char') return `rightPadUTF8(substringUTF8(${text}, 1, ${to.length}), ${to.length}, ' ')`;
  if (to.kind !== 'varchar' || to.length === null) return text;
  if (from.kind === 'varchar' && from.length !== null && from.length <= to.length) return text;
  if (from.kind === 'varchar' || from.kind === 'char' || from.kind === 'json')
    return `substringUTF8(${text}, 1, ${to.length})`;
  const named = conversion.name(text);
  return conversion.check(`greater(lengthUTF8(${named}), ${to.length})`, named);
}

function unbounded(conversion: Conversion, from: Type): string {
  const { value } = conversion;
  if (isInteger(from)) return `toString(${value})`;
  switch (from.kind) {
    case 'varchar':
    case 'char':
      return value;
    case 'boolean':
      return `if(${value}, 'true', 'false')`;
    case 'real':
    case 'double':
      return javaDouble(conversion);
    case 'decimal':
      return decimalToText(value, from.scale);
    case 'date':
      return `formatDateTime(${value}, '%Y-%m-%d')`;
    case 'timestamp':
      return from.zone ? zonedToText(conversion, from.precision) : wallToText(value, from.precision);
    case 'time':
      return timeToText(conversion, from.precision);
    case 'interval day to second':
      return dayIntervalToText(conversion);
    case 'interval year to month':
      return `concat(if(less(${value}, 0), '-', ''), toString(intDiv(abs(${value}), 12)), '-', toString(modulo(abs(${value}), 12)))`;
    case 'json':
      return jsonToText(conversion);
    default:
      throw new Error(`BUG: ${from.kind} has no text`);
  }
}

/** SQL of a decimal's text with all digits of its scale. */
function decimalToText(value: string, scale: number): string {
  return scale === 0 ? `toString(${value})` : `toDecimalString(${value}, ${scale})`;
}

/**
 * Java's Double.toString, as SLS prints doubles: `100.0`, `1.5E10`. ClickHouse gives the same shortest digits, with another
 * exponent from another size on.
 */
export function javaDouble(conversion: Pick<Conversion, 'value' | 'name'>): string {
  const { value, name } = conversion;
  const size = name(`abs(toFloat64(${value}))`);
  const text = name(`toString(abs(${value}))`);
  const sign = `if(or(less(${value}, 0), equals(toString(${value}), '-0')), '-', '')`;
  const plain = `if(position(${text}, '.') > 0, ${text}, concat(${text}, '.0'))`;
  // The digits without the point and without zeros around them, and the power of ten of the first.
  const mantissa = name(`splitByChar('e', ${text})[1]`);
  const written = `toInt32OrZero(replaceOne(splitByChar('e', ${text})[2], '+', ''))`;
  const digits = name(`replaceRegexpAll(replaceOne(${mantissa}, '.', ''), '^0+|0+$', '')`);
  const power = `plus(${written}, if(startsWith(${mantissa}, '0.'), negate(toInt32(length(extract(${mantissa}, '^0[.](0*)')) + 1)), toInt32(length(splitByChar('.', ${mantissa})[1])) - 1))`;
  const scientific = `concat(substring(${digits}, 1, 1), '.', if(length(${digits}) > 1, substring(${digits}, 2), '0'), 'E', toString(${power}))`;
  const finite = `concat(${sign}, multiIf(equals(${size}, 0), '0.0', and(greaterOrEquals(${size}, 0.001), less(${size}, 10000000.)), ${plain}, ${scientific}))`;
  return `multiIf(isNaN(${value}), 'NaN', isInfinite(${value}), if(greater(${value}, 0), 'Infinity', '-Infinity'), ${finite})`;
}

function fractionFormat(precision: number, value: string): string {
  if (precision === 0) return `formatDateTime(${value}, '%Y-%m-%d %H:%i:%S')`;
  return `substring(formatDateTime(${value}, '%Y-%m-%d %H:%i:%S.%f'), 1, ${20 + precision})`;
}

/** SQL of the text of a wall clock with so many decimals. */
export function wallToText(value: string, precision: number): string {
  return fractionFormat(precision, value);
}

function zonedToText(conversion: Conversion, precision: number): string {
  const { value, name, emitter } = conversion;
  const zone = name(`tupleElement(${value}, 2)`);
  const wall = wallOfInstant(`tupleElement(${value}, 1)`, { kind: 'sql', text: zone }, emitter.zones);
  return `concat(${wallToText(wall, precision)}, ' ', ${zone})`;
}

function timeToText({ value }: Conversion, precision: number): string {
  const full = `formatDateTime(fromUnixTimestamp64Micro(${value}, 'UTC'), '%H:%i:%S.%f')`;
  return `substring(${full}, 1, ${precision === 0 ? 8 : 9 + precision})`;
}

function dayIntervalToText({ value }: Conversion): string {
  const size = `abs(${value})`;
  const clock = `formatDateTime(fromUnixTimestamp64Milli(modulo(${size}, 86400000), 'UTC'), '%H:%i:%S')`;
  const millis = `leftPad(toString(modulo(${size}, 1000)), 3, '0')`;
  return `concat(if(less(${value}, 0), '-', ''), toString(intDiv(${size}, 86400000)), ' ', ${clock}, '.', ${millis})`;
}

/** Only scalars have a text; JSON null is NULL. What is no JSON is a string that json_array_get gave bare. */
function jsonToText(conversion: Conversion): string {
  const { value, name } = conversion;
  const kind = name(`JSONType(${value})`);
  const double = javaDouble({ value: name(`JSONExtractFloat(${value})`), name });
  const text = `multiIf(equals(${kind}, 'String'), JSONExtractString(${value}), equals(${kind}, 'Double'), ${double}, equals(${kind}, 'Null'), nullIf(${value}, 'null'), in(${kind}, ('Array', 'Object')), NULL, ${value})`;
  return conversion.check(`in(${kind}, ('Array', 'Object'))`, text);
}

/** Prints the conversion of text to a boolean. */
export function textToBoolean(conversion: Conversion): string {
  const lower = conversion.name(`lower(${conversion.value})`);
  return checkNull(
    conversion,
    `multiIf(in(${lower}, ('t', 'true', '1')), 1, in(${lower}, ('f', 'false', '0')), 0, NULL)`,
  );
}

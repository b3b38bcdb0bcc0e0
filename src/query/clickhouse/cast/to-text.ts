import { type Type, isInteger, sql, type SqlNode } from '../../types/index.ts';
import { wallOfInstant } from '../../functions/index.ts';
import { type Conversion, checkNull } from './conversion.ts';

/** The conversion to text, cut to the length of a varchar and filled to that of a char. */
export function toText(conversion: Conversion): SqlNode {
  const { from, to } = conversion;
  const text = unbounded(conversion, from);
  if (to.kind === 'char') return sql`rightPadUTF8(substringUTF8(${text}, 1, ${to.length}), ${to.length}, ' ')`;
  if (to.kind !== 'varchar' || to.length === null) return text;
  if (from.kind === 'varchar' && from.length !== null && from.length <= to.length) return text;
  if (from.kind === 'varchar' || from.kind === 'char' || from.kind === 'json')
    return sql`substringUTF8(${text}, 1, ${to.length})`;
  const named = conversion.name(text);
  return conversion.check(sql`greater(lengthUTF8(${named}), ${to.length})`, named);
}

function unbounded(conversion: Conversion, from: Type): SqlNode {
  const { value } = conversion;
  if (isInteger(from)) return sql`toString(${value})`;
  switch (from.kind) {
    case 'varchar':
    case 'char':
      return value;
    case 'boolean':
      return sql`if(${value}, 'true', 'false')`;
    case 'real':
    case 'double':
      return javaDouble(conversion);
    case 'decimal':
      return decimalToText(value, from.scale);
    case 'date':
      return sql`formatDateTime(${value}, '%Y-%m-%d')`;
    case 'timestamp':
      return from.zone ? zonedToText(conversion, from.precision) : wallToText(value, from.precision);
    case 'time':
      return timeToText(conversion, from.precision);
    case 'interval day to second':
      return dayIntervalToText(conversion);
    case 'interval year to month':
      return sql`concat(if(less(${value}, 0), '-', ''), toString(intDiv(abs(${value}), 12)), '-', toString(modulo(abs(${value}), 12)))`;
    case 'json':
      return jsonToText(conversion);
    default:
      throw new Error(`BUG: ${from.kind} has no text`);
  }
}

/** SQL of a decimal's text with all digits of its scale. */
function decimalToText(value: SqlNode, scale: number): SqlNode {
  return scale === 0 ? sql`toString(${value})` : sql`toDecimalString(${value}, ${scale})`;
}

/**
 * Java's Double.toString, as SLS prints doubles: `100.0`, `1.5E10`. ClickHouse gives the same shortest digits, with another
 * exponent from another size on.
 */
export function javaDouble(conversion: Pick<Conversion, 'value' | 'name'>): SqlNode {
  const { value, name } = conversion;
  const size = name(sql`abs(toFloat64(${value}))`);
  const text = name(sql`toString(abs(${value}))`);
  const sign = sql`if(or(less(${value}, 0), equals(toString(${value}), '-0')), '-', '')`;
  const plain = sql`if(position(${text}, '.') > 0, ${text}, concat(${text}, '.0'))`;
  // The digits without the point and without zeros around them, and the power of ten of the first.
  const mantissa = name(sql`splitByChar('e', ${text})[1]`);
  const written = sql`toInt32OrZero(replaceOne(splitByChar('e', ${text})[2], '+', ''))`;
  const digits = name(sql`replaceRegexpAll(replaceOne(${mantissa}, '.', ''), '^0+|0+$', '')`);
  const power = sql`plus(${written}, if(startsWith(${mantissa}, '0.'), negate(toInt32(length(extract(${mantissa}, '^0[.](0*)')) + 1)), toInt32(length(splitByChar('.', ${mantissa})[1])) - 1))`;
  const scientific = sql`concat(substring(${digits}, 1, 1), '.', if(length(${digits}) > 1, substring(${digits}, 2), '0'), 'E', toString(${power}))`;
  const finite = sql`concat(${sign}, multiIf(equals(${size}, 0), '0.0', and(greaterOrEquals(${size}, 0.001), less(${size}, 10000000.)), ${plain}, ${scientific}))`;
  return sql`multiIf(isNaN(${value}), 'NaN', isInfinite(${value}), if(greater(${value}, 0), 'Infinity', '-Infinity'), ${finite})`;
}

function fractionFormat(precision: number, value: SqlNode): SqlNode {
  if (precision === 0) return sql`formatDateTime(${value}, '%Y-%m-%d %H:%i:%S')`;
  return sql`substring(formatDateTime(${value}, '%Y-%m-%d %H:%i:%S.%f'), 1, ${20 + precision})`;
}

/** SQL of the text of a wall clock with so many decimals. */
export function wallToText(value: SqlNode, precision: number): SqlNode {
  return fractionFormat(precision, value);
}

function zonedToText(conversion: Conversion, precision: number): SqlNode {
  const { value, name, emitter } = conversion;
  const zone = name(sql`tupleElement(${value}, 2)`);
  const wall = wallOfInstant(sql`tupleElement(${value}, 1)`, { kind: 'sql', node: zone }, emitter.zones);
  return sql`concat(${wallToText(wall, precision)}, ' ', ${zone})`;
}

function timeToText({ value }: Conversion, precision: number): SqlNode {
  const full = sql`formatDateTime(fromUnixTimestamp64Micro(${value}, 'UTC'), '%H:%i:%S.%f')`;
  return sql`substring(${full}, 1, ${precision === 0 ? 8 : 9 + precision})`;
}

function dayIntervalToText({ value }: Conversion): SqlNode {
  const size = sql`abs(${value})`;
  const clock = sql`formatDateTime(fromUnixTimestamp64Milli(modulo(${size}, 86400000), 'UTC'), '%H:%i:%S')`;
  const millis = sql`leftPad(toString(modulo(${size}, 1000)), 3, '0')`;
  return sql`concat(if(less(${value}, 0), '-', ''), toString(intDiv(${size}, 86400000)), ' ', ${clock}, '.', ${millis})`;
}

/** Only scalars have a text; JSON null is NULL. What is no JSON is a string that json_array_get gave bare. */
function jsonToText(conversion: Conversion): SqlNode {
  const { value, name } = conversion;
  const kind = name(sql`JSONType(${value})`);
  const double = javaDouble({ value: name(sql`JSONExtractFloat(${value})`), name });
  const text = sql`multiIf(equals(${kind}, 'String'), JSONExtractString(${value}), equals(${kind}, 'Double'), ${double}, equals(${kind}, 'Null'), nullIf(${value}, 'null'), in(${kind}, ('Array', 'Object')), NULL, ${value})`;
  return conversion.check(sql`in(${kind}, ('Array', 'Object'))`, text);
}

/** The conversion of text to a boolean. */
export function textToBoolean(conversion: Conversion): SqlNode {
  const lower = conversion.name(sql`lower(${conversion.value})`);
  return checkNull(
    conversion,
    sql`multiIf(in(${lower}, ('t', 'true', '1')), 1, in(${lower}, ('f', 'false', '0')), 0, NULL)`,
  );
}

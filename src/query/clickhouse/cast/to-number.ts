import { literal as quote, raw, type Type, engineType, isInteger, sql, type SqlNode } from '../../types/index.ts';
import { type Conversion, checkNull } from './conversion.ts';

/** Least and greatest value of each integer type. */
const integerRange: Readonly<Partial<Record<Type['kind'], readonly [SqlNode, SqlNode]>>> = {
  tinyint: [sql`-128`, sql`127`],
  smallint: [sql`-32768`, sql`32767`],
  integer: [sql`-2147483648`, sql`2147483647`],
  bigint: [sql`-9223372036854775808`, sql`9223372036854775807`],
};

/** Doubles between which a rounded double fits the type: the greatest bigint itself is no double. */
const doubleRange: Readonly<Partial<Record<Type['kind'], readonly [SqlNode, SqlNode]>>> = {
  tinyint: [sql`-128.`, sql`128.`],
  smallint: [sql`-32768.`, sql`32768.`],
  integer: [sql`-2147483648.`, sql`2147483648.`],
  bigint: [sql`-9223372036854775808.`, sql`9223372036854775808.`],
};

/** The conversion to a number. */
export function toNumber(conversion: Conversion): SqlNode {
  const { from, to, value } = conversion;
  if (from.kind === 'varchar' || from.kind === 'char') return fromText(conversion);
  if (from.kind === 'boolean')
    return to.kind === 'decimal'
      ? decimalOf(conversion, sql`toInt64(${value})`)
      : sql`to${raw(engineType(to))}(${value})`;
  if (to.kind === 'decimal') return toDecimal(conversion);
  if (to.kind === 'double' || to.kind === 'real') return sql`to${raw(engineType(to))}(${value})`;
  if (isInteger(from)) return integerToInteger(conversion);
  if (from.kind === 'decimal') {
    const rounded = conversion.name(sql`round(toDecimal256(${value}, ${from.scale}))`);
    return decimalToInteger(conversion, rounded);
  }
  return floatToInteger(conversion);
}

function integerToInteger(conversion: Conversion): SqlNode {
  const order = ['tinyint', 'smallint', 'integer', 'bigint'];
  const widens = order.indexOf(conversion.from.kind) <= order.indexOf(conversion.to.kind);
  return widens
    ? sql`to${raw(engineType(conversion.to))}(${conversion.value})`
    : rangeChecked(conversion, conversion.value);
}

function rangeChecked(conversion: Conversion, value: SqlNode): SqlNode {
  const [least = sql`0`, greatest = sql`0`] = integerRange[conversion.to.kind] ?? [];
  const outside = sql`or(less(${value}, ${least}), greater(${value}, ${greatest}))`;
  return conversion.check(outside, sql`to${raw(engineType(conversion.to))}(${value})`);
}

function decimalToInteger(conversion: Conversion, value: SqlNode): SqlNode {
  const [least = sql`0`, greatest = sql`0`] = integerRange[conversion.to.kind] ?? [];
  const outside = sql`or(less(${value}, toDecimal256('${least}', 0)), greater(${value}, toDecimal256('${greatest}', 0)))`;
  return conversion.check(outside, sql`to${raw(engineType(conversion.to))}(${value})`);
}

/** Rounds half away from zero, exactly: adding a half would round 0.49999999999999994 up. */
export function roundHalfAway(value: SqlNode): SqlNode {
  return sql`if(greaterOrEquals(abs(minus(${value}, trunc(${value}))), 0.5), plus(trunc(${value}), sign(${value})), trunc(${value}))`;
}

function floatToInteger(conversion: Conversion): SqlNode {
  const wide = conversion.name(sql`toFloat64(${conversion.value})`);
  const rounded = conversion.name(roundHalfAway(wide));
  const [least = sql`0`, beyond = sql`0`] = doubleRange[conversion.to.kind] ?? [];
  const outside = sql`or(isNaN(${rounded}), less(${rounded}, ${least}), greaterOrEquals(${rounded}, ${beyond}))`;
  // The engine computes with constants before it asks whether they are outside.
  return conversion.check(outside, sql`to${raw(engineType(conversion.to))}(materialize(${rounded}))`);
}

function toDecimal(conversion: Conversion): SqlNode {
  const { from, value } = conversion;
  if (from.kind === 'double' || from.kind === 'real') {
    const text = conversion.name(sql`toString(${value})`);
    return decimalFromText(conversion, text, sql`not(isFinite(${value}))`);
  }
  return decimalOf(conversion, value);
}

/** A whole number or a decimal, rounded half away from zero to the scale and checked against the precision. */
function decimalOf(conversion: Conversion, value: SqlNode): SqlNode {
  const { to } = conversion;
  if (to.kind !== 'decimal') throw new Error('BUG: not a decimal');
  const scaled = sql`round(toDecimal256(${value}, ${sourceScale(conversion)}), ${to.scale})`;
  const rounded = conversion.name(scaled);
  return precisionChecked(conversion, rounded);
}

function sourceScale({ from }: Conversion): number {
  return from.kind === 'decimal' ? from.scale : 0;
}

function precisionChecked(conversion: Conversion, value: SqlNode): SqlNode {
  const { to } = conversion;
  if (to.kind !== 'decimal') throw new Error('BUG: not a decimal');
  const limit = sql`toDecimal256('1${raw('0'.repeat(to.precision - to.scale))}', 0)`;
  return conversion.check(sql`greaterOrEquals(abs(${value}), ${limit})`, sql`CAST(${value}, ${quote(engineType(to))})`);
}

const decimalText = sql`'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$'`;

function decimalFromText(conversion: Conversion, text: SqlNode, bad: SqlNode): SqlNode {
  const { to } = conversion;
  if (to.kind !== 'decimal') throw new Error('BUG: not a decimal');
  // One digit more than is kept decides the rounding.
  const parsed = sql`if(or(${bad}, not(match(${text}, ${decimalText}))), NULL, toDecimal256OrNull(${text}, ${Math.min(to.scale + 1, 76)}))`;
  const named = conversion.name(parsed);
  const rounded = conversion.name(sql`assumeNotNull(round(${named}, ${to.scale}))`);
  const limit = sql`toDecimal256('1${raw('0'.repeat(to.precision - to.scale))}', 0)`;
  return conversion.check(
    sql`or(isNull(${named}), greaterOrEquals(abs(${rounded}), ${limit}))`,
    sql`CAST(${rounded}, ${quote(engineType(to))})`,
  );
}

/** Java reads the digits of any script; the full-width ones are those that people type. */
function asciiDigits(value: SqlNode): SqlNode {
  return sql`if(match(${value}, '[０-９]'), translateUTF8(${value}, '０１２３４５６７８９', '0123456789'), ${value})`;
}

function fromText(conversion: Conversion): SqlNode {
  const { to, value } = conversion;
  if (to.kind === 'decimal') return decimalFromText(conversion, conversion.name(asciiDigits(value)), sql`0`);
  if (to.kind === 'double' || to.kind === 'real') return checkNull(conversion, floatFromText(conversion));
  const digits = asciiDigits(value);
  const parsed = sql`if(match(${value}, '^[+-]?[0-9０-９]+$'), to${raw(engineType(to))}OrNull(${digits}), NULL)`;
  return checkNull(conversion, parsed);
}

/** Java's Double.parseDouble: blanks around, a suffix d or f, NaN and Infinity by these names, too great is infinite. */
function floatFromText(conversion: Conversion): SqlNode {
  const type = raw(engineType(conversion.to));
  const text = conversion.name(
    sql`trimBoth(replaceRegexpAll(${conversion.value}, '^[\\\\x00-\\\\x20]+|[\\\\x00-\\\\x20]+$', ''))`,
  );
  const number = conversion.name(sql`replaceRegexpOne(${text}, '[dDfF]$', '')`);
  const isNumber = sql`match(${text}, '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?[dDfF]?$')`;
  const sign = sql`if(startsWith(${text}, '-'), -1, 1)`;
  const tooGreat = sql`if(match(${number}, '[eE]-'), to${type}(0), to${type}(multiply(${sign}, inf)))`;
  return sql`multiIf(${isNumber}, ifNull(to${type}OrNull(replaceRegexpOne(${number}, '[.]($|[eE])', '.0\\\\1')), ${tooGreat}), match(${text}, '^[+-]?Infinity$'), to${type}(multiply(${sign}, inf)), match(${text}, '^[+-]?NaN$'), to${type}(nan), NULL)`;
}

import { said } from '../../base/index.ts';
import { literal, type Type, engineType, raw, sql, type SqlNode } from '../types/index.ts';
import type { EmitCall, Overload } from './catalogue.ts';
import { called, native, scalarsOf } from './define.ts';

const scalar = scalarsOf('math');

/** Integer types with the engine's name and their least and greatest values. */
export const integers = [
  { name: 'tinyint', engine: 'Int8', least: '-128', greatest: '127' },
  { name: 'smallint', engine: 'Int16', least: '-32768', greatest: '32767' },
  { name: 'integer', engine: 'Int32', least: '-2147483648', greatest: '2147483647' },
  { name: 'bigint', engine: 'Int64', least: '-9223372036854775808', greatest: '9223372036854775807' },
] as const;

export const identities: readonly Overload[] = integers.map(({ name }) => native(`(${name}) -> ${name}`, (x) => x));

function decimalOf(
  argument: Type | undefined,
  make: (precision: number, scale: number) => readonly [number, number],
): Type {
  if (argument?.kind !== 'decimal') throw new Error('BUG: not a decimal');
  const [precision, scale] = make(argument.precision, argument.scale);
  return { kind: 'decimal', precision: Math.min(38, Math.max(1, precision)), scale };
}

/** An overload for decimals whose result has another precision. */
export function decimals(
  parameters: string,
  make: (precision: number, scale: number) => readonly [number, number],
  emit: (...texts: SqlNode[]) => SqlNode,
): Overload {
  return called(
    `(${parameters}) -> decimal(p, s)`,
    (call, ...texts) => sql`CAST(${emit(...texts)}, ${literal(engineType(call.result))})`,
    ([argument]) => decimalOf(argument, make),
  );
}

const whole = (precision: number, scale: number) => [precision - scale + Math.min(1, scale), 0] as const;

/** Half away from zero, computed on the scaled double as Trino does. Where scaling leaves the doubles, nothing is rounded. */
function roundDouble(x: SqlNode, digits: SqlNode | number): SqlNode {
  const power = typeof digits === 'number' ? sql`toFloat64('1e${digits}')` : sql`pow(10, ${digits})`;
  const scaled = sql`multiply(abs(${x}), ${power})`;
  const rounded = sql`divide(floor(plus(${scaled}, 0.5)), ${power})`;
  return sql`if(less(${scaled}, 9e15), if(less(${x}, 0), negate(${rounded}), ${rounded}), ${x})`;
}

function roundWhole(call: EmitCall, x: SqlNode, digits: SqlNode, type: (typeof integers)[number]): SqlNode {
  const { engine, least, greatest } = type;
  const power = sql`toInt128(pow(toFloat64(10), toFloat64(least(greatest(negate(${digits}), 0), 19))))`;
  const half = sql`intDiv(${power}, 2)`;
  const size = sql`multiply(intDiv(plus(abs(toInt128(${x})), ${half}), ${power}), ${power})`;
  const rounded = call.name(sql`if(less(${x}, 0), negate(${size}), ${size})`);
  const outside = sql`or(less(${rounded}, toInt128(${raw(least)})), greater(${rounded}, toInt128(${raw(greatest)})))`;
  const value = call.check(
    outside,
    'NUMERIC_VALUE_OUT_OF_RANGE',
    said`numerical overflow`,
    sql`to${raw(engine)}(${rounded})`,
  );
  return sql`if(greaterOrEquals(${digits}, 0), ${x}, ${value})`;
}

export const mathRoundFunctions = [
  scalar(
    'round',
    [
      'Number rounded, halves away from zero, to so many decimals.',
      '四舍五入到指定小数位。',
      '指定の小数位に四捨五入します。',
    ],
    'round(2.345, 2)',
    ...identities,
    native('(double) -> double', (x) => roundDouble(x, 0)),
    native('(real) -> real', (x) => sql`toFloat32(${roundDouble(sql`toFloat64(${x})`, 0)})`),
    decimals('decimal(p, s)', whole, (x) => sql`round(${x}, 0)`),
    ...integers.map((type) =>
      called(`(${type.name}, bigint) -> ${type.name}`, (call, x, digits) => {
        const known = call.literal(1);
        if (typeof known === 'string' && !known.startsWith('-')) return x;
        return roundWhole(call, x, digits, type);
      }),
    ),
    called('(double, bigint) -> double', (call, x, digits) => {
      const known = call.literal(1);
      return roundDouble(x, typeof known === 'string' ? Number(known) : digits);
    }),
    called('(real, bigint) -> real', (call, x, digits) => {
      const known = call.literal(1);
      return sql`toFloat32(${roundDouble(sql`toFloat64(${x})`, typeof known === 'string' ? Number(known) : digits)})`;
    }),
    called(
      '(decimal(p, s), bigint) -> decimal(p, s)',
      (call, x) => {
        const digits = Number(call.literal(1) ?? call.reject(said`The number of decimals must be a constant`, 1));
        return sql`CAST(round(${x}, ${digits}), ${literal(engineType(call.result))})`;
      },
      ([argument]) => decimalOf(argument, (precision, scale) => [precision + 1, scale]),
    ),
  ),
  ...(['floor', 'ceiling'] as const).map((name) =>
    scalar(
      name === 'floor' ? 'floor' : ['ceiling', 'ceil'],
      name === 'floor'
        ? ['The greatest whole number that is not above.', '向下取整。', '切り捨てた整数。']
        : ['The least whole number that is not below.', '向上取整。', '切り上げた整数。'],
      `${name}(2.5)`,
      ...identities,
      native('(double) -> double', (x) => sql`${raw(name)}(${x})`),
      native('(real) -> real', (x) => sql`${raw(name)}(${x})`),
      decimals('decimal(p, s)', whole, (x) => sql`${raw(name)}(${x})`),
    ),
  ),
  scalar(
    'truncate',
    ['Number cut toward zero, to so many decimals.', '向零截断到指定小数位。', '0 方向に指定の小数位で切り捨てます。'],
    'truncate(2.57, 1)',
    decimals(
      'decimal(p, s)',
      (precision, scale) => [precision - scale, 0],
      (x) => sql`trunc(${x}, 0)`,
    ),
    native('(double) -> double', (x) => sql`trunc(${x})`),
    native('(real) -> real', (x) => sql`trunc(${x})`),
    called('(double, bigint) -> double', (_call, x, digits) => {
      const scaled = sql`multiply(${x}, pow(10, ${digits}))`;
      return sql`if(less(abs(${scaled}), 9e15), divide(trunc(${scaled}), pow(10, ${digits})), ${x})`;
    }),
    called('(decimal(p, s), bigint) -> decimal(p, s)', (call, x) => {
      const digits = call.literal(1);
      if (digits === null) return sql`NULL`;
      return sql`trunc(${x}, ${Number(digits ?? call.reject(said`The number of decimals must be a constant`, 1))})`;
    }),
  ),
  scalar(
    'abs',
    ['Number without its sign.', '绝对值。', '絶対値。'],
    'abs(-2)',
    ...integers.map(({ name, engine, least }) =>
      called(`(${name}) -> ${name}`, (call, x) =>
        call.check(
          sql`equals(${x}, ${raw(least)})`,
          'NUMERIC_VALUE_OUT_OF_RANGE',
          said`Value ${least} is out of range for abs(${name})`,
          sql`to${raw(engine)}(abs(${x}))`,
        ),
      ),
    ),
    native('(double) -> double', (x) => sql`abs(${x})`),
    native('(real) -> real', (x) => sql`abs(${x})`),
    native('(decimal(p, s)) -> decimal(p, s)', (x) => sql`abs(${x})`),
  ),
  scalar(
    'sign',
    ['-1, 0 or 1 by the sign of a number.', '数的符号（-1、0、1）。', '数の符号（-1、0、1）。'],
    'sign(-2)',
    ...integers.map(({ name, engine }) => native(`(${name}) -> ${name}`, (x) => sql`to${raw(engine)}(sign(${x}))`)),
    native('(double) -> double', (x) => sql`if(isNaN(${x}), nan, toFloat64(sign(${x})))`),
    native('(real) -> real', (x) => sql`toFloat32(if(isNaN(${x}), nan, sign(${x})))`),
    decimals(
      'decimal(p, s)',
      () => [1, 0],
      (x) => sql`sign(${x})`,
    ),
  ),
];

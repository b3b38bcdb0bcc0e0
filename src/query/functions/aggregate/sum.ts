import { said } from '../../../base/index.ts';
import { type Type, type Operand, raw, sql, type SqlNode } from '../../types/index.ts';
import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { aggregate, argument } from './define.ts';

/** The sum of bigints in 128 bits, which fails where it is no bigint. */
function bigintSum(args: readonly Operand[], call: EmitCall): SqlNode {
  const sum = call.name(call.aggregate('sum', [sql`toInt128(${argument(args, 0)})`]));
  const [least, greatest] = [sql`toInt128(-9223372036854775808)`, sql`toInt128(9223372036854775807)`];
  const outside = sql`ifNull(or(less(${sum}, ${least}), greater(${sum}, ${greatest})), 0)`;
  return call.check(outside, 'NUMERIC_VALUE_OUT_OF_RANGE', said`bigint addition overflow`, sql`toInt64(${sum})`);
}

function plainSum(args: readonly Operand[], call: EmitCall): SqlNode {
  return call.aggregate('sum', [argument(args, 0)]);
}

function scaleOf(type: Type | undefined): number {
  return type?.kind === 'decimal' ? type.scale : 0;
}

function decimalSum(args: readonly Operand[], call: EmitCall): SqlNode {
  const scale = scaleOf(call.argumentTypes[0]);
  const sum = call.name(call.aggregate('sum', [sql`toDecimal256(${argument(args, 0)}, ${scale})`]));
  const outside = sql`ifNull(greaterOrEquals(abs(${sum}), toDecimal256('1${raw('0'.repeat(38 - scale))}', 0)), 0)`;
  return call.check(outside, 'NUMERIC_VALUE_OUT_OF_RANGE', said`Decimal overflow`, sql`toDecimal128(${sum}, ${scale})`);
}

function decimalAverage(args: readonly Operand[], call: EmitCall): SqlNode {
  const { result } = call;
  if (result.kind !== 'decimal') throw new Error('BUG: not a decimal');
  const sum = call.aggregate('sum', [sql`toDecimal256(${argument(args, 0)}, ${result.scale + 2})`]);
  const count = call.aggregate('count', [argument(args, 0)]);
  return sql`CAST(round(divide(${sum}, toDecimal256(${count}, 0)), ${result.scale}), 'Nullable(Decimal(${result.precision}, ${result.scale}))')`;
}

function intervalAverage(args: readonly Operand[], call: EmitCall): SqlNode {
  return sql`toInt64(round(${call.aggregate('avg', [sql`toFloat64(${argument(args, 0)})`])}))`;
}

const intervals = ['interval day to second', 'interval year to month'] as const;

/** Sums and averages: over no rows they are NULL. */
export const sumFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'sum',
    [
      // So many rows that sums of these overflow are not stored.
      ...(['tinyint', 'smallint', 'integer'] as const).map((name) => [`(${name}) -> bigint`, plainSum] as const),
      ['(bigint) -> bigint', bigintSum],
      ['(decimal(p,s)) -> decimal(38,s)', decimalSum],
      ['(double) -> double', (args, call) => call.aggregate('sum', [argument(args, 0)])],
      [
        '(real) -> real',
        (args, call) => sql`toFloat32(${call.aggregate('sum', [sql`toFloat64(${argument(args, 0)})`])})`,
      ],
      ...intervals.map(
        (name) =>
          [
            `(${name}) -> ${name}`,
            (args: readonly Operand[], call: EmitCall) => call.aggregate('sum', [argument(args, 0)]),
          ] as const,
      ),
    ],
    {
      en: 'Sum; NULL over no rows. Fails where a bigint overflows.',
      zh: '求和；没有行时为 NULL；bigint 溢出时报错。',
      ja: '合計。行がなければ NULL。bigint が溢れると失敗。',
    },
    'sum(length(requestURI))',
  ),
  aggregate(
    'avg',
    [
      ['(bigint) -> double', (args, call) => call.aggregate('avg', [sql`toFloat64(${argument(args, 0)})`])],
      ['(decimal(p,s)) -> decimal(p,s)', decimalAverage],
      ['(double) -> double', (args, call) => call.aggregate('avg', [argument(args, 0)])],
      [
        '(real) -> real',
        (args, call) => sql`toFloat32(${call.aggregate('avg', [sql`toFloat64(${argument(args, 0)})`])})`,
      ],
      ...intervals.map((name) => [`(${name}) -> ${name}`, intervalAverage] as const),
    ],
    {
      en: 'Arithmetic mean; NULL over no rows.',
      zh: '算术平均值；没有行时为 NULL。',
      ja: '算術平均。行がなければ NULL。',
    },
    'avg("responseStatus.code")',
  ),
  aggregate(
    'geometric_mean',
    [
      [
        '(bigint) -> double',
        (args, call) => sql`exp(${call.aggregate('avg', [sql`log(toFloat64(${argument(args, 0)}))`])})`,
      ],
      ['(double) -> double', (args, call) => sql`exp(${call.aggregate('avg', [sql`log(${argument(args, 0)})`])})`],
      [
        '(real) -> real',
        (args, call) => sql`toFloat32(exp(${call.aggregate('avg', [sql`log(toFloat64(${argument(args, 0)}))`])}))`,
      ],
    ],
    { en: 'Geometric mean.', zh: '几何平均值。', ja: '幾何平均。' },
    'geometric_mean("responseStatus.code")',
  ),
];

import { said } from '../../../base/index.ts';
import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Operand, arrayItems, sql, lambda, type SqlNode } from '../../types/index.ts';
import { aggregate, distinguishable, argument } from './define.ts';

function share(call: EmitCall, index: number): SqlNode {
  const literal = call.literal(index);
  if (typeof literal !== 'string') return call.reject(said`The percentile must be a constant`, index);
  const value = Number(literal);
  if (!(value >= 0 && value <= 1)) return call.reject(said`The percentile must be between 0 and 1`, index);
  return sql`${value}`;
}

/** The value at a percentile, brought back to the type of the values. */
function typed(value: SqlNode, call: EmitCall): SqlNode {
  const type = call.result.kind === 'array' ? call.result.element : call.result;
  if (type.kind === 'bigint') return sql`toInt64(${value})`;
  return type.kind === 'real' ? sql`toFloat32(${value})` : sql`toFloat64(${value})`;
}

function percentile(args: readonly Operand[], call: EmitCall): SqlNode {
  return typed(call.aggregate('quantileExactHigh', [argument(args, 0)], { parameters: share(call, 1) }), call);
}

function weightedPercentile(args: readonly Operand[], call: EmitCall): SqlNode {
  const weight = sql`toUInt64(greatest(0, ifNull(${argument(args, 1)}, 0)))`;
  return typed(
    call.aggregate('quantileExactWeighted', [argument(args, 0), weight], { parameters: share(call, 2) }),
    call,
  );
}

/** Each percentile of an array: of the sorted values. */
function percentiles(args: readonly Operand[], call: EmitCall): SqlNode {
  const [, shares] = args;
  const sorted = call.name(sql`arraySort(${call.aggregate('groupArray', [argument(args, 0)])})`);
  const at = sql`least(length(${sorted}), plus(toUInt64(floor(multiply(assumeNotNull(p), length(${sorted})))), 1))`;
  const values = sql`arrayMap(${lambda('p', typed(sql`arrayElement(${sorted}, ${at})`, call))}, ${shares ? arrayItems(shares) : sql`[]`})`;
  return sql`if(empty(${sorted}), NULL, tuple(${values}))`;
}

/**
 * Centres of at most so many bins and the weight of each: different values as they are, or neighbours taken together where
 * they are more than the bins. The third argument is the weight, 1 without it.
 */
function numericHistogram(args: readonly Operand[], call: EmitCall): SqlNode {
  const bins = Number(call.literal(0));
  if (!Number.isInteger(bins) || bins < 2 || bins > 10_000) {
    return call.reject(said`The number of buckets must be a constant from 2 to 10000`, 0);
  }
  const missing = args.slice(1).map((argument) => sql`isNull(${argument.node})`);
  const isMissing = missing.length > 1 ? sql`or(${missing})` : (missing[0] ?? sql`0`);
  const item = (value: SqlNode) => sql`if(${isMissing}, [], [assumeNotNull(toFloat64(${value}))])`;
  const summed = call.name(
    call.aggregate('sumMap', [item(argument(args, 1)), item(args[2]?.node ?? sql`1`)], { isPlain: true }),
  );
  const [values, weights] = [sql`tupleElement(${summed}, 1)`, sql`tupleElement(${summed}, 2)`];
  const width = call.name(sql`greatest(1, toUInt64(ceil(divide(length(${values}), ${bins}))))`);
  const chunks = sql`range(toUInt64(ceil(divide(length(${values}), ${width}))))`;
  const slice = (list: SqlNode) => sql`arraySlice(${list}, plus(multiply(i, ${width}), 1), ${width})`;
  const total = sql`arraySum(${slice(weights)})`;
  const centre = sql`divide(arraySum(${lambda(['v', 'w'], sql`multiply(v, w)`)}, ${slice(values)}, ${slice(weights)}), ${total})`;
  return sql`if(empty(${values}), NULL, tuple(arrayMap(${lambda('i', centre)}, ${chunks}), arrayMap(${lambda('i', total)}, ${chunks})))`;
}

/** A sketch is the state of uniqCombined64 over hashes, as bytes. */
export const sketchType = sql`'AggregateFunction(uniqCombined64OrNull, UInt64)'`;

const emptySketch = sql`CAST(arrayReduce('uniqCombined64OrNullState', emptyArrayUInt64()), 'String')`;

/** A sketch made by an aggregate; NULL where all that it would be of is NULL. */
function sketchOf(args: readonly Operand[], call: EmitCall, name: string, item: SqlNode): SqlNode {
  const count = call.aggregate('count', [argument(args, 0)], { isPlain: true });
  return sql`if(equals(${count}, 0), NULL, CAST(${call.aggregate(name, [item], { isPlain: true })}, 'String'))`;
}

/** Approximate aggregates. */
export const approximateFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'approx_percentile',
    [
      ['(bigint, double) -> bigint', percentile, 1],
      ['(double, double) -> double', percentile, 1],
      ['(real, double) -> real', percentile, 1],
      ['(bigint, bigint, double) -> bigint', weightedPercentile, 2],
      ['(double, double, double) -> double', weightedPercentile, 2],
      ['(bigint, array(double)) -> array(bigint)', percentiles, 1],
      ['(double, array(double)) -> array(double)', percentiles, 1],
    ],
    {
      en: 'Value below which the given share of the values lies.',
      zh: '给定百分位上的值。',
      ja: '指定した割合の位置にある値。',
    },
    'approx_percentile("responseStatus.code", 0.95)',
    { topic: 'approximate' },
  ),
  aggregate(
    'numeric_histogram',
    [
      ['(bigint, double) -> map(double,double)', numericHistogram, 0],
      ['(bigint, real) -> map(real,real)', numericHistogram, 0],
      ['(bigint, double, double) -> map(double,double)', numericHistogram, 0],
    ],
    {
      en: 'Centres of at most so many bins and the number of values in each.',
      zh: '近似直方图：桶中心到数量的 map。',
      ja: '近似ヒストグラム。区間の中心と件数。',
    },
    'numeric_histogram(10, "responseStatus.code")',
    { topic: 'approximate' },
  ),
  aggregate(
    'approx_set',
    [
      [
        '(T) -> hyperloglog',
        (args, call) =>
          sketchOf(args, call, 'uniqCombined64State', sql`cityHash64(${distinguishable(argument(args, 0), call)})`),
      ],
    ],
    {
      en: 'Sketch of the different values, for cardinality and merge.',
      zh: '不同值的概要（HyperLogLog）。',
      ja: '異なる値のスケッチ。',
    },
    'cardinality(approx_set(verb))',
    { topic: 'approximate' },
  ),
  aggregate(
    'merge',
    [
      [
        '(hyperloglog) -> hyperloglog',
        (args, call) =>
          sketchOf(
            args,
            call,
            'uniqCombined64MergeState',
            sql`CAST(ifNull(${argument(args, 0)}, ${emptySketch}), ${sketchType})`,
          ),
      ],
    ],
    { en: 'Union of sketches.', zh: '合并概要。', ja: 'スケッチの統合。' },
    'cardinality(merge(s)) FROM (SELECT approx_set(verb) AS s FROM log GROUP BY stage)',
    { topic: 'approximate' },
  ),
  {
    name: 'empty_approx_set',
    topic: 'approximate',
    kind: 'scalar',
    overloads: [
      {
        signature: '() -> hyperloglog',
        emit: () => emptySketch,
      },
    ],
    doc: { en: 'Sketch that has seen no values.', zh: '空的概要。', ja: '空のスケッチ。' },
    example: 'cardinality(empty_approx_set())',
  },
];

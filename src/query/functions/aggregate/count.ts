import { said } from '../../../base/index.ts';
import { sql, type SqlNode } from '../../types/index.ts';
import type { CatalogueFunction } from '../catalogue.ts';
import { aggregate, distinguishable, argument } from './define.ts';

/** Aggregates that count: over no rows they are 0. */
export const countFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'count',
    [
      ['() -> bigint', (_, call) => sql`toInt64(${call.aggregate('count', [])})`],
      [
        '(T) -> bigint',
        (args, call) => {
          const value = distinguishable(argument(args, 0), call);
          const constant = call.literal(0);
          if (!call.distinct && constant !== undefined && constant !== null) {
            return sql`toInt64(${call.aggregate('count', [])})`;
          }
          if (!call.distinct) return sql`toInt64(${call.aggregate('count', [value])})`;
          return sql`toInt64(ifNull(${call.aggregate('uniqExact', [value], { isPlain: true })}, 0))`;
        },
      ],
    ],
    {
      en: 'Number of rows, or of rows where the argument is not NULL; count(DISTINCT x) counts different values.',
      zh: '行数，或参数非 NULL 的行数；count(DISTINCT x) 统计不同值的个数。',
      ja: '行数、または引数が NULL でない行数。count(DISTINCT x) は異なる値の数。',
    },
    'count(*)',
  ),
  aggregate(
    'count_if',
    [
      [
        '(boolean) -> bigint',
        (args, call) => {
          if (!call.distinct) return sql`toInt64(ifNull(${call.aggregate('countIf', [argument(args, 0)])}, 0))`;
          return sql`toInt64(ifNull(${call.aggregate('count', [sql`nullIf(${argument(args, 0)}, 0)`])}, 0))`;
        },
      ],
    ],
    { en: 'Number of rows where the condition is true.', zh: '条件为真的行数。', ja: '条件が真の行数。' },
    'count_if("responseStatus.code" >= 400)',
  ),
  aggregate(
    'approx_distinct',
    [
      ['(T) -> bigint', (args, call) => approximateCount(argument(args, 0), call)],
      ['(T, double) -> bigint', (args, call) => approximateCount(argument(args, 0), call), 1],
    ],
    {
      en: 'Number of different values, approximately; exact for few.',
      zh: '不同值个数的近似值，数量较少时精确。',
      ja: '異なる値の数の近似。少数なら正確。',
    },
    'approx_distinct("user.username")',
    { topic: 'approximate' },
  ),
];

function approximateCount(value: SqlNode, call: Parameters<typeof distinguishable>[1]): SqlNode {
  const error = call.literal(1);
  if (typeof error === 'string' && (Number(error) < 0.0040625 || Number(error) > 0.26)) {
    return call.reject(said`The standard error must be between 0.0040625 and 0.26`, 1);
  }
  return sql`toInt64(ifNull(${call.aggregate('uniqCombined64', [distinguishable(value, call)], { isPlain: true })}, 0))`;
}

import { said } from '../../../base/index.ts';
import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Operand, instantOf, raw, sql, lambda, type SqlNode } from '../../types/index.ts';
import { aggregate, arrayOrNull, argument } from './define.ts';

type Side = 'max' | 'min';

function isZoned(call: EmitCall, index: number): boolean {
  const type = call.argumentTypes[index];
  return type?.kind === 'timestamp' && type.zone;
}

/** What of a value says which of two is greater. */
function comparable(args: readonly Operand[], call: EmitCall, index: number): SqlNode {
  const value = args[index];
  if (!value) return sql`NULL`;
  return isZoned(call, index) ? instantOf(value) : value.node;
}

function extreme(side: Side, args: readonly Operand[], call: EmitCall): SqlNode {
  if (call.argumentTypes[0]?.kind === 'unknown') return sql`NULL`;
  if (!isZoned(call, 0)) return call.aggregate(side, [argument(args, 0)]);
  return call.aggregate(side === 'max' ? 'argMax' : 'argMin', [argument(args, 0), comparable(args, call, 0)]);
}

function checkedCount(count: SqlNode, call: EmitCall): SqlNode {
  const literal = call.literal(call.argumentTypes.length - 1);
  if (typeof literal === 'string' && (Number(literal) <= 0 || Number(literal) > 10_000)) {
    return call.reject(said`The number of values must be positive and at most 10000`, call.argumentTypes.length - 1);
  }
  return count;
}

function extremes(side: Side, args: readonly Operand[], call: EmitCall): SqlNode {
  const collected = call.aggregate('groupArray', [argument(args, 0)]);
  const sorted = side === 'max' ? sql`arrayReverseSort(${collected})` : sql`arraySort(${collected})`;
  return arrayOrNull(sql`arraySlice(${sorted}, 1, ${checkedCount(argument(args, 1), call)})`, call);
}

/** The value of the first argument where the second is greatest or least; it may be NULL itself. */
function extremeBy(side: Side, args: readonly Operand[], call: EmitCall): SqlNode {
  const key = comparable(args, call, 1);
  // NaN is passed over, as it is by max and min.
  const type = call.argumentTypes[1];
  const isFloat = type?.kind === 'double' || type?.kind === 'real';
  const order = isFloat ? sql`if(isNaN(${key}), ${raw(side === 'max' ? '-inf' : 'inf')}, ${key})` : key;
  const name = side === 'max' ? 'argMax' : 'argMin';
  const [value] = args;
  if (value && !value.nullable) return call.aggregate(name, [value.node, order]);
  // The engine passes over rows whose value is NULL; whether it is one is asked of the same row. Copies of texts are dear.
  if (call.argumentTypes[0]?.kind === 'varchar') {
    const found = call.aggregate(name, [sql`assumeNotNull(${argument(args, 0)})`, order]);
    const isNull = call.aggregate(name, [sql`isNull(${argument(args, 0)})`, order]);
    return sql`if(ifNull(${isNull}, 1), NULL, ${found})`;
  }
  return sql`tupleElement(${call.aggregate(name, [sql`tuple(${argument(args, 0)})`, order])}, 1)`;
}

function extremesBy(side: Side, args: readonly Operand[], call: EmitCall): SqlNode {
  const collected = call.aggregate('groupArray', [
    sql`if(isNull(${argument(args, 1)}), NULL, tuple(${argument(args, 0)}, ${comparable(args, call, 1)}))`,
  ]);
  const sort = raw(side === 'max' ? 'arrayReverseSort' : 'arraySort');
  const sorted = sql`${sort}(${lambda('t', sql`tupleElement(t, 2)`)}, ${collected})`;
  return arrayOrNull(
    sql`arrayMap(${lambda('t', sql`tupleElement(t, 1)`)}, arraySlice(${sorted}, 1, ${checkedCount(argument(args, 2), call)}))`,
    call,
  );
}

/** Aggregates that choose a value. */
export const extremeFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'max',
    [
      ['(T) -> T where T orderable', (args, call) => extreme('max', args, call)],
      ['(T, bigint) -> array(T) where T orderable', (args, call) => extremes('max', args, call), 1],
    ],
    {
      en: 'Greatest value, or with a number the n greatest as an array.',
      zh: '最大值；带个数时返回最大的 n 个值的数组。',
      ja: '最大値。数を渡すと大きい順に n 個の配列。',
    },
    'max("responseStatus.code")',
  ),
  aggregate(
    'min',
    [
      ['(T) -> T where T orderable', (args, call) => extreme('min', args, call)],
      ['(T, bigint) -> array(T) where T orderable', (args, call) => extremes('min', args, call), 1],
    ],
    {
      en: 'Least value, or with a number the n least as an array.',
      zh: '最小值；带个数时返回最小的 n 个值的数组。',
      ja: '最小値。数を渡すと小さい順に n 個の配列。',
    },
    'min(__time__)',
  ),
  aggregate(
    'max_by',
    [
      ['(V, K) -> V where K orderable', (args, call) => extremeBy('max', args, call)],
      ['(V, K, bigint) -> array(V) where K orderable', (args, call) => extremesBy('max', args, call), 2],
    ],
    {
      en: 'First argument of the row where the second is greatest, or of the n such rows.',
      zh: '第二个参数最大的行（或前 n 行）的第一个参数。',
      ja: '第 2 引数が最大の行（または上位 n 行）の第 1 引数。',
    },
    'max_by(verb, __time__)',
  ),
  aggregate(
    'min_by',
    [
      ['(V, K) -> V where K orderable', (args, call) => extremeBy('min', args, call)],
      ['(V, K, bigint) -> array(V) where K orderable', (args, call) => extremesBy('min', args, call), 2],
    ],
    {
      en: 'First argument of the row where the second is least, or of the n such rows.',
      zh: '第二个参数最小的行（或前 n 行）的第一个参数。',
      ja: '第 2 引数が最小の行（または下位 n 行）の第 1 引数。',
    },
    'min_by(verb, __time__)',
  ),
  aggregate(
    'arbitrary',
    [
      [
        '(T) -> T',
        (args, call) =>
          call.argumentTypes[0]?.kind === 'unknown' ? sql`NULL` : call.aggregate('any', [argument(args, 0)]),
      ],
    ],
    { en: 'Any value that is not NULL.', zh: '任意一个非 NULL 值。', ja: 'NULL でない任意の値。' },
    'arbitrary("user.username")',
    { aliases: ['any_value'] },
  ),
  aggregate(
    'bool_and',
    [['(boolean) -> boolean', (args, call) => call.aggregate('min', [argument(args, 0)])]],
    { en: 'Whether all values are true.', zh: '是否全部为真。', ja: 'すべて真か。' },
    'bool_and("responseStatus.code" < 400)',
    { aliases: ['every'] },
  ),
  aggregate(
    'bool_or',
    [['(boolean) -> boolean', (args, call) => call.aggregate('max', [argument(args, 0)])]],
    { en: 'Whether any value is true.', zh: '是否有任意一个为真。', ja: 'いずれかが真か。' },
    'bool_or("responseStatus.code" >= 400)',
  ),
  aggregate(
    'bitwise_and_agg',
    [['(bigint) -> bigint', (args, call) => call.aggregate('groupBitAnd', [argument(args, 0)])]],
    { en: 'Bitwise AND of all values.', zh: '所有值的按位与。', ja: '全値のビット AND。' },
    'bitwise_and_agg("responseStatus.code")',
  ),
  aggregate(
    'bitwise_or_agg',
    [['(bigint) -> bigint', (args, call) => call.aggregate('groupBitOr', [argument(args, 0)])]],
    { en: 'Bitwise OR of all values.', zh: '所有值的按位或。', ja: '全値のビット OR。' },
    'bitwise_or_agg("responseStatus.code")',
  ),
];

import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Sql, instantOf } from '../../types/index.ts';
import { aggregate, arrayOrNull, text } from './define.ts';

type Side = 'max' | 'min';

function isZoned(call: EmitCall, index: number): boolean {
  const type = call.argumentTypes[index];
  return type?.kind === 'timestamp' && type.zone;
}

/** What of a value says which of two is greater. */
function comparable(args: readonly Sql[], call: EmitCall, index: number): string {
  const value = args[index];
  if (!value) return 'NULL';
  return isZoned(call, index) ? instantOf(value) : value.text;
}

function extreme(side: Side, args: readonly Sql[], call: EmitCall): string {
  if (call.argumentTypes[0]?.kind === 'unknown') return 'NULL';
  if (!isZoned(call, 0)) return call.aggregate(side, [text(args, 0)]);
  return call.aggregate(side === 'max' ? 'argMax' : 'argMin', [text(args, 0), comparable(args, call, 0)]);
}

function checkedCount(count: string, call: EmitCall): string {
  const literal = call.literal(call.argumentTypes.length - 1);
  if (typeof literal === 'string' && (Number(literal) <= 0 || Number(literal) > 10_000)) {
    return call.reject('The number of values must be positive and at most 10000', call.argumentTypes.length - 1);
  }
  return count;
}

function extremes(side: Side, args: readonly Sql[], call: EmitCall): string {
  const collected = call.aggregate('groupArray', [text(args, 0)]);
  const sorted = side === 'max' ? `arrayReverseSort(${collected})` : `arraySort(${collected})`;
  return arrayOrNull(`arraySlice(${sorted}, 1, ${checkedCount(text(args, 1), call)})`, call);
}

/** The value of the first argument where the second is greatest or least; it may be NULL itself. */
function extremeBy(side: Side, args: readonly Sql[], call: EmitCall): string {
  const key = comparable(args, call, 1);
  // NaN is passed over, as it is by max and min.
  const type = call.argumentTypes[1];
  const isFloat = type?.kind === 'double' || type?.kind === 'real';
  const order = isFloat ? `if(isNaN(${key}), ${side === 'max' ? '-inf' : 'inf'}, ${key})` : key;
  const name = side === 'max' ? 'argMax' : 'argMin';
  const [value] = args;
  if (value && !value.nullable) return call.aggregate(name, [value.text, order]);
  // The engine passes over rows whose value is NULL; whether it is one is asked of the same row. Copies of texts are dear.
  if (call.argumentTypes[0]?.kind === 'varchar') {
    const found = call.aggregate(name, [`assumeNotNull(${text(args, 0)})`, order]);
    const isNull = call.aggregate(name, [`isNull(${text(args, 0)})`, order]);
    return `if(ifNull(${isNull}, 1), NULL, ${found})`;
  }
  return `tupleElement(${call.aggregate(name, [`tuple(${text(args, 0)})`, order])}, 1)`;
}

function extremesBy(side: Side, args: readonly Sql[], call: EmitCall): string {
  const collected = call.aggregate('groupArray', [
    `if(isNull(${text(args, 1)}), NULL, tuple(${text(args, 0)}, ${comparable(args, call, 1)}))`,
  ]);
  const sort = side === 'max' ? 'arrayReverseSort' : 'arraySort';
  const sorted = `${sort}(t -> tupleElement(t, 2), ${collected})`;
  return arrayOrNull(
    `arrayMap(t -> tupleElement(t, 1), arraySlice(${sorted}, 1, ${checkedCount(text(args, 2), call)}))`,
    call,
  );
}

/** Aggregates that choose a value. */
export const extremeFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'max',
    [
      ['(T) -> T where T orderable', (args, call) => extreme('max', args, call)],
      ['(T, bigint) -> array(T) where T orderable', (args, call) => extremes('max', args, call)],
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
      ['(T, bigint) -> array(T) where T orderable', (args, call) => extremes('min', args, call)],
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
      ['(V, K, bigint) -> array(V) where K orderable', (args, call) => extremesBy('max', args, call)],
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
      ['(V, K, bigint) -> array(V) where K orderable', (args, call) => extremesBy('min', args, call)],
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
        (args, call) => (call.argumentTypes[0]?.kind === 'unknown' ? 'NULL' : call.aggregate('any', [text(args, 0)])),
      ],
    ],
    { en: 'Any value that is not NULL.', zh: '任意一个非 NULL 值。', ja: 'NULL でない任意の値。' },
    'arbitrary("user.username")',
    { aliases: ['any_value'] },
  ),
  aggregate(
    'bool_and',
    [['(boolean) -> boolean', (args, call) => call.aggregate('min', [text(args, 0)])]],
    { en: 'Whether all values are true.', zh: '是否全部为真。', ja: 'すべて真か。' },
    'bool_and("responseStatus.code" < 400)',
    { aliases: ['every'] },
  ),
  aggregate(
    'bool_or',
    [['(boolean) -> boolean', (args, call) => call.aggregate('max', [text(args, 0)])]],
    { en: 'Whether any value is true.', zh: '是否有任意一个为真。', ja: 'いずれかが真か。' },
    'bool_or("responseStatus.code" >= 400)',
  ),
  aggregate(
    'bitwise_and_agg',
    [['(bigint) -> bigint', (args, call) => call.aggregate('groupBitAnd', [text(args, 0)])]],
    { en: 'Bitwise AND of all values.', zh: '所有值的按位与。', ja: '全値のビット AND。' },
    'bitwise_and_agg("responseStatus.code")',
  ),
  aggregate(
    'bitwise_or_agg',
    [['(bigint) -> bigint', (args, call) => call.aggregate('groupBitOr', [text(args, 0)])]],
    { en: 'Bitwise OR of all values.', zh: '所有值的按位或。', ja: '全値のビット OR。' },
    'bitwise_or_agg("responseStatus.code")',
  ),
];

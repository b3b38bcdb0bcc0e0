import { said } from '../../base/index.ts';
import { sketchType } from './aggregate/approximate.ts';
import {
  types,
  type MadeTuple,
  type Operand,
  arrayItems,
  arrayValue,
  mapKeys,
  mapValues,
  present,
  sql,
  lambda,
  type SqlNode,
  raw,
} from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { joinTexts } from './join-texts.ts';
import { composed, plain, scalarsOf } from './define.ts';
import { distinctItems, hasNull, itemsOfType, resultElement } from './collection.ts';
import { checkAll } from './string-split.ts';

const scalar = scalarsOf('array');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

function items(call: EmitCall, array: Operand): SqlNode {
  return call.name(arrayItems(array));
}

function extreme(name: 'arrayMax' | 'arrayMin') {
  return (call: EmitCall, array: Operand): SqlNode => {
    call.mayBeNull();
    const all = items(call, array);
    const known = sql`arrayMap(${lambda('i', sql`assumeNotNull(i)`)}, ${all})`;
    return sql`if(or(empty(${all}), ${hasNull(all)}), NULL, ${raw(name)}(${known}))`;
  };
}

/** Sorts by a comparator: item by item goes before the first that it is less than. */
function sortBy(call: EmitCall, array: Operand, comparator: Operand): SqlNode {
  const all = items(call, array);
  const results = sql`arrayMap(${comparator.node}, arrayPopBack(${all}), arrayPopFront(${all}))`;
  const against = sql`arrayMap(${comparator.node}, arrayResize(arrayPopBack([e]), length(f), e), f)`;
  const place = sql`arrayFirstIndex(${lambda('r', sql`less(ifNull(r, 0), 0)`)}, ${against})`;
  const inserted = sql`if(equals(${place}, 0), arrayPushBack(f, e), arrayConcat(arraySlice(f, 1, minus(${place}, 1)), [e], arraySlice(f, ${place})))`;
  const element = resultElement(call);
  const sorted = sql`arrayFold(${lambda(['f', 'e'], inserted)}, ${all}, ${itemsOfType(sql`[]`, element)})`;
  return call.check(
    sql`arrayExists(${lambda('r', sql`not(in(ifNull(r, 2), tuple(-1, 0, 1)))`)}, ${results})`,
    invalid,
    said`Lambda comparator must return either -1, 0, or 1`,
    arrayValue(sorted).node,
  );
}

function contains(call: EmitCall, array: Operand, value: Operand): SqlNode {
  call.mayBeNull();
  const all = items(call, array);
  return sql`multiIf(has(${all}, ${value.node}), 1, ${hasNull(all)}, NULL, 0)`;
}

function join(call: EmitCall, array: Operand, separator: Operand, nullText?: Operand): SqlNode {
  const [type] = call.argumentTypes;
  const texts = { kind: 'array', element: types.varchar } as const;
  const made =
    type && type.kind === 'array' && type.element.kind !== 'varchar' && type.element.kind !== 'unknown'
      ? arrayItems(present(call.name(call.cast(array, type, texts))))
      : arrayItems(array);
  const all = call.name(made);
  const kept = nullText
    ? sql`arrayMap(${lambda('i', sql`ifNull(i, ${nullText.node})`)}, ${all})`
    : sql`arrayMap(${lambda('i', sql`assumeNotNull(i)`)}, arrayFilter(${lambda('i', sql`isNotNull(i)`)}, ${all}))`;
  return type?.kind === 'array' && type.element.kind === 'unknown'
    ? joinTexts(
        sql`arrayMap(${lambda('i', nullText?.node ?? sql`''`)}, ${nullText ? all : sql`arrayFilter(${lambda('i', sql`0`)}, ${all})`})`,
        separator.node,
      )
    : joinTexts(kept, separator.node);
}

function slice(call: EmitCall, array: Operand, start: Operand, length: Operand): SqlNode {
  const checks = [
    [sql`equals(${start.node}, 0)`, said`SQL array indices start at 1`],
    [sql`less(${length.node}, 0)`, 'length must be greater than or equal to 0'],
  ] as const;
  const all = items(call, array);
  const cut = sql`if(less(${start.node}, negate(toInt64(length(${all})))), arraySlice(${all}, 1, 0), arraySlice(${all}, ${start.node}, ${length.node}))`;
  return checkAll(call, checks, arrayValue(cut).node);
}

function elementAt(call: EmitCall, array: Operand, index: Operand): SqlNode {
  call.mayBeNull();
  const all = items(call, array);
  const item = sql`if(greater(abs(${index.node}), length(${all})), NULL, arrayElement(${all}, ${index.node}))`;
  return call.check(sql`equals(${index.node}, 0)`, invalid, said`SQL array indices start at 1`, item);
}

function valueOf(call: EmitCall, map: Operand, key: Operand): SqlNode {
  call.mayBeNull();
  const place = call.name(sql`indexOf(${mapKeys(map)}, ${key.node})`);
  return sql`if(equals(${place}, 0), NULL, arrayElement(${mapValues(map)}, ${place}))`;
}

function zip(call: EmitCall, ...arrays: Operand[]): MadeTuple {
  const all = arrays.map((array) => items(call, array));
  const lengths = all.map((one) => sql`length(${one})`);
  const longest = call.name(lengths.length === 1 ? sql`${lengths}` : sql`arrayMax([${lengths}])`);
  const names = all.map((_, index) => `z${index}`);
  const padded = all.map((one) => sql`arrayResize(${one}, ${longest}, NULL)`);
  return arrayValue(
    itemsOfType(sql`arrayMap(${lambda(names, sql`tuple(${names.map(raw)})`)}, ${padded})`, resultElement(call)),
  );
}

function transpose(call: EmitCall, array: Operand): MadeTuple {
  const rows = items(call, array);
  const width = sql`length(tupleElement(arrayElement(${rows}, 1), 1))`;
  const column = sql`tuple(arrayMap(${lambda('i', sql`arrayElement(tupleElement(i, 1), k)`)}, ${rows}))`;
  return arrayValue(
    itemsOfType(sql`arrayMap(${lambda('k', column)}, range(1, plus(${width}, 1)))`, resultElement(call)),
  );
}

const array = '(array(T)';

export const arrayFunctions = [
  scalar(
    'cardinality',
    [
      'Number of elements of an array, of entries of a map, or of different values that a sketch has seen.',
      '数组元素或 map 条目的个数。',
      '配列の要素数、または map の項目数。',
    ],
    "cardinality(split(requestURI, '/'))",
    composed('(array(T)) -> bigint', (_call, value) => sql`toInt64(length(${arrayItems(value)}))`),
    composed('(map(K, V)) -> bigint', (_call, value) => sql`toInt64(length(${mapKeys(value)}))`),
    plain(
      '(hyperloglog) -> bigint',
      (sketch) => sql`toInt64(ifNull(finalizeAggregation(CAST(${sketch}, ${sketchType})), 0))`,
    ),
  ),
  scalar(
    'element_at',
    [
      'Element of an array, counted from 1 or, when negative, from the end; or value of a key of a map. NULL where there is none.',
      '数组元素（从 1 开始，负数从末尾计）或 map 的值，不存在时为 NULL。',
      '配列の要素（1 から、負なら末尾から）または map の値。なければ NULL。',
    ],
    "element_at(split(requestURI, '/'), -1)",
    composed('(array(T), bigint) -> T', elementAt),
    composed('(map(K, V), K) -> V', valueOf),
  ),
  scalar(
    'contains',
    ['Whether an array holds a value.', '数组是否包含某个值。', '配列が値を含むか。'],
    "contains(array['get', 'list'], verb)",
    composed(`${array}, T) -> boolean`, contains),
  ),
  scalar(
    'array_position',
    [
      'Position of a value in an array, counted from 1; 0 where it is not in it.',
      '值在数组中的位置（从 1 开始），不存在为 0。',
      '配列での値の位置（1 から）。なければ 0。',
    ],
    "array_position(array['a', 'b'], 'b')",
    composed(
      `${array}, T) -> bigint`,
      (_call, value, item) => sql`toInt64(indexOf(${arrayItems(value)}, ${item.node}))`,
    ),
  ),
  scalar(
    'array_distinct',
    ['Array without repeated values.', '去除重复元素。', '重複を除いた配列。'],
    'array_distinct(array[1, 2, 1])',
    composed(`${array}) -> array(T)`, (call, value) => arrayValue(distinctItems(items(call, value)))),
  ),
  scalar(
    'array_except',
    [
      'Values of the first array that the second lacks, each once.',
      '第一个数组中不在第二个数组中的元素（去重）。',
      '2 番目にない、最初の配列の値（重複なし）。',
    ],
    'array_except(array[1, 2], array[2])',
    composed(`${array}, array(T)) -> array(T)`, (call, left, right) => {
      const others = items(call, right);
      return arrayValue(
        sql`arrayFilter(${lambda('e', sql`not(has(${others}, e))`)}, ${distinctItems(items(call, left))})`,
      );
    }),
  ),
  scalar(
    'array_intersect',
    ['Values that both arrays hold, each once.', '两个数组共有的元素（去重）。', '両方の配列にある値（重複なし）。'],
    'array_intersect(array[1, 2], array[2, 3])',
    composed(`${array}, array(T)) -> array(T)`, (call, left, right) => {
      const others = items(call, right);
      return arrayValue(sql`arrayFilter(${lambda('e', sql`has(${others}, e)`)}, ${distinctItems(items(call, left))})`);
    }),
  ),
  scalar(
    'array_union',
    ['Values that either array holds, each once.', '两个数组的并集（去重）。', 'いずれかの配列にある値（重複なし）。'],
    'array_union(array[1], array[2])',
    composed(`${array}, array(T)) -> array(T)`, (call, left, right) =>
      arrayValue(distinctItems(call.name(sql`arrayConcat(${arrayItems(left)}, ${arrayItems(right)})`))),
    ),
  ),
  scalar(
    'arrays_overlap',
    ['Whether two arrays have a value in common.', '两个数组是否有共同元素。', '2 つの配列に共通の値があるか。'],
    'arrays_overlap(array[1, 2], array[2])',
    composed(`${array}, array(T)) -> boolean`, (call, left, right) => {
      call.mayBeNull();
      const [some, others] = [items(call, left), items(call, right)];
      const common = sql`arrayExists(${lambda('e', sql`and(isNotNull(e), has(${others}, e))`)}, ${some})`;
      const unknown = sql`or(and(${hasNull(some)}, notEmpty(${others})), and(${hasNull(others)}, notEmpty(${some})))`;
      return sql`multiIf(${common}, 1, ${unknown}, NULL, 0)`;
    }),
  ),
  scalar(
    'array_join',
    [
      'Text of the elements with a delimiter between them; NULLs are left out or printed as the third argument.',
      '用分隔符连接元素；NULL 被忽略或替换为第三个参数。',
      '要素を区切り文字でつなげます。NULL は省くか第 3 引数にします。',
    ],
    "array_join(array['a', 'b'], ', ')",
    composed(`${array}, varchar) -> varchar`, join),
    composed(`${array}, varchar, varchar) -> varchar`, join),
  ),
  scalar(
    'array_max',
    [
      'The greatest element; NULL where one is NULL.',
      '最大元素；含 NULL 时为 NULL。',
      '最大の要素。NULL を含めば NULL。',
    ],
    'array_max(array[1, 3, 2])',
    composed(`${array}) -> T where T orderable`, extreme('arrayMax')),
  ),
  scalar(
    'array_min',
    ['The least element; NULL where one is NULL.', '最小元素；含 NULL 时为 NULL。', '最小の要素。NULL を含めば NULL。'],
    'array_min(array[1, 3, 2])',
    composed(`${array}) -> T where T orderable`, extreme('arrayMin')),
  ),
  scalar(
    'array_remove',
    ['Array without a value.', '去除数组中的某个值。', '値を取り除いた配列。'],
    "array_remove(array['a', 'b'], 'a')",
    composed(`${array}, T) -> array(T)`, (_call, value, item) =>
      arrayValue(sql`arrayFilter(${lambda('e', sql`ifNull(notEquals(e, ${item.node}), 1)`)}, ${arrayItems(value)})`),
    ),
  ),
  scalar(
    'array_sort',
    [
      'Array in order, NULLs last; or in the order of a comparator that gives -1, 0 or 1.',
      '排序（NULL 在最后），或按返回 -1、0、1 的比较函数排序。',
      '整列した配列（NULL は最後）、または -1・0・1 を返す比較関数の順。',
    ],
    'array_sort(array[2, 1])',
    composed(`${array}) -> array(T) where T orderable`, (_call, value) =>
      arrayValue(sql`arraySort(${arrayItems(value)})`),
    ),
    composed(`${array}, function(T, T, bigint)) -> array(T)`, sortBy),
  ),
  scalar(
    'array_transpose',
    ['Rows of an array of arrays as columns.', '转置二维数组。', '配列の配列の行と列を入れ替えます。'],
    'array_transpose(array[array[1, 2], array[3, 4]])',
    composed('(array(array(T))) -> array(array(T))', transpose),
  ),
  scalar(
    'flatten',
    [
      'Elements of an array of arrays in one array.',
      '把数组的数组展开为一个数组。',
      '配列の配列を 1 つの配列にします。',
    ],
    'flatten(array[array[1], array[2, 3]])',
    composed('(array(array(T))) -> array(T)', (call, value) =>
      arrayValue(
        itemsOfType(
          sql`arrayFlatten(arrayMap(${lambda('e', sql`tupleElement(e, 1)`)}, ${arrayItems(value)}))`,
          resultElement(call),
        ),
      ),
    ),
  ),
  scalar(
    'repeat',
    ['Array of a value so many times.', '重复某个值的数组。', '値を繰り返した配列。'],
    "repeat('a', 3)",
    {
      ...composed('(T, bigint) -> array(T)', (call, value, count) => {
        const size = sql`ifNull(${count.node}, 0)`;
        const items = sql`arrayMap(${lambda('i', value.node)}, range(toUInt32(greatest(${size}, 0))))`;
        const { node } = arrayValue(itemsOfType(items, resultElement(call)));
        const message = said`count argument of repeat function must be between 0 and 10000`;
        const outside = sql`or(less(${size}, 0), greater(${size}, 10000))`;
        return call.check(outside, invalid, message, sql`if(isNull(${count.node}), NULL, ${node})`);
      }),
      nulls: 'custom',
    },
  ),
  scalar(
    'shuffle',
    ['Array in a random order.', '随机打乱数组。', '配列を無作為に並べ替えます。'],
    'shuffle(array[1, 2, 3])',
    composed(`${array}) -> array(T)`, (_call, value) => arrayValue(sql`arrayShuffle(${arrayItems(value)})`)),
  ),
  scalar(
    'slice',
    [
      'So many elements of an array from a position, counted from 1 or, when negative, from the end.',
      '从指定位置截取若干元素。',
      '指定位置からの要素を取り出します。',
    ],
    'slice(array[1, 2, 3], 2, 2)',
    composed(`${array}, bigint, bigint) -> array(T)`, slice),
  ),
  scalar(
    'zip',
    [
      'Array of rows of the elements at the same place; shorter arrays are filled with NULL.',
      '把多个数组同位置的元素合成行，短的以 NULL 补齐。',
      '同じ位置の要素を行にまとめた配列。短いものは NULL で補います。',
    ],
    "zip(array[1, 2], array['a', 'b'])",
    composed('(array(A)) -> array(row(A))', zip),
    composed('(array(A), array(B)) -> array(row(A, B))', zip),
    composed('(array(A), array(B), array(C)) -> array(row(A, B, C))', zip),
    composed('(array(A), array(B), array(C), array(D)) -> array(row(A, B, C, D))', zip),
    composed('(array(A), array(B), array(C), array(D), array(E)) -> array(row(A, B, C, D, E))', zip),
  ),
];

import { sketchType } from './aggregate/approximate.ts';
import { types, type Made, type Sql, arrayItems, arrayValue, mapKeys, mapValues, simpleSql } from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { joinTexts } from './join-texts.ts';
import { composed, plain, scalarsOf } from './define.ts';
import { distinctItems, hasNull, itemsOfType, resultElement } from './collection.ts';
import { checkAll } from './string-split.ts';

const scalar = scalarsOf('array');
const invalid = 'INVALID_FUNCTION_ARGUMENT';

function items(call: EmitCall, array: Sql): string {
  return call.name(arrayItems(array));
}

function extreme(called: 'arrayMax' | 'arrayMin') {
  return (call: EmitCall, array: Sql): string => {
    call.mayBeNull();
    const all = items(call, array);
    const known = `arrayMap(i -> assumeNotNull(i), ${all})`;
    return `if(or(empty(${all}), ${hasNull(all)}), NULL, ${called}(${known}))`;
  };
}

/** Sorts by a comparator: item by item goes before the first that it is less than. */
function sortBy(call: EmitCall, array: Sql, comparator: Sql): string {
  const all = items(call, array);
  const results = `arrayMap(${comparator.text}, arrayPopBack(${all}), arrayPopFront(${all}))`;
  const against = `arrayMap(${comparator.text}, arrayResize(arrayPopBack([e]), length(f), e), f)`;
  const place = `arrayFirstIndex(r -> less(ifNull(r, 0), 0), ${against})`;
  const inserted = `if(equals(${place}, 0), arrayPushBack(f, e), arrayConcat(arraySlice(f, 1, minus(${place}, 1)), [e], arraySlice(f, ${place})))`;
  const element = resultElement(call);
  const sorted = `arrayFold((f, e) -> ${inserted}, ${all}, ${itemsOfType('[]', element)})`;
  return call.check(
    `arrayExists(r -> not(in(ifNull(r, 2), tuple(-1, 0, 1))), ${results})`,
    invalid,
    'Lambda comparator must return either -1, 0, or 1',
    arrayValue(sorted).text,
  );
}

function contains(call: EmitCall, array: Sql, value: Sql): string {
  call.mayBeNull();
  const all = items(call, array);
  return `multiIf(has(${all}, ${value.text}), 1, ${hasNull(all)}, NULL, 0)`;
}

function join(call: EmitCall, array: Sql, separator: Sql, nullText?: Sql): string {
  const [type] = call.argumentTypes;
  const texts = { kind: 'array', element: types.varchar } as const;
  const made =
    type && type.kind === 'array' && type.element.kind !== 'varchar' && type.element.kind !== 'unknown'
      ? arrayItems(simpleSql(call.name(call.cast(array, type, texts))))
      : arrayItems(array);
  const all = call.name(made);
  const kept = nullText
    ? `arrayMap(i -> ifNull(i, ${nullText.text}), ${all})`
    : `arrayMap(i -> assumeNotNull(i), arrayFilter(i -> isNotNull(i), ${all}))`;
  return type?.kind === 'array' && type.element.kind === 'unknown'
    ? joinTexts(
        `arrayMap(i -> ${nullText?.text ?? "''"}, ${nullText ? all : `arrayFilter(i -> 0, ${all})`})`,
        separator.text,
      )
    : joinTexts(kept, separator.text);
}

function slice(call: EmitCall, array: Sql, start: Sql, length: Sql): string {
  const checks = [
    [`equals(${start.text}, 0)`, 'SQL array indices start at 1'],
    [`less(${length.text}, 0)`, 'length must be greater than or equal to 0'],
  ] as const;
  const all = items(call, array);
  const cut = `if(less(${start.text}, negate(toInt64(length(${all})))), arraySlice(${all}, 1, 0), arraySlice(${all}, ${start.text}, ${length.text}))`;
  return checkAll(call, checks, arrayValue(cut).text);
}

function elementAt(call: EmitCall, array: Sql, index: Sql): string {
  call.mayBeNull();
  const all = items(call, array);
  const item = `if(greater(abs(${index.text}), length(${all})), NULL, arrayElement(${all}, ${index.text}))`;
  return call.check(`equals(${index.text}, 0)`, invalid, 'SQL array indices start at 1', item);
}

function valueOf(call: EmitCall, map: Sql, key: Sql): string {
  call.mayBeNull();
  const place = call.name(`indexOf(${mapKeys(map)}, ${key.text})`);
  return `if(equals(${place}, 0), NULL, arrayElement(${mapValues(map)}, ${place}))`;
}

function zip(call: EmitCall, ...arrays: Sql[]): Made {
  const all = arrays.map((array) => items(call, array));
  const longest = call.name(
    all.length === 1 ? `length(${all[0]})` : `arrayMax([${all.map((one) => `length(${one})`).join(', ')}])`,
  );
  const names = all.map((_, index) => `z${index}`);
  const padded = all.map((one) => `arrayResize(${one}, ${longest}, NULL)`);
  return arrayValue(
    itemsOfType(
      `arrayMap((${names.join(', ')}) -> tuple(${names.join(', ')}), ${padded.join(', ')})`,
      resultElement(call),
    ),
  );
}

function transpose(call: EmitCall, array: Sql): Made {
  const rows = items(call, array);
  const width = `length(tupleElement(arrayElement(${rows}, 1), 1))`;
  const column = `tuple(arrayMap(i -> arrayElement(tupleElement(i, 1), k), ${rows}))`;
  return arrayValue(itemsOfType(`arrayMap(k -> ${column}, range(1, plus(${width}, 1)))`, resultElement(call)));
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
    composed('(array(T)) -> bigint', (_call, value) => `toInt64(length(${arrayItems(value)}))`),
    composed('(map(K, V)) -> bigint', (_call, value) => `toInt64(length(${mapKeys(value)}))`),
    plain(
      '(hyperloglog) -> bigint',
      (sketch) => `toInt64(ifNull(finalizeAggregation(CAST(${sketch}, ${sketchType})), 0))`,
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
    composed(`${array}, T) -> bigint`, (_call, value, item) => `toInt64(indexOf(${arrayItems(value)}, ${item.text}))`),
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
      return arrayValue(`arrayFilter(e -> not(has(${others}, e)), ${distinctItems(items(call, left))})`);
    }),
  ),
  scalar(
    'array_intersect',
    ['Values that both arrays hold, each once.', '两个数组共有的元素（去重）。', '両方の配列にある値（重複なし）。'],
    'array_intersect(array[1, 2], array[2, 3])',
    composed(`${array}, array(T)) -> array(T)`, (call, left, right) => {
      const others = items(call, right);
      return arrayValue(`arrayFilter(e -> has(${others}, e), ${distinctItems(items(call, left))})`);
    }),
  ),
  scalar(
    'array_union',
    ['Values that either array holds, each once.', '两个数组的并集（去重）。', 'いずれかの配列にある値（重複なし）。'],
    'array_union(array[1], array[2])',
    composed(`${array}, array(T)) -> array(T)`, (call, left, right) =>
      arrayValue(distinctItems(call.name(`arrayConcat(${arrayItems(left)}, ${arrayItems(right)})`))),
    ),
  ),
  scalar(
    'arrays_overlap',
    ['Whether two arrays have a value in common.', '两个数组是否有共同元素。', '2 つの配列に共通の値があるか。'],
    'arrays_overlap(array[1, 2], array[2])',
    composed(`${array}, array(T)) -> boolean`, (call, left, right) => {
      call.mayBeNull();
      const [some, others] = [items(call, left), items(call, right)];
      const common = `arrayExists(e -> and(isNotNull(e), has(${others}, e)), ${some})`;
      const unknown = `or(and(${hasNull(some)}, notEmpty(${others})), and(${hasNull(others)}, notEmpty(${some})))`;
      return `multiIf(${common}, 1, ${unknown}, NULL, 0)`;
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
      arrayValue(`arrayFilter(e -> ifNull(notEquals(e, ${item.text}), 1), ${arrayItems(value)})`),
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
      arrayValue(`arraySort(${arrayItems(value)})`),
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
        itemsOfType(`arrayFlatten(arrayMap(e -> tupleElement(e, 1), ${arrayItems(value)}))`, resultElement(call)),
      ),
    ),
  ),
  scalar(
    'repeat',
    ['Array of a value so many times.', '重复某个值的数组。', '値を繰り返した配列。'],
    "repeat('a', 3)",
    {
      signature: '(T, bigint) -> array(T)',
      nulls: 'custom',
      emit([value, count], call) {
        const size = `ifNull(${count?.text}, 0)`;
        const made = `if(isNull(${count?.text}), NULL, ${arrayValue(itemsOfType(`arrayMap(i -> ${value?.text}, range(toUInt32(greatest(${size}, 0))))`, resultElement(call))).text})`;
        const message = 'count argument of repeat function must be between 0 and 10000';
        return call.check(`or(less(${size}, 0), greater(${size}, 10000))`, invalid, message, made);
      },
    },
  ),
  scalar(
    'shuffle',
    ['Array in a random order.', '随机打乱数组。', '配列を無作為に並べ替えます。'],
    'shuffle(array[1, 2, 3])',
    composed(`${array}) -> array(T)`, (_call, value) => arrayValue(`arrayShuffle(${arrayItems(value)})`)),
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

import {
  literal,
  nullableEngineType,
  types,
  type Operand,
  arrayItems,
  arrayValue,
  sql,
  type SqlNode,
  lambda,
} from '../types/index.ts';
import type { EmitCall } from './catalogue.ts';
import { composed, scalarsOf } from './define.ts';
import { itemsOfType, resultElement } from './collection.ts';

const scalar = scalarsOf('lambda');

/** Names what a lambda gives for each item; NULL may be among it. */
function results(call: EmitCall, array: Operand, body: Operand): SqlNode {
  return call.name(sql`arrayMap(${body.node}, ${arrayItems(array)})`);
}

/** Whether a lambda holds for some, all or no items, in three-valued logic. */
function matches(decisive: 0 | 1, then: 0 | 1) {
  return (call: EmitCall, array: Operand, body: Operand): SqlNode => {
    call.mayBeNull();
    const all = results(call, array, body);
    const decided = sql`arrayExists(${lambda('r', sql`equals(ifNull(r, 2), ${decisive})`)}, ${all})`;
    return sql`multiIf(${decided}, ${then}, arrayExists(${lambda('r', sql`isNull(r)`)}, ${all}), NULL, ${1 - then})`;
  };
}

export const lambdaFunctions = [
  scalar(
    'transform',
    [
      'Array of what a lambda makes of each element.',
      '对每个元素应用 lambda 得到的数组。',
      '各要素にラムダを適用した配列。',
    ],
    'transform(array[1, 2], x -> x + 1)',
    composed('(array(T), function(T, U)) -> array(U)', (call, array, body) =>
      arrayValue(itemsOfType(sql`arrayMap(${body.node}, ${arrayItems(array)})`, resultElement(call))),
    ),
  ),
  scalar(
    'filter',
    ['Elements for which a lambda holds.', '保留使 lambda 为真的元素。', 'ラムダが真になる要素。'],
    'filter(array[1, 2, 3], x -> x > 1)',
    composed('(array(T), function(T, boolean)) -> array(T)', (_call, array, body) => {
      const kept = sql`arrayMap(${lambda('r', sql`toUInt8(ifNull(r, 0))`)}, arrayMap(${body.node}, ${arrayItems(array)}))`;
      return arrayValue(sql`arrayFilter(${lambda(['i', 'r'], sql`r`)}, ${arrayItems(array)}, ${kept})`);
    }),
  ),
  scalar(
    'reduce',
    [
      'One value of an array: a state, changed by a first lambda for each element, and made the result by a second.',
      '把数组归约为一个值：初始状态、逐个元素的 lambda、最终输出的 lambda。',
      '配列を 1 つの値にします：初期状態、各要素のラムダ、結果のラムダ。',
    ],
    'reduce(array[1, 2], 0, (s, x) -> s + x, s -> s)',
    {
      signature: '(array(T), S, function(S, T, S), function(S, R)) -> R',
      nulls: 'custom',
      emit([array, start, step, end], call) {
        const type = call.argumentTypes[2];
        if (!array || !start || !step || !end || type?.kind !== 'function')
          throw new Error('BUG: reduce lacks an argument');
        // A state that is always NULL has no type of its own.
        const state = literal(nullableEngineType(type.result.kind === 'unknown' ? types.varchar : type.result));
        const next = sql`CAST(arrayElement(arrayMap(${step.node}, [f], [e]), 1), ${state})`;
        const folded = sql`arrayFold(${lambda(['f', 'e'], next)}, ${arrayItems(array)}, CAST(${start.node}, ${state}))`;
        return sql`if(isNull(${array.node}), NULL, arrayElement(arrayMap(${end.node}, [${folded}]), 1))`;
      },
    },
  ),
  scalar(
    'any_match',
    ['Whether a lambda holds for some element.', '是否有元素使 lambda 为真。', 'ラムダが真になる要素があるか。'],
    'any_match(array[1, 2], x -> x > 1)',
    composed('(array(T), function(T, boolean)) -> boolean', matches(1, 1)),
  ),
  scalar(
    'all_match',
    ['Whether a lambda holds for all elements.', '是否所有元素都使 lambda 为真。', 'すべての要素でラムダが真か。'],
    'all_match(array[1, 2], x -> x > 0)',
    composed('(array(T), function(T, boolean)) -> boolean', matches(0, 0)),
  ),
  scalar(
    'none_match',
    ['Whether a lambda holds for no element.', '是否没有元素使 lambda 为真。', 'ラムダが真になる要素がないか。'],
    'none_match(array[1, 2], x -> x > 5)',
    composed('(array(T), function(T, boolean)) -> boolean', matches(1, 0)),
  ),
  scalar(
    'zip_with',
    [
      'Array of what a lambda makes of the elements of two arrays at the same place; the shorter is filled with NULL.',
      '对两个数组同位置的元素应用 lambda，短的以 NULL 补齐。',
      '2 つの配列の同じ位置の要素にラムダを適用します。短い方は NULL で補います。',
    ],
    'zip_with(array[1, 2], array[3, 4], (x, y) -> x + y)',
    composed('(array(T), array(U), function(T, U, R)) -> array(R)', (call, left, right, body) => {
      const [first, second] = [call.name(arrayItems(left)), call.name(arrayItems(right))];
      const size = sql`greatest(length(${first}), length(${second}))`;
      const padded = [first, second].map((items) => sql`arrayResize(${items}, ${size}, NULL)`);
      return arrayValue(itemsOfType(sql`arrayMap(${body.node}, ${padded})`, resultElement(call)));
    }),
  ),
];

import { said } from '../../base/index.ts';
import type { EmitCall } from './catalogue.ts';
import { composed, scalarsOf } from './define.ts';
import { hasDuplicates, hasNull, itemsOfType, resultElement } from './collection.ts';
import { checkAll } from './string-split.ts';
import {
  type MadeTuple,
  type Operand,
  arrayItems,
  arrayValue,
  mapKeys,
  mapValue,
  mapValues,
  sql,
  type SqlNode,
  lambda,
} from '../types/index.ts';

const scalar = scalarsOf('map');

const duplicateKeys = 'Duplicate map keys are not allowed';

function make(call: EmitCall, keys: Operand, values: Operand): SqlNode {
  const [names, items] = [call.name(arrayItems(keys)), call.name(arrayItems(values))];
  const checks = [
    [sql`notEquals(length(${names}), length(${items}))`, said`Key and value arrays must be the same length`],
    [hasNull(names), 'map key cannot be null'],
    [hasDuplicates(names), duplicateKeys],
  ] as const;
  return checkAll(call, checks, mapValue(names, items).node);
}

function fromEntries(call: EmitCall, entries: Operand): SqlNode {
  const all = call.name(arrayItems(entries));
  const keys = call.name(sql`arrayMap(${lambda('e', sql`tupleElement(e, 1)`)}, ${all})`);
  const checks = [
    [hasNull(all), 'map entry cannot be null'],
    [hasNull(keys), 'map key cannot be null'],
    [hasDuplicates(keys), duplicateKeys],
  ] as const;
  return checkAll(call, checks, mapValue(keys, sql`arrayMap(${lambda('e', sql`tupleElement(e, 2)`)}, ${all})`).node);
}

/** Of equal keys the last counts. */
function concat(call: EmitCall, ...maps: Operand[]): MadeTuple {
  const keys = call.name(sql`arrayReverse(arrayConcat(${maps.map(mapKeys)}))`);
  const values = sql`arrayReverse(arrayConcat(${maps.map(mapValues)}))`;
  const first = call.name(sql`arrayEnumerateUniq(${keys})`);
  const kept = (items: SqlNode) =>
    sql`arrayReverse(arrayFilter(${lambda(['i', 'n'], sql`equals(n, 1)`)}, ${items}, ${first}))`;
  return mapValue(kept(keys), kept(values));
}

function filter(call: EmitCall, map: Operand, body: Operand): MadeTuple {
  const kept = call.name(
    sql`arrayMap(${lambda('r', sql`toUInt8(ifNull(r, 0))`)}, arrayMap(${body.node}, ${mapKeys(map)}, ${mapValues(map)}))`,
  );
  const only = (items: SqlNode) => sql`arrayFilter(${lambda(['i', 'r'], sql`r`)}, ${items}, ${kept})`;
  return mapValue(only(mapKeys(map)), only(mapValues(map)));
}

function parts(call: EmitCall) {
  if (call.result.kind !== 'map') throw new Error('BUG: the result is no map');
  return call.result;
}

export const mapFunctions = [
  scalar(
    'map',
    [
      'Map of an array of keys and one of values; without arguments an empty one.',
      '由键数组和值数组构成 map；无参数时为空。',
      'キーの配列と値の配列からなる map。引数なしなら空。',
    ],
    "map(array['a', 'b'], array[1, 2])",
    composed('() -> map(K, V)', () => mapValue(sql`[]`, sql`[]`)),
    composed('(array(K), array(V)) -> map(K, V)', make),
  ),
  scalar(
    'map_from_entries',
    ['Map of an array of rows of key and value.', '由键值行数组构成 map。', 'キーと値の行の配列からなる map。'],
    "map_from_entries(array[('a', 1)])",
    composed('(array(row(K, V))) -> map(K, V)', fromEntries),
  ),
  scalar(
    'map_entries',
    ['Array of rows of key and value of a map.', 'map 的键值行数组。', 'map のキーと値の行の配列。'],
    "map_entries(map(array['a'], array[1]))",
    composed('(map(K, V)) -> array(row(K, V))', (call, map) =>
      arrayValue(
        itemsOfType(
          sql`arrayMap(${lambda(['k', 'v'], sql`tuple(k, v)`)}, ${mapKeys(map)}, ${mapValues(map)})`,
          resultElement(call),
        ),
      ),
    ),
  ),
  scalar(
    'map_keys',
    ['Array of the keys of a map.', 'map 的键数组。', 'map のキーの配列。'],
    "map_keys(map(array['a'], array[1]))",
    composed('(map(K, V)) -> array(K)', (_call, map) => arrayValue(mapKeys(map))),
  ),
  scalar(
    'map_values',
    ['Array of the values of a map.', 'map 的值数组。', 'map の値の配列。'],
    "map_values(map(array['a'], array[1]))",
    composed('(map(K, V)) -> array(V)', (_call, map) => arrayValue(mapValues(map))),
  ),
  scalar(
    'map_concat',
    [
      'Union of maps; of equal keys the last map counts.',
      '合并 map，键相同时以后者为准。',
      'map の和。同じキーは最後のものが有効。',
    ],
    "map_concat(map(array['a'], array[1]), map(array['b'], array[2]))",
    composed('(map(K, V), map(K, V), map(K, V)...) -> map(K, V)', concat),
  ),
  scalar(
    'map_filter',
    [
      'Entries of a map for which a lambda of key and value holds.',
      '保留使 lambda（键, 值）为真的条目。',
      'キーと値のラムダが真になる項目。',
    ],
    "map_filter(map(array['a', 'b'], array[1, 2]), (k, v) -> v > 1)",
    composed('(map(K, V), function(K, V, boolean)) -> map(K, V)', filter),
  ),
  scalar(
    'transform_values',
    ['Map with what a lambda makes of each value.', '对每个值应用 lambda。', '各値にラムダを適用した map。'],
    "transform_values(map(array['a'], array[1]), (k, v) -> v + 1)",
    composed('(map(K, V), function(K, V, W)) -> map(K, W)', (call, map, body) =>
      mapValue(
        mapKeys(map),
        itemsOfType(sql`arrayMap(${body.node}, ${mapKeys(map)}, ${mapValues(map)})`, parts(call).value),
      ),
    ),
  ),
  scalar(
    'transform_keys',
    ['Map with what a lambda makes of each key.', '对每个键应用 lambda。', '各キーにラムダを適用した map。'],
    "transform_keys(map(array['a'], array[1]), (k, v) -> upper(k))",
    composed('(map(K, V), function(K, V, J)) -> map(J, V)', (call, map, body) => {
      const keys = call.name(
        itemsOfType(sql`arrayMap(${body.node}, ${mapKeys(map)}, ${mapValues(map)})`, parts(call).key),
      );
      const checks = [
        [hasNull(keys), 'map key cannot be null'],
        [hasDuplicates(keys), duplicateKeys],
      ] as const;
      return checkAll(call, checks, mapValue(keys, mapValues(map)).node);
    }),
  ),
];

import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Sql, mapKeys, mapValues } from '../../types/index.ts';
import { joinTexts } from '../join-texts.ts';
import { aggregate, arrayOrNull, distinguishable, text } from './define.ts';

/** Two parallel arrays with the first of each key. */
function firstOfEachKey(keys: string, values: string, call: EmitCall): string {
  const [named, items] = [call.name(keys), call.name(values)];
  const first = call.name(`arrayMap(n -> equals(n, 1), arrayEnumerateUniq(${named}))`);
  const kept = (list: string) => `arrayFilter((item, isFirst) -> isFirst, ${list}, ${first})`;
  return `if(empty(${named}), NULL, tuple(${kept(named)}, ${kept(items)}))`;
}

/** Pairs of a key that is not NULL and its value. */
function collectPairs(args: readonly Sql[], call: EmitCall): string {
  const key = `assumeNotNull(${text(args, 0)})`;
  return call.name(
    call.aggregate('groupArray', [`if(isNull(${text(args, 0)}), NULL, tuple(${key}, ${text(args, 1)}))`]),
  );
}

function mapAggregate(args: readonly Sql[], call: EmitCall): string {
  const pairs = collectPairs(args, call);
  return firstOfEachKey(
    `arrayMap(t -> tupleElement(t, 1), ${pairs})`,
    `arrayMap(t -> tupleElement(t, 2), ${pairs})`,
    call,
  );
}

function multimapAggregate(args: readonly Sql[], call: EmitCall): string {
  const pairs = collectPairs(args, call);
  const keys = call.name(`arrayDistinct(arrayMap(t -> tupleElement(t, 1), ${pairs}))`);
  const values = `arrayMap(k -> tuple(arrayMap(t -> tupleElement(t, 2), arrayFilter(t -> equals(tupleElement(t, 1), k), ${pairs}))), ${keys})`;
  return `if(empty(${keys}), NULL, tuple(${keys}, ${values}))`;
}

function mapUnion(args: readonly Sql[], call: EmitCall): string {
  const [map] = args;
  if (!map) throw new Error('BUG: map_union without a map');
  const flat = (part: string) => `arrayFlatten(${call.aggregate('groupArray', [part])})`;
  return firstOfEachKey(flat(mapKeys(map)), flat(mapValues(map)), call);
}

function histogram(args: readonly Sql[], call: EmitCall): string {
  const value = distinguishable(`assumeNotNull(${text(args, 0)})`, call);
  const isNull = `isNull(${text(args, 0)})`;
  const counted = call.aggregate(
    'sumMap',
    [`if(${isNull}, [], [${value}])`, `if(${isNull}, [], [toInt64(1)])`],
    'plain',
  );
  const named = call.name(counted);
  return `if(empty(tupleElement(${named}, 1)), NULL, ${named})`;
}

function listAggregate(args: readonly Sql[], call: EmitCall): string {
  const items = call.name(`arrayFilter(e -> isNotNull(e), ${call.collected(text(args, 0))})`);
  const separator = args[1]?.text ?? "''";
  return `if(empty(${items}), NULL, ${joinTexts(items, separator)})`;
}

/** Aggregates that collect values. */
export const collectFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'array_agg',
    [['(T) -> array(T)', (args, call) => arrayOrNull(call.collected(text(args, 0)), call)]],
    { en: 'Array of all values, NULLs too.', zh: '所有值的数组（含 NULL）。', ja: '全値の配列（NULL を含む）。' },
    'array_agg(verb ORDER BY __time__)',
  ),
  aggregate(
    'listagg',
    [
      ['(varchar) -> varchar', listAggregate],
      ['(varchar, varchar) -> varchar', listAggregate],
    ],
    { en: 'All texts joined by a separator.', zh: '用分隔符连接所有文本。', ja: '区切り文字で連結した文字列。' },
    "listagg(verb, ',') WITHIN GROUP (ORDER BY verb)",
  ),
  aggregate(
    'map_agg',
    [['(K, V) -> map(K,V) where K comparable', mapAggregate]],
    {
      en: 'Map of the first argument to the second.',
      zh: '由键列与值列生成 map。',
      ja: 'キー列と値列から map を作る。',
    },
    'map_agg(auditID, verb)',
  ),
  aggregate(
    'multimap_agg',
    [['(K, V) -> map(K,array(V)) where K comparable', multimapAggregate]],
    { en: 'Map of each key to the array of its values.', zh: '每个键对应其所有值的数组。', ja: 'キーごとの値の配列。' },
    'multimap_agg("user.username", verb)',
  ),
  aggregate(
    'map_union',
    [['(map(K,V)) -> map(K,V)', mapUnion]],
    {
      en: 'Union of maps; any value of a key that several have.',
      zh: 'map 的并集；重复键取任意值。',
      ja: 'map の和。重複キーは任意の値。',
    },
    'map_union(map(array[verb], array[1]))',
  ),
  aggregate(
    'histogram',
    [['(T) -> map(T,bigint) where T comparable', histogram]],
    { en: 'Map of each value to its number of rows.', zh: '每个值及其出现次数。', ja: '値ごとの件数。' },
    'histogram(verb)',
  ),
  aggregate(
    'checksum',
    [
      [
        '(T) -> varchar',
        (args, call) => {
          const hashed = call.aggregate('sum', [`cityHash64(tuple(${text(args, 0)}))`], 'plain');
          return `if(isNull(${hashed}), NULL, base64Encode(reinterpretAsString(assumeNotNull(${hashed}))))`;
        },
      ],
    ],
    {
      en: 'Checksum of all values, whatever their order, in Base64.',
      zh: '与顺序无关的校验和（Base64）。',
      ja: '順序に依らないチェックサム（Base64）。',
    },
    'checksum(auditID)',
  ),
];

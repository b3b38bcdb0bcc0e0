import type { CatalogueFunction, EmitCall } from '../catalogue.ts';
import { type Operand, mapKeys, mapValues, sql, lambda, type SqlNode } from '../../types/index.ts';
import { joinTexts } from '../join-texts.ts';
import { aggregate, arrayOrNull, distinguishable, argument } from './define.ts';

/** Two parallel arrays with the first of each key. */
function firstOfEachKey(keys: SqlNode, values: SqlNode, call: EmitCall): SqlNode {
  const [named, items] = [call.name(keys), call.name(values)];
  const first = call.name(sql`arrayMap(${lambda('n', sql`equals(n, 1)`)}, arrayEnumerateUniq(${named}))`);
  const kept = (list: SqlNode) => sql`arrayFilter(${lambda(['item', 'isFirst'], sql`isFirst`)}, ${list}, ${first})`;
  return sql`if(empty(${named}), NULL, tuple(${kept(named)}, ${kept(items)}))`;
}

/** Pairs of a key that is not NULL and its value. */
function collectPairs(args: readonly Operand[], call: EmitCall): SqlNode {
  const key = sql`assumeNotNull(${argument(args, 0)})`;
  return call.name(
    call.aggregate('groupArray', [sql`if(isNull(${argument(args, 0)}), NULL, tuple(${key}, ${argument(args, 1)}))`]),
  );
}

function mapAggregate(args: readonly Operand[], call: EmitCall): SqlNode {
  const pairs = collectPairs(args, call);
  return firstOfEachKey(
    sql`arrayMap(${lambda('t', sql`tupleElement(t, 1)`)}, ${pairs})`,
    sql`arrayMap(${lambda('t', sql`tupleElement(t, 2)`)}, ${pairs})`,
    call,
  );
}

function multimapAggregate(args: readonly Operand[], call: EmitCall): SqlNode {
  const pairs = collectPairs(args, call);
  const keys = call.name(sql`arrayDistinct(arrayMap(${lambda('t', sql`tupleElement(t, 1)`)}, ${pairs}))`);
  const values = sql`arrayMap(${lambda('k', sql`tuple(arrayMap(${lambda('t', sql`tupleElement(t, 2)`)}, arrayFilter(${lambda('t', sql`equals(tupleElement(t, 1), k)`)}, ${pairs})))`)}, ${keys})`;
  return sql`if(empty(${keys}), NULL, tuple(${keys}, ${values}))`;
}

function mapUnion(args: readonly Operand[], call: EmitCall): SqlNode {
  const [map] = args;
  if (!map) throw new Error('BUG: map_union without a map');
  const flat = (part: SqlNode) => sql`arrayFlatten(${call.aggregate('groupArray', [part])})`;
  return firstOfEachKey(flat(mapKeys(map)), flat(mapValues(map)), call);
}

function histogram(args: readonly Operand[], call: EmitCall): SqlNode {
  const value = distinguishable(sql`assumeNotNull(${argument(args, 0)})`, call);
  const isNull = sql`isNull(${argument(args, 0)})`;
  const counted = call.aggregate('sumMap', [sql`if(${isNull}, [], [${value}])`, sql`if(${isNull}, [], [toInt64(1)])`], {
    isPlain: true,
  });
  const named = call.name(counted);
  return sql`if(empty(tupleElement(${named}, 1)), NULL, ${named})`;
}

function listAggregate(args: readonly Operand[], call: EmitCall): SqlNode {
  const items = call.name(sql`arrayFilter(${lambda('e', sql`isNotNull(e)`)}, ${call.collected(argument(args, 0))})`);
  const separator = args[1]?.node ?? sql`''`;
  return sql`if(empty(${items}), NULL, ${joinTexts(items, separator)})`;
}

/** Aggregates that collect values. */
export const collectFunctions: readonly CatalogueFunction[] = [
  aggregate(
    'array_agg',
    [['(T) -> array(T)', (args, call) => arrayOrNull(call.collected(argument(args, 0)), call)]],
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
          const hashed = call.aggregate('sum', [sql`cityHash64(tuple(${argument(args, 0)}))`], { isPlain: true });
          return sql`if(isNull(${hashed}), NULL, base64Encode(reinterpretAsString(assumeNotNull(${hashed}))))`;
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

import { sql, lambda, type SqlNode } from '../types/index.ts';
import { letIn } from './define.ts';

/** Objects nested deeper keep the order of their keys. */
const sortedLevels = 24;

/** Pieces of an object: a brace, keys in their order with raw values, commas. Of equal keys the last counts. */
function objectPieces(value: SqlNode): SqlNode {
  const pairs = sql`arrayReverse(JSONExtractKeysAndValuesRaw(${value}))`;
  const keys = sql`arrayMap(${lambda('k', sql`tupleElement(k, 1)`)}, ${pairs})`;
  const last = sql`arrayFilter(${lambda(['k', 'n'], sql`equals(n, 1)`)}, ${pairs}, arrayEnumerateUniq(${keys}))`;
  const sorted = sql`arraySort(${lambda('k', sql`tupleElement(k, 1)`)}, ${last})`;
  const pieces = sql`arrayMap(${lambda('k', sql`[',', concat(toJSONString(tupleElement(k, 1)), ':'), tupleElement(k, 2)]`)}, ${sorted})`;
  return sql`arrayConcat(['{'], arrayPopFront(arrayFlatten(${pieces})), ['}'])`;
}

function arrayPieces(value: SqlNode): SqlNode {
  const pieces = sql`arrayMap(${lambda('k', sql`[',', k]`)}, JSONExtractArrayRaw(${value}))`;
  return sql`arrayConcat(['['], arrayPopFront(arrayFlatten(${pieces})), [']'])`;
}

/** Raw JSON with the keys of its objects in order: level by level, each object and array is taken to pieces. */
export function sortedJson(json: SqlNode): SqlNode {
  const isWhole = sql`less(length(p), 3)`;
  const piece = sql`multiIf(${isWhole}, [p], startsWith(p, '{'), ${objectPieces(sql`p`)}, startsWith(p, '['), ${arrayPieces(sql`p`)}, [p])`;
  const step = sql`arrayFold(${lambda(['d', 'l'], sql`arrayFlatten(arrayMap(${lambda('p', piece)}, d))`)}, range(${sortedLevels}), [o])`;
  const raw = sql`JSONExtractRaw(${json})`;
  return letIn('o', raw, sql`if(equals(position(o, '{'), 0), o, arrayStringConcat(${step}))`);
}

import { letIn } from './define.ts';

/** Objects nested deeper keep the order of their keys. */
const sortedLevels = 24;

/** Pieces of an object: a brace, keys in their order with raw values, commas. Of equal keys the last counts. */
function objectPieces(value: string): string {
  const pairs = `arrayReverse(JSONExtractKeysAndValuesRaw(${value}))`;
  const keys = `arrayMap(k -> tupleElement(k, 1), ${pairs})`;
  const last = `arrayFilter((k, n) -> equals(n, 1), ${pairs}, arrayEnumerateUniq(${keys}))`;
  const sorted = `arraySort(k -> tupleElement(k, 1), ${last})`;
  const pieces = `arrayMap(k -> [',', concat(toJSONString(tupleElement(k, 1)), ':'), tupleElement(k, 2)], ${sorted})`;
  return `arrayConcat(['{'], arrayPopFront(arrayFlatten(${pieces})), ['}'])`;
}

function arrayPieces(value: string): string {
  const pieces = `arrayMap(k -> [',', k], JSONExtractArrayRaw(${value}))`;
  return `arrayConcat(['['], arrayPopFront(arrayFlatten(${pieces})), [']'])`;
}

/** Raw JSON with the keys of its objects in order: level by level, each object and array is taken to pieces. */
export function sortedJson(json: string): string {
  const isWhole = 'less(length(p), 3)';
  const piece = `multiIf(${isWhole}, [p], startsWith(p, '{'), ${objectPieces('p')}, startsWith(p, '['), ${arrayPieces('p')}, [p])`;
  const step = `arrayFold((d, l) -> arrayFlatten(arrayMap(p -> ${piece}, d)), range(${sortedLevels}), [o])`;
  const raw = `JSONExtractRaw(${json})`;
  return letIn('o', raw, `if(equals(position(o, '{'), 0), o, arrayStringConcat(${step}))`);
}

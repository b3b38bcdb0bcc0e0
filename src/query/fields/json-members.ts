import { lambda, parameter, raw, sql, type SqlNode } from '../types/index.ts';
import type { ColumnName } from '../../audit/index.ts';

/**
 * How a JSON column is made. A `map` has one level: what follows the field's name is the key, whatever dots it holds
 * (annotations, user.extra, what a wrapper says). A `tree` nests: its keys may hold dots too, so every split of the path is followed, and
 * arrays are passed through to their elements (`requestObject.spec.containers.image`). An array directly within an array is not entered.
 */
export type JsonShape = 'map' | 'tree';

/** Names the shape of a JSON column. */
export function jsonShape(column: ColumnName): JsonShape {
  return column === 'annotations' || column === 'user_extra' || column === 'wrapper' ? 'map' : 'tree';
}

/** The longest flattened path that is followed, in dot-separated parts. */
export const maxPathParts = 24;

/** Says whether a path below a JSON column is short enough to be followed. */
export function isFollowable(path: string): boolean {
  return path.length > 0 && path.length <= 1_024 && path.split('.').length <= maxPathParts;
}

/** A key that stands in JSON text as it is, so that a plain search for it is possible. */
function isPlainKey(key: string): boolean {
  return !/["\\\p{Cc}\u2028\u2029]/u.test(key);
}

/**
 * ClickHouse expression, a UInt8: whether the column's text can hold a member with this path at all. Far cheaper than
 * following the path, and false for most rows. The text is compact, so a key is followed by `":`.
 */
export function mayHoldMember(column: ColumnName, path: string): SqlNode {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (!isPlainKey(last)) return sql`${raw(column)} != ''`;
  return sql`position(${raw(column)}, ${parameter(`${last}":`, 'String')}) > 0`;
}

/** ClickHouse expression of type Array(String): the compact JSON text of every value that the path reaches. */
export function memberValues(column: ColumnName, path: string): SqlNode {
  if (jsonShape(column) === 'map') {
    return sql`arrayFilter(${lambda('v', sql`v != ''`)}, [JSONExtractRaw(${raw(column)}, ${parameter(path, 'String')})])`;
  }
  const parts = path.split('.');
  // s0 is the document; s{n} holds what is reached once n parts are used up, by whatever split into keys.
  let expression = raw(`s${parts.length}`);
  for (let end = parts.length; end > 0; end--) {
    const ways = Array.from({ length: end }, (_, start) => way(raw(`s${start}`), parts.slice(start, end).join('.')));
    const steps = ways.length === 1 ? sql`${ways}` : sql`arrayConcat(${ways})`;
    expression = sql`arrayMap(${lambda(`s${end}`, expression)}, [${membersOf(steps)}])[1]`;
  }
  return sql`arrayMap(${lambda('s0', expression)}, [[toString(${raw(column)})]])[1]`;
}

/** Documents, each with the key to follow in it. Joined keys are rare: they are looked for in the text before it is parsed. */
function way(documents: SqlNode, key: string): SqlNode {
  const candidates =
    key.includes('.') && isPlainKey(key)
      ? sql`arrayFilter(${lambda('v', sql`position(v, ${parameter(`${key}":`, 'String')}) > 0`)}, ${documents})`
      : documents;
  return sql`arrayMap(${lambda('v', sql`(v, ${parameter(key, 'String')})`)}, ${candidates})`;
}

/** The values of those keys; of an array, those in its elements. */
function membersOf(ways: SqlNode): SqlNode {
  return sql`arrayFilter(${lambda('v', sql`v != ''`)}, arrayFlatten(arrayMap(${lambda('w', sql`if(startsWith(w.1, '['), arrayMap(${lambda('e', sql`JSONExtractRaw(e, w.2)`)}, JSONExtractArrayRaw(w.1)), [JSONExtractRaw(w.1, w.2)])`)}, ${ways})))`;
}

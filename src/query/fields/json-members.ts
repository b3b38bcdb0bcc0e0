import type { ColumnName } from '../../audit/index.ts';
import type { Parameters } from '../types/index.ts';

/**
 * How a JSON column is made. A `map` has one level: what follows the field's name is the key, whatever dots it holds
 * (annotations, user.extra). A `tree` nests: its keys may hold dots too, so every split of the path is followed, and
 * arrays are passed through to their elements (`requestObject.spec.containers.image`). An array directly within an array is not entered.
 */
export type JsonShape = 'map' | 'tree';

/** Names the shape of a JSON column. */
export function jsonShape(column: ColumnName): JsonShape {
  return column === 'annotations' || column === 'user_extra' ? 'map' : 'tree';
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
export function mayHoldMember(column: string, path: string, parameters: Parameters): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (!isPlainKey(last)) return `${column} != ''`;
  return `position(${column}, ${parameters.bind(`${last}":`, 'String')}) > 0`;
}

/** ClickHouse expression of type Array(String): the compact JSON text of every value that the path reaches. */
export function memberValues(column: ColumnName, path: string, parameters: Parameters): string {
  if (jsonShape(column) === 'map') {
    return `arrayFilter(v -> v != '', [JSONExtractRaw(${column}, ${parameters.bind(path, 'String')})])`;
  }
  const parts = path.split('.');
  // s0 is the document; s{n} holds what is reached once n parts are used up, by whatever split into keys.
  let expression = `s${parts.length}`;
  for (let end = parts.length; end > 0; end--) {
    const ways = Array.from({ length: end }, (_, start) =>
      way(`s${start}`, parts.slice(start, end).join('.'), parameters),
    );
    const steps = ways.length === 1 ? ways[0] : `arrayConcat(${ways.join(', ')})`;
    expression = `arrayMap(s${end} -> ${expression}, [${membersOf(steps ?? '')}])[1]`;
  }
  return `arrayMap(s0 -> ${expression}, [[toString(${column})]])[1]`;
}

/** Documents, each with the key to follow in it. Joined keys are rare: they are looked for in the text before it is parsed. */
function way(documents: string, key: string, parameters: Parameters): string {
  const candidates =
    key.includes('.') && isPlainKey(key)
      ? `arrayFilter(v -> position(v, ${parameters.bind(`${key}":`, 'String')}) > 0, ${documents})`
      : documents;
  return `arrayMap(v -> (v, ${parameters.bind(key, 'String')}), ${candidates})`;
}

/** The values of those keys; of an array, those in its elements. */
function membersOf(ways: string): string {
  return (
    `arrayFilter(v -> v != '', arrayFlatten(arrayMap(w -> if(startsWith(w.1, '['), ` +
    `arrayMap(e -> JSONExtractRaw(e, w.2), JSONExtractArrayRaw(w.1)), [JSONExtractRaw(w.1, w.2)]), ${ways})))`
  );
}

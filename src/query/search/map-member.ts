import type { ColumnName } from '../../audit/index.ts';
import type { Parameters } from '../emit/parameters.ts';
import { jsonWordInString, literalExpression } from './expression.ts';
import type { WordPattern } from './word-pattern.ts';

/*
 * Conditions on a member of annotations and user.extra. They are JSON objects of strings, or of arrays of strings, in low-cardinality
 * columns: one expression over the whole text then runs once a distinct value, where following the path parses every row (30 times
 * as long). Text of any other shape, which no API server writes, takes that slow road.
 */
const string = `"(?:[^"\\\\]|\\\\.)*"`;
const plain = `^(?:\\{(?:${string}:(?:${string}|\\[(?:${string},?)*\\]),?)*\\})?$`;

/** A member of such a column by its key. */
export interface MapMember {
  readonly column: ColumnName;
  readonly key: string;
}

/** Condition: the member's text holds the word. `slow` is the same for text of any shape. */
export function mapHoldsWord(member: MapMember, pattern: WordPattern, slow: string, parameters: Parameters): string {
  const value = `(?:\\[(?:${string},)*)?"${jsonWordInString(pattern)}`;
  return whenPlain(member, value, slow, parameters);
}

/** Condition: the member is there. */
export function mapHasMember(member: MapMember, slow: string, parameters: Parameters): string {
  return whenPlain(member, '', slow, parameters);
}

/** Condition: the member is there and not the empty text. */
export function mapHasText(member: MapMember, slow: string, parameters: Parameters): string {
  return whenPlain(member, `(?:\\[|"[^"])`, slow, parameters);
}

function whenPlain({ column, key }: MapMember, value: string, slow: string, parameters: Parameters): string {
  // A quote within a string is escaped, so this is no text but a key.
  const member = `[{,]${literalExpression(JSON.stringify(key.toWellFormed()))}:${value}`;
  return `if(match(${column}, ${parameters.bind(plain, 'String')}), match(${column}, ${parameters.bind(member, 'String')}), ${slow})`;
}

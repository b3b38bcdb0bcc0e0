import { parameter, raw, sql, type SqlNode } from '../types/index.ts';
import type { ColumnName } from '../../audit/index.ts';

/*
 * Annotations and user.extra are JSON objects of strings, or of arrays of strings, in low-cardinality columns. A regular expression over
 * the whole text runs once a distinct value, where the engine's JSON functions parse every row (ten times as long and
 * more). Text of any other shape, which no API server writes, is left to them.
 */
const string = String.raw`"(?:[^"\\]|\\.)*"`;
const objectOfStrings = String.raw`^(?:\{(?:${string}:${string},?)*\})?$`;

/** RE2 for the text of any JSON string. */
export const jsonString = string;

/** RE2 for an object of strings and of arrays of strings, compact as the columns hold it, or the empty text. */
export const plainMap = String.raw`^(?:\{(?:${string}:(?:${string}|\[(?:${string},?)*\]),?)*\})?$`;

/** RE2 for a key of such an object and its colon. Quotes within strings are escaped, so it is nothing else. */
export function mapKey(key: string): string {
  return `[{,]${literalExpression(JSON.stringify(key.toWellFormed()))}:`;
}

/** ClickHouse expression: the text of a member of a map; NULL where it is absent or null. */
export function mapValue(column: ColumnName, key: string): SqlNode {
  const general = sql`JSONExtract(${raw(column)}, ${parameter(key, 'String')}, 'Nullable(String)')`;
  if (column !== 'annotations') return general;
  const bind = (expression: string): SqlNode => parameter(expression, 'String');
  const text = sql`extract(${raw(column)}, ${bind(String.raw`${mapKey(key)}"((?:[^"\\]|\\.)*)"`)})`;
  const decoded = sql`if(position(${text}, '\\\\') = 0, ${text}, JSONExtractString(concat('"', ${text}, '"')))`;
  const present = sql`match(${raw(column)}, ${bind(`${mapKey(key)}"`)})`;
  return sql`multiIf(NOT match(${raw(column)}, ${bind(objectOfStrings)}), ${general}, ${present}, ${decoded}, NULL)`;
}

/** RE2 for a text as it is. */
export function literalExpression(text: string): string {
  return Array.from(text, (character) =>
    /[A-Za-z0-9]/.test(character) || character > '\u007f'
      ? character
      : `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  ).join('');
}

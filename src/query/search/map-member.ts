import { parameter, raw, sql, type SqlNode } from '../types/index.ts';
import type { ColumnName } from '../../audit/index.ts';
import { jsonString, literalExpression, mapKey, plainMap } from '../fields/index.ts';
import { jsonWordInString } from './expression.ts';
import type { WordPattern } from './word-pattern.ts';

/*
 * Conditions on a member of annotations and user.extra, faster than by following the path: see fields/map-members.ts. Text that is
 * no plain map takes the slow road.
 */

/** A member of such a column by its key. */
export interface MapMember {
  readonly column: ColumnName;
  readonly key: string;
}

/** Condition: the member's text holds the word. `slow` is the same for text of any shape. */
export function mapHoldsWord(member: MapMember, pattern: WordPattern, slow: SqlNode): SqlNode {
  const value = `(?:\\[(?:${jsonString},)*)?"${jsonWordInString(pattern)}`;
  return whenPlain(member, value, slow);
}

/** Condition: the member is this text, or a list of which an item is. */
export function mapMemberEquals(member: MapMember, text: string, slow: SqlNode): SqlNode {
  const value = `(?:\\[(?:${jsonString},)*)?${literalExpression(JSON.stringify(text))}`;
  return whenPlain(member, value, slow);
}

/** Condition: the member is there. */
export function mapHasMember(member: MapMember, slow: SqlNode): SqlNode {
  return whenPlain(member, '', slow);
}

/** Condition: the member is there and not the empty text. */
export function mapHasText(member: MapMember, slow: SqlNode): SqlNode {
  return whenPlain(member, `(?:\\[|"[^"])`, slow);
}

function whenPlain({ column, key }: MapMember, value: string, slow: SqlNode): SqlNode {
  const plain = sql`match(${raw(column)}, ${parameter(plainMap, 'String')})`;
  return sql`if(${plain}, match(${raw(column)}, ${parameter(mapKey(key) + value, 'String')}), ${slow})`;
}

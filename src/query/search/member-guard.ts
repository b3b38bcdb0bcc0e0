import type { SqlNode } from '../types/index.ts';
import type { ColumnName } from '../../audit/index.ts';
import { jsonShape, mayHoldMember } from '../fields/index.ts';
import { every } from './condition.ts';
import { indexedNames } from './text-index.ts';
import { wordsOf } from './words.ts';

/**
 * Condition that holds at least where the path can reach something, and costs little. The names of members are words of the
 * text index: whatever the split into keys, the last key ends in one of a few words.
 */
export function memberGuard(column: ColumnName, path: string): SqlNode {
  const parts = path.split('.');
  const lastWords = parts.map((_, start) => wordsOf(parts.slice(start).join('.')).at(-1));
  const indexed = jsonShape(column) === 'map' ? undefined : indexedNames(lastWords);
  return every([...(indexed === undefined ? [] : [indexed]), mayHoldMember(column, path)]);
}

import type { SqlNode } from '../types/index.ts';
import { type FieldReference, resolveField } from '../fields/index.ts';
import type { SearchNode } from './ast.ts';
import { holdsOneOf, plainField, type SearchedText } from './searched-text.ts';
import { literalPatterns, type WordPattern } from './word-pattern.ts';

/*
 * Words that are looked for in one text, any of them, are looked for in one pass: `verb: create or verb: delete`, and ACK's own
 * chain of `NOT user.username: …`, which every report of people begins with.
 */

interface FieldWord {
  readonly column: string;
  readonly text: SearchedText;
  readonly pattern: WordPattern;
}

/** Parts of an OR, or of an AND of NOTs: the conditions of those that ask the same column, and the others. */
export interface JoinedNodes {
  readonly conditions: readonly SqlNode[];
  readonly others: readonly SearchNode[];
}

/** Joins those nodes of which one is to hold. */
export function joinWords(nodes: readonly SearchNode[]): JoinedNodes {
  const words = nodes.map(fieldWord);
  const byColumn = Map.groupBy(
    words.flatMap((word) => word ?? []),
    ({ column }) => column,
  );
  const isJoined = (word: FieldWord | undefined): boolean =>
    word !== undefined && (byColumn.get(word.column)?.length ?? 0) > 1;
  const joined = [...byColumn.values()].filter((group) => group.length > 1);
  return {
    conditions: joined.flatMap((group) => {
      const [first] = group;
      return first
        ? [
            holdsOneOf(
              first.text,
              group.map(({ pattern }) => pattern),
            ),
          ]
        : [];
    }),
    others: nodes.filter((_, index) => !isJoined(words[index])),
  };
}

/** A single word without wildcards of a field that has a dictionary; undefined for anything else. */
function fieldWord(node: SearchNode): FieldWord | undefined {
  if (node.kind !== 'field' || (node.value.kind !== 'word' && node.value.kind !== 'quoted')) return undefined;
  if (node.value.kind === 'word' && /[*?]/.test(node.value.text)) return undefined;
  const column = columnOf(resolveField(node.key.name));
  const [pattern, ...more] = literalPatterns(node.value.text);
  if (column === undefined || pattern === undefined || more.length > 0) return undefined;
  return { ...column, pattern };
}

function columnOf(reference: FieldReference | undefined): Pick<FieldWord, 'column' | 'text'> | undefined {
  if (reference?.kind !== 'field') return undefined;
  const { source } = reference.field;
  if (source.kind !== 'text' && source.kind !== 'json') return undefined;
  const [text] = plainField(reference.field).texts;
  // What the text index covers is asked of it, a word at a time.
  return text?.indexed === 'no' ? { column: source.column, text } : undefined;
}

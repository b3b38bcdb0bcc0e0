import { sql, type SqlNode } from '../types/index.ts';
import { unreachable } from '../../base/index.ts';
import type { FieldReference } from '../fields/index.ts';
import type { SearchValue } from './ast.ts';
import { any, every } from './condition.ts';
import { isNumber } from './lexical.ts';
import {
  holdsName,
  holdsPhrase,
  holdsWord,
  isMemberEmpty,
  isMemberPresent,
  isPresent,
  mayHoldWord,
  type SearchedField,
  searchedField,
} from './searched-text.ts';
import { indexedCandidates } from './text-index.ts';
import { patternsOf, type WordPattern } from './word-pattern.ts';
import { foldCase } from './words.ts';

type Reference = Exclude<FieldReference, { kind: 'reserved' }>;

/**
 * Condition: a field exists, is empty, or holds all words of a value in whatever order, and a phrase as it is. Throws
 * SearchRejection.
 */
export function fieldCondition(reference: Reference, value: SearchValue): SqlNode {
  if (value.kind === 'any') return isThere(reference);
  if (value.text === '') return isEmpty(reference);
  const patterns = patternsOf(value);
  if (patterns.length === 0 && value.kind !== 'phrase') return isThere(reference);
  const field = searchedField(reference);
  const words = every(patterns.map((pattern) => fieldHoldsWord(field, pattern)));
  switch (value.kind) {
    case 'word':
    case 'quoted':
      return words;
    case 'phrase':
      return every([words, any(field.texts.map((text) => holdsPhrase(text, foldCase(value.text))))]);
    default:
      return unreachable(value);
  }
}

function isThere(reference: Reference): SqlNode {
  return reference.kind === 'member' ? isMemberPresent(reference.column, reference.path) : isPresent(reference.field);
}

function isEmpty(reference: Reference): SqlNode {
  return reference.kind === 'member'
    ? isMemberEmpty(reference.column, reference.path)
    : sql`NOT (${isPresent(reference.field)})`;
}

/** The text index rules out most events before a long text is looked at. */
function fieldHoldsWord(field: SearchedField, pattern: WordPattern): SqlNode {
  const plain = field.texts.filter((text) => text.indexed === 'no');
  const indexed = field.texts.filter((text) => text.indexed !== 'no');
  const isUsable = indexed.every((text) => text.indexed === 'yes' || !mayBeNumber(pattern));
  const found = any(
    indexed.map((text) => {
      const holds = holdsWord(text, pattern);
      return isUsable && text.within !== undefined ? every([mayHoldWord(text, pattern), holds]) : holds;
    }),
  );
  const candidates = isUsable && indexed.length > 0 ? [indexedCandidates(pattern)] : [];
  return any([
    ...plain.map((text) => holdsWord(text, pattern)),
    ...(indexed.length === 0 ? [] : [every([...candidates, found])]),
    ...holdsName(field.names, pattern),
  ]);
}

/** A number that a path reaches may be written otherwise in the text index. */
function mayBeNumber(pattern: WordPattern): boolean {
  const text = pattern.map((part) => (part.kind === 'text' ? part.text : '0')).join('');
  return isNumber(text);
}

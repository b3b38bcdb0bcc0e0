import { unreachable } from '../../base/index.ts';
import type { FieldReference } from '../fields/index.ts';
import type { Parameters } from '../types/index.ts';
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
export function fieldCondition(reference: Reference, value: SearchValue, parameters: Parameters): string {
  if (value.kind === 'any') return isThere(reference, parameters);
  if (value.text === '') return isEmpty(reference, parameters);
  const patterns = patternsOf(value);
  if (patterns.length === 0 && value.kind !== 'phrase') return isThere(reference, parameters);
  const field = searchedField(reference, parameters);
  const words = every(patterns.map((pattern) => fieldHoldsWord(field, pattern, parameters)));
  switch (value.kind) {
    case 'word':
    case 'quoted':
      return words;
    case 'phrase':
      return every([words, any(field.texts.map((text) => holdsPhrase(text, foldCase(value.text), parameters)))]);
    default:
      return unreachable(value);
  }
}

function isThere(reference: Reference, parameters: Parameters): string {
  return reference.kind === 'member'
    ? isMemberPresent(reference.column, reference.path, parameters)
    : isPresent(reference.field);
}

function isEmpty(reference: Reference, parameters: Parameters): string {
  return reference.kind === 'member'
    ? isMemberEmpty(reference.column, reference.path, parameters)
    : `NOT (${isPresent(reference.field)})`;
}

/** The text index rules out most events before a long text is looked at. */
function fieldHoldsWord(field: SearchedField, pattern: WordPattern, parameters: Parameters): string {
  const plain = field.texts.filter((text) => text.indexed === 'no');
  const indexed = field.texts.filter((text) => text.indexed !== 'no');
  const isUsable = indexed.every((text) => text.indexed === 'yes' || !mayBeNumber(pattern));
  const found = any(
    indexed.map((text) => {
      const holds = holdsWord(text, pattern, parameters);
      return isUsable && text.within !== undefined ? every([mayHoldWord(text, pattern, parameters), holds]) : holds;
    }),
  );
  const candidates = isUsable && indexed.length > 0 ? [indexedCandidates(pattern, parameters)] : [];
  return any([
    ...plain.map((text) => holdsWord(text, pattern, parameters)),
    ...(indexed.length === 0 ? [] : [every([...candidates, found])]),
    ...holdsName(field.names, pattern),
  ]);
}

/** A number that a path reaches may be written otherwise in the text index. */
function mayBeNumber(pattern: WordPattern): boolean {
  const text = pattern.map((part) => (part.kind === 'text' ? part.text : '0')).join('');
  return isNumber(text);
}

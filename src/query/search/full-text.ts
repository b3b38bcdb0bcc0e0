import { sql, type SqlNode } from '../types/index.ts';
import { fields, fullTextCandidates, isDerived } from '../../audit/index.ts';
import { auditIdText, type EmitContext } from '../fields/index.ts';
import type { SearchValue } from './ast.ts';
import { any, every } from './condition.ts';
import {
  holdsName,
  holdsPhrase,
  holdsWord,
  isAuditId,
  isUuid,
  plainField,
  searchedName,
  type SearchedText,
} from './searched-text.ts';
import { indexedCandidates, indexedWord } from './text-index.ts';
import { literalWord, patternsOf, type WordPattern } from './word-pattern.ts';
import { foldCase } from './words.ts';

/*
 * What a search without a field finds: the values of all fields of the event but its times, and the names of all its
 * members, as SLS does. Not the envelope (kind, apiVersion), nothing derived, nothing of the store's own. An audit id
 * that is a UUID is found whole only: `a*` would find every sixteenth event by it.
 */
const searchedFields = fields.filter(
  (field) => !field.isBeside && !isDerived(field) && !['object', 'time'].includes(field.source.kind),
);
/** Dictionaries first: what they find needs no look at the long texts. */
const texts: readonly SearchedText[] = searchedFields
  .flatMap((field) => plainField(field).texts)
  .toSorted((left, right) => Number(left.indexed === 'yes') - Number(right.indexed === 'yes'));
/** Those that the text index covers. */
const indexedTexts: readonly SearchedText[] = [
  ...texts.filter((text) => text.node !== auditIdText),
  { dialect: 'text', node: sql`audit_id_text`, indexed: 'yes' },
];
const names = fields
  .filter((field) => !isDerived(field) && !field.isBeside && field.name !== 'other')
  .map((field) => searchedName(field, field.name.slice(field.name.lastIndexOf('.') + 1)));

/** Condition: the event holds all words of a value, and a phrase as it is. Throws SearchRejection. */
export function fullTextCondition(
  value: Exclude<SearchValue, { kind: 'any' }>,
  { bodies = true }: Pick<EmitContext, 'bodies'>,
): SqlNode {
  const words = every(patternsOf(value).map((pattern) => eventHoldsWord(pattern, bodies)));
  if (value.kind !== 'phrase') return words;
  return every([words, any(texts.map((text) => holdsPhrase(text, foldCase(value.text))))]);
}

function eventHoldsWord(pattern: WordPattern, bodies: boolean): SqlNode {
  const scan = (): SqlNode => any(indexedTexts.map((text) => holdsWord(text, pattern)));
  // Words that are no body's are in no index of their own: they are looked for where the index of all has the word.
  const candidates = bodies ? [] : [indexedCandidates(pattern, fullTextCandidates)];
  const inTexts = every([...candidates, indexedWord(pattern, scan)]);
  return any([inTexts, ...uuidCondition(pattern), ...holdsName(names, pattern)]);
}

/** Odd audit ids are in the text index, UUIDs are not. */
function uuidCondition(pattern: WordPattern): SqlNode[] {
  const word = literalWord(pattern);
  return word !== undefined && isUuid(word) ? [isAuditId(word)] : [];
}

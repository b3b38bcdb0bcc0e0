import { type ColumnName, columns, type Field } from '../../audit/index.ts';
import { unreachable } from '../../base/index.ts';
import {
  derivedSql,
  type FieldReference,
  membersOfObject,
  auditIdText,
  timeText,
  jsonShape,
  memberValues,
} from '../fields/index.ts';
import type { Parameters } from '../types/index.ts';
import { anyWordExpression, type Dialect, phraseExpression, wordExpression } from './expression.ts';
import { memberGuard } from './member-guard.ts';
import { type MapMember, mapHasMember, mapHasText, mapHoldsWord } from './map-member.ts';
import { any, every } from './condition.ts';
import { indexedCandidates } from './text-index.ts';
import { literalWord, matchesWord, type WordPattern } from './word-pattern.ts';
import { foldCase } from './words.ts';

/** A text that a word may be in: an expression over the columns, and what can be said about it cheaply. */
export interface SearchedText {
  readonly dialect: Dialect;
  readonly sql: string;
  /** Holds wherever the text can hold anything; cheaper than the text. */
  readonly guard?: string;
  /** Set where the text is a member of a map, which has a faster road. */
  readonly member?: MapMember;
  /** JSON text of which this one is a part: words of this one stand there as well, besides numbers, and are found cheaply. */
  readonly within?: ColumnName;
  /** Whether its words are in the text index. Numbers that a path reaches may be written otherwise there. */
  readonly indexed: 'yes' | 'butNumbers' | 'no';
}

/** A name of the event's own that counts as a word wherever the member is there. */
export interface SearchedName {
  readonly name: string;
  readonly present: string;
}

/** All that is searched for a field. */
export interface SearchedField {
  readonly texts: readonly SearchedText[];
  readonly names: readonly SearchedName[];
}

export const codeText = `ifNull(toString(nullIf(response_code, 0)), '')`;
const lowCardinality: ReadonlySet<string> = new Set(
  columns.filter((column) => column.type.startsWith('LowCardinality')).map((column) => column.name),
);

/** The texts and names in which a field's words are looked for. */
export function searchedField(
  reference: Exclude<FieldReference, { kind: 'reserved' }>,
  parameters: Parameters,
): SearchedField {
  if (reference.kind === 'member')
    return { texts: [memberText(reference.column, reference.path, parameters)], names: [] };
  return reference.field.source.kind === 'object' ? searchedObject(reference.field) : plainField(reference.field);
}

/** A field with a column, or computed from some. */
export function plainField(field: Field): SearchedField {
  const source = field.source;
  switch (source.kind) {
    case 'text':
    case 'json':
      return { texts: [columnText(source.column, source.kind)], names: [] };
    case 'number':
      return { texts: [{ dialect: 'text', sql: codeText, indexed: 'yes' }], names: [] };
    case 'time':
      return {
        texts: [{ dialect: 'text', sql: `ifNull(${timeText(field.name, source.column)}, '')`, indexed: 'no' }],
        names: [],
      };
    case 'auditID':
      return { texts: [{ dialect: 'text', sql: auditIdText, indexed: 'no' }], names: [] };
    case 'derived':
      return { texts: [{ dialect: 'text', sql: derivedSql(source.rule), indexed: 'no' }], names: [] };
    case 'object':
      throw new Error(`BUG: ${field.name} is no plain field`);
    default:
      return unreachable(source);
  }
}

function columnText(column: ColumnName, dialect: Dialect): SearchedText {
  // Low-cardinality columns are matched value by value of their dictionary, faster than the index answers.
  return { dialect, sql: column, indexed: lowCardinality.has(column) ? 'no' : 'yes' };
}

function searchedObject(object: Field): SearchedField {
  const members = membersOfObject(object);
  const name = `'${object.name}'`;
  const others: SearchedText = {
    dialect: 'json',
    sql: `JSONExtractRaw(other, ${name})`,
    guard: `other != ''`,
    indexed: 'no',
  };
  return {
    texts: [...members.flatMap((member) => plainField(member).texts), others],
    names: members.map((member) => searchedName(member, member.name.slice(object.name.length + 1))),
  };
}

/** The name of a field as a word. */
export function searchedName(field: Field, name: string): SearchedName {
  return { name: foldCase(name), present: isPresent(field) };
}

function memberText(column: ColumnName, path: string, parameters: Parameters): SearchedText {
  const guard = memberGuard(column, path, parameters);
  if (jsonShape(column) === 'map') {
    const sql = `JSONExtractRaw(${column}, ${parameters.bind(path, 'String')})`;
    return { dialect: 'json', sql, guard, member: { column, key: path }, indexed: 'no' };
  }
  const sql = `arrayStringConcat(${memberValues(column, path, parameters)}, ',')`;
  return { dialect: 'json', sql, guard, within: column, indexed: 'butNumbers' };
}

/** Whether a field without a path is there at all. */
export function isPresent(field: Field): string {
  const source = field.source;
  switch (source.kind) {
    case 'text':
    case 'json':
      return `${source.column} != ''`;
    case 'number':
      return `ifNull(${source.column} != 0, 0)`;
    case 'time':
      return `isNotNull(${source.column})`;
    case 'auditID':
      return '1';
    case 'derived':
      return `${derivedSql(source.rule)} != ''`;
    case 'object': {
      const members = membersOfObject(field).map(isPresent);
      return `(${[...members, `JSONHas(other, '${field.name}')`].join(' OR ')})`;
    }
    default:
      return unreachable(source);
  }
}

/** Whether a member is there: its path reaches a value other than null. */
export function isMemberPresent(column: ColumnName, path: string, parameters: Parameters): string {
  const slow = reaches(column, path, `v != 'null'`, parameters);
  return jsonShape(column) === 'map' ? mapHasMember({ column, key: path }, slow, parameters) : slow;
}

/** Whether a member is empty: absent, null or the empty text. */
export function isMemberEmpty(column: ColumnName, path: string, parameters: Parameters): string {
  const slow = reaches(column, path, `v NOT IN ('null', '""')`, parameters);
  return `NOT ${jsonShape(column) === 'map' ? mapHasText({ column, key: path }, slow, parameters) : slow}`;
}

/** Whether the path reaches a value for which the condition on `v` holds. */
function reaches(column: ColumnName, path: string, condition: string, parameters: Parameters): string {
  return `(${memberGuard(column, path, parameters)} AND arrayExists(v -> ${condition}, ${memberValues(column, path, parameters)}))`;
}

/** Condition: the text holds the word. */
export function holdsWord(text: SearchedText, pattern: WordPattern, parameters: Parameters): string {
  if (text.sql === auditIdText) return holdsAuditId(pattern, parameters);
  const found = holds(text, wordExpression(pattern, text.dialect), parameters);
  return text.member === undefined ? found : mapHoldsWord(text.member, pattern, found, parameters);
}

/** Condition: the text, which has no guard and is no member, holds one of the words, which have no wildcards. */
export function holdsOneOf(text: SearchedText, patterns: readonly WordPattern[], parameters: Parameters): string {
  return matches(text.sql, anyWordExpression(patterns, text.dialect), parameters);
}

/** Condition that holds wherever the text can hold the word, which is no number, and costs little. */
export function mayHoldWord({ within }: SearchedText, pattern: WordPattern, parameters: Parameters): string {
  return within === undefined ? '1' : matches(within, wordExpression(pattern, 'json'), parameters);
}

/** Condition: the text holds the phrase, case folded. */
export function holdsPhrase(text: SearchedText, phrase: string, parameters: Parameters): string {
  return holds(text, phraseExpression(phrase, text.dialect), parameters);
}

function holds(text: SearchedText, expression: string, parameters: Parameters): string {
  const match = matches(text.sql, expression, parameters);
  return text.guard === undefined ? match : `(${text.guard} AND ${match})`;
}

function matches(sql: string, expression: string, parameters: Parameters): string {
  return `match(lower(${sql}), ${parameters.bind(expression, 'String')})`;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Says whether a word is a UUID as the audit id's column holds them. */
export function isUuid(word: string): boolean {
  return uuid.test(word);
}

/** A whole UUID is compared as one; any other id, or a part of one, as text. Those texts are in the text index. */
export function holdsAuditId(pattern: WordPattern, parameters: Parameters): string {
  const word = literalWord(pattern);
  const expression = parameters.bind(wordExpression(pattern, 'text'), 'String');
  if (word === undefined) return `match(lower(${auditIdText}), ${expression})`;
  const asText = every([
    indexedCandidates(pattern, parameters),
    `audit_id_text != ''`,
    `match(lower(audit_id_text), ${expression})`,
  ]);
  return isUuid(word) ? any([isAuditId(word, parameters), asText]) : asText;
}

/** Condition: the audit id is this UUID. */
export function isAuditId(word: string, parameters: Parameters): string {
  return `(audit_id_text = '' AND audit_id = ${parameters.bind(word, 'UUID')})`;
}

/** Condition: one of the names is the word and its member is there; undefined where no name is. */
export function holdsName(names: readonly SearchedName[], pattern: WordPattern): string[] {
  return names.filter(({ name }) => matchesWord(pattern, name)).map(({ present }) => present);
}

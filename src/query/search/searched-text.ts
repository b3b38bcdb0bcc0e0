import { lambda, literal, parameter, raw, sql, type SqlNode, list } from '../types/index.ts';
import { type ColumnName, columns, type Field } from '../../audit/index.ts';
import { unreachable } from '../../base/index.ts';
import {
  derivedSql,
  type FieldReference,
  membersOfObject,
  auditIdText,
  timeText,
  jsonShape,
  latencySql,
  memberValues,
} from '../fields/index.ts';
import { anyWordExpression, type Dialect, phraseExpression, wordExpression } from './expression.ts';
import { memberGuard } from './member-guard.ts';
import { type MapMember, mapHasMember, mapHasText, mapHoldsWord } from './map-member.ts';
import { always, any, every } from './condition.ts';
import { indexedCandidates } from './text-index.ts';
import { literalWord, matchesWord, type WordPattern } from './word-pattern.ts';
import { foldCase } from './words.ts';

/** A text that a word may be in: an expression over the columns, and what can be said about it cheaply. */
export interface SearchedText {
  readonly dialect: Dialect;
  readonly node: SqlNode;
  /** Holds wherever the text can hold anything; cheaper than the text. */
  readonly guard?: SqlNode;
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
  readonly present: SqlNode;
}

/** All that is searched for a field. */
export interface SearchedField {
  readonly texts: readonly SearchedText[];
  readonly names: readonly SearchedName[];
}

export const codeText = sql`ifNull(toString(nullIf(response_code, 0)), '')`;
const lowCardinality: ReadonlySet<string> = new Set(
  columns.filter((column) => column.type.startsWith('LowCardinality')).map((column) => column.name),
);

/** Says whether a column has a dictionary: conditions on it are computed once a value of that, faster than the text index answers. */
export function hasDictionary(column: ColumnName): boolean {
  return lowCardinality.has(column);
}

/** The texts and names in which a field's words are looked for. */
export function searchedField(reference: Exclude<FieldReference, { kind: 'reserved' }>): SearchedField {
  if (reference.kind === 'member') return { texts: [memberText(reference.column, reference.path)], names: [] };
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
      return { texts: [{ dialect: 'text', node: codeText, indexed: 'yes' }], names: [] };
    case 'latency':
      return { texts: [{ dialect: 'text', node: sql`ifNull(toString(${latencySql}), '')`, indexed: 'no' }], names: [] };
    case 'time':
      return {
        texts: [{ dialect: 'text', node: sql`ifNull(${timeText(field.name, source.column)}, '')`, indexed: 'no' }],
        names: [],
      };
    case 'auditID':
      return { texts: [{ dialect: 'text', node: auditIdText, indexed: 'no' }], names: [] };
    case 'derived':
      return { texts: [{ dialect: 'text', node: derivedSql(source.rule), indexed: 'no' }], names: [] };
    case 'object':
      throw new Error(`BUG: ${field.name} is no plain field`);
    default:
      return unreachable(source);
  }
}

function columnText(column: ColumnName, dialect: Dialect): SearchedText {
  return { dialect, node: raw(column), indexed: hasDictionary(column) ? 'no' : 'yes' };
}

function searchedObject(object: Field): SearchedField {
  const members = membersOfObject(object);
  const name = literal(object.name);
  const others: SearchedText = {
    dialect: 'json',
    node: sql`JSONExtractRaw(other, ${name})`,
    guard: sql`other != ''`,
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

function memberText(column: ColumnName, path: string): SearchedText {
  const guard = memberGuard(column, path);
  if (jsonShape(column) === 'map') {
    const node = sql`JSONExtractRaw(${raw(column)}, ${parameter(path, 'String')})`;
    return { dialect: 'json', node, guard, member: { column, key: path }, indexed: 'no' };
  }
  const node = sql`arrayStringConcat(${memberValues(column, path)}, ',')`;
  return { dialect: 'json', node, guard, within: column, indexed: 'butNumbers' };
}

/** Whether a field without a path is there at all. */
export function isPresent(field: Field): SqlNode {
  const source = field.source;
  switch (source.kind) {
    case 'text':
    case 'json':
      return sql`${raw(source.column)} != ''`;
    case 'number':
      return sql`ifNull(${raw(source.column)} != 0, 0)`;
    case 'latency':
      return sql`isNotNull(request_received_at)`;
    case 'time':
      return sql`isNotNull(${raw(source.column)})`;
    case 'auditID':
      return always;
    case 'derived':
      return sql`${derivedSql(source.rule)} != ''`;
    case 'object': {
      const members = membersOfObject(field).map(isPresent);
      return sql`(${list([...members, sql`JSONHas(other, ${literal(field.name)})`], ' OR ')})`;
    }
    default:
      return unreachable(source);
  }
}

/** Whether a member is there: its path reaches a value other than null. */
export function isMemberPresent(column: ColumnName, path: string): SqlNode {
  const slow = reaches(column, path, sql`v != 'null'`);
  return jsonShape(column) === 'map' ? mapHasMember({ column, key: path }, slow) : slow;
}

/** Whether a member is empty: absent, null or the empty text. */
export function isMemberEmpty(column: ColumnName, path: string): SqlNode {
  const slow = reaches(column, path, sql`v NOT IN ('null', '""')`);
  return sql`NOT ${jsonShape(column) === 'map' ? mapHasText({ column, key: path }, slow) : slow}`;
}

/** Whether the path reaches a value for which the condition on `v` holds. */
function reaches(column: ColumnName, path: string, condition: SqlNode): SqlNode {
  return sql`(${memberGuard(column, path)} AND arrayExists(${lambda('v', condition)}, ${memberValues(column, path)}))`;
}

/** Condition: the text holds the word. */
export function holdsWord(text: SearchedText, pattern: WordPattern): SqlNode {
  if (text.node === auditIdText) return holdsAuditId(pattern);
  const found = holds(text, wordExpression(pattern, text.dialect));
  return text.member === undefined ? found : mapHoldsWord(text.member, pattern, found);
}

/** Condition: the text, which has no guard and is no member, holds one of the words, which have no wildcards. */
export function holdsOneOf(text: SearchedText, patterns: readonly WordPattern[]): SqlNode {
  return matches(text.node, anyWordExpression(patterns, text.dialect));
}

/** Condition that holds wherever the text can hold the word, which is no number, and costs little. */
export function mayHoldWord({ within }: SearchedText, pattern: WordPattern): SqlNode {
  return within === undefined ? always : matches(raw(within), wordExpression(pattern, 'json'));
}

/** Condition: the text holds the phrase, case folded. */
export function holdsPhrase(text: SearchedText, phrase: string): SqlNode {
  return holds(text, phraseExpression(phrase, text.dialect));
}

function holds(text: SearchedText, expression: string): SqlNode {
  const match = matches(text.node, expression);
  return text.guard === undefined ? match : sql`(${text.guard} AND ${match})`;
}

function matches(node: SqlNode, expression: string): SqlNode {
  return sql`match(lower(${node}), ${parameter(expression, 'String')})`;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Says whether a word is a UUID as the audit id's column holds them. */
export function isUuid(word: string): boolean {
  return uuid.test(word);
}

/** A whole UUID is compared as one; any other id, or a part of one, as text. Those texts are in the text index. */
export function holdsAuditId(pattern: WordPattern): SqlNode {
  const word = literalWord(pattern);
  const expression = parameter(wordExpression(pattern, 'text'), 'String');
  if (word === undefined) return sql`match(lower(${auditIdText}), ${expression})`;
  const asText = every([
    indexedCandidates(pattern),
    sql`audit_id_text != ''`,
    sql`match(lower(audit_id_text), ${expression})`,
  ]);
  return isUuid(word) ? any([isAuditId(word), asText]) : asText;
}

/** Condition: the audit id is this UUID. */
export function isAuditId(word: string): SqlNode {
  return sql`(audit_id_text = '' AND audit_id = ${parameter(word, 'UUID')})`;
}

/** Condition: one of the names is the word and its member is there; undefined where no name is. */
export function holdsName(names: readonly SearchedName[], pattern: WordPattern): SqlNode[] {
  return names.filter(({ name }) => matchesWord(pattern, name)).map(({ present }) => present);
}

import { lambda, literal, parameter, raw, sql, type SqlNode } from '../types/index.ts';
import { type ColumnName, fullTextCandidates, fullTextColumn } from '../../audit/index.ts';
import { unreachable } from '../../base/index.ts';
import {
  derivedEquals,
  type EmitContext,
  type FieldReference,
  jsonShape,
  memberValues,
  resolveField,
  timeText,
} from '../fields/index.ts';
import type { SearchNode } from './ast.ts';
import { any, every } from './condition.ts';
import type { JoinedNodes } from './compile-words.ts';
import { isNumber } from './lexical.ts';
import { mapMemberEquals } from './map-member.ts';
import { memberGuard } from './member-guard.ts';
import { hasDictionary, isAuditId, isUuid } from './searched-text.ts';
import { indexedCandidates } from './text-index.ts';
import { wordsOf } from './words.ts';

type Reference = Exclude<FieldReference, { kind: 'reserved' }>;

/**
 * Condition: a field is exactly this text, or one of its items is. A number or a boolean in JSON is the text that it is written as; an
 * object, and a list as a whole, are no text.
 */
export function equalityCondition(reference: Reference, text: string, context: EmitContext): SqlNode {
  if (reference.kind === 'member') return memberEquals(reference, text, context);
  const { name, source } = reference.field;
  const value = parameter(text, 'String');
  switch (source.kind) {
    case 'text': {
      const equal = sql`${raw(source.column)} = ${value}`;
      return hasDictionary(source.column) ? equal : every([...candidates(wordsOf(text), context), equal]);
    }
    case 'json':
      return every([...mayHold(source.column, text), equalsValue(sql`JSONExtractRaw(${raw(source.column)})`, text)]);
    case 'time':
      return sql`ifNull(${timeText(name, source.column)} = ${value}, 0)`;
    case 'auditID':
      if (isUuid(text)) return isAuditId(text);
      return every([...candidates(wordsOf(text), context), sql`audit_id_text = ${value}`]);
    case 'derived':
      return derivedEquals(source.rule, text);
    case 'number':
    case 'latency':
    case 'object':
      throw new Error(`BUG: ${name} holds no text`);
    default:
      return unreachable(source);
  }
}

function memberEquals(
  { column, path }: Extract<Reference, { kind: 'member' }>,
  text: string,
  context: EmitContext,
): SqlNode {
  const values = sql`arrayExists(${lambda('v', equalsValue(sql`v`, text))}, ${memberValues(column, path)})`;
  if (jsonShape(column) === 'map') {
    return mapMemberEquals({ column, key: path }, text, every([memberGuard(column, path), values]));
  }
  // A number may be written otherwise in the text index.
  const words = wordsOf(text).filter((word) => !isNumber(word));
  return every([memberGuard(column, path), ...candidates(words, context), ...mayHold(column, text), values]);
}

/** JSON has no other way to write such a text than as it is, in quotes. */
function isPlain(text: string): boolean {
  return !/["\\\p{Cc}\u2028\u2029]/u.test(text);
}

/** Says whether a number or a boolean may be written so. */
function isScalar(text: string): boolean {
  return text === 'true' || text === 'false' || isNumber(text);
}

/** Condition that holds wherever the column's JSON text can hold the text, and costs little. */
function mayHold(column: ColumnName, text: string): SqlNode[] {
  return isPlain(text) && !isScalar(text) ? [sql`position(${raw(column)}, ${parameter(text, 'String')}) > 0`] : [];
}

/** Condition: a JSON value, as the engine's JSON functions write it, is this text, or a list of which an item is. */
function equalsValue(value: SqlNode, text: string): SqlNode {
  const items = lambda('i', isText(sql`i`, text));
  return any([
    isText(value, text),
    sql`(startsWith(${value}, '[') AND arrayExists(${items}, JSONExtractArrayRaw(${value})))`,
  ]);
}

function isText(value: SqlNode, text: string): SqlNode {
  const string = isPlain(text)
    ? sql`${value} = ${parameter(`"${text}"`, 'String')}`
    : sql`(startsWith(${value}, ${literal('"')}) AND JSONExtractString(${value}) = ${parameter(text, 'String')})`;
  return any([string, ...(isScalar(text) ? [sql`${value} = ${parameter(text, 'String')}`] : [])]);
}

/** Beyond these many the text index rules out little more. */
const maxCandidateWords = 3;

/** Conditions on the text index that hold at least where a text of these words is, and cost little. The longest words are the rarest. */
function candidates(words: readonly string[], { bodies = true }: EmitContext): SqlNode[] {
  return [...new Set(words)]
    .filter((word) => /^[!-~]+$/.test(word) && !word.includes('\\'))
    .toSorted((one, other) => other.length - one.length)
    .slice(0, maxCandidateWords)
    .map((word) => indexedCandidates([{ kind: 'text', text: word }], bodies ? fullTextColumn : fullTextCandidates));
}

/** Joins those nodes of which one is to hold: texts that a column with a dictionary is compared with are one set. */
export function joinEqualities(nodes: readonly SearchNode[]): JoinedNodes {
  const columns = nodes.map(comparedColumn);
  const sets = new Map<ColumnName, string[]>();
  for (const [index, node] of nodes.entries()) {
    const column = columns[index];
    if (node.kind !== 'equality' || column === undefined) continue;
    sets.set(column, [...(sets.get(column) ?? []), node.value.text.toWellFormed()]);
  }
  const isJoined = (column: ColumnName | undefined): boolean =>
    column !== undefined && (sets.get(column)?.length ?? 0) > 1;
  return {
    conditions: [...sets]
      .filter(([column]) => isJoined(column))
      .map(([column, texts]) => sql`${raw(column)} IN ${parameter(texts, 'Array(String)')}`),
    others: nodes.filter((_, index) => !isJoined(columns[index])),
  };
}

/** The column with a dictionary that a node compares; what is absent, the empty text, equals nothing. */
function comparedColumn(node: SearchNode): ColumnName | undefined {
  if (node.kind !== 'equality' || node.value.text === '') return undefined;
  const reference = resolveField(node.key.name);
  if (reference?.kind !== 'field' || reference.field.source.kind !== 'text') return undefined;
  const { column } = reference.field.source;
  return hasDictionary(column) ? column : undefined;
}

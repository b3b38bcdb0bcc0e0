import { fields } from '../../audit/index.ts';
import { resolveField } from '../fields/index.ts';
import { allFunctions, type CatalogueFunction } from '../functions/index.ts';
import { splitStatement } from '../search/index.ts';
import { type ScannedToken, isKeyword, scan } from '../sql/index.ts';
import { keywords, searchKeywords } from './keywords.ts';

export type Language = 'en' | 'zh' | 'ja';

/** Something that could stand at the caret. */
export interface Completion {
  readonly label: string;
  readonly kind: 'column' | 'function' | 'keyword' | 'table' | 'alias';
  /** What is put in the place from `from` to `to`. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  /** A function's signatures, or a column's type. */
  readonly detail: string;
  readonly doc: string;
}

/** What completion found at the caret. */
export interface CompletionAnswer {
  readonly items: readonly Completion[];
  /** The field whose values are wanted, where the caret is in one; the caller asks the server for them. */
  readonly valuesOf: {
    readonly field: string;
    readonly prefix: string;
    readonly from: number;
    readonly to: number;
  } | null;
}

/** Names that the caller knows besides the fields: the logs that can be named in FROM. */
export interface CompletionContext {
  readonly logs: readonly string[];
  readonly language: Language;
}

const reservedFields = ['__time__', '__time_ns_part__', '__receive_time__', '__cluster__'];

/** Completes a query `search | SQL` at a caret, a UTF-16 offset. */
export function completeStatement(text: string, caret: number, context: CompletionContext): CompletionAnswer {
  const { search, analysis } = splitStatement(text);
  if (!analysis || caret < analysis.span.from) return completeSearch(search.text, caret, context);
  const answer = completeSql(analysis.text, caret - analysis.span.from, context);
  const move = <T extends { readonly from: number; readonly to: number }>(item: T): T => ({
    ...item,
    from: item.from + analysis.span.from,
    to: item.to + analysis.span.from,
  });
  return { items: answer.items.map(move), valuesOf: answer.valuesOf && move(answer.valuesOf) };
}

function starts(label: string, prefix: string): boolean {
  const [name, wanted] = [label.toLowerCase(), prefix.toLowerCase()];
  return name.startsWith(wanted) || (wanted !== '' && name.includes(`.${wanted}`));
}

function completeSearch(text: string, caret: number, { language }: CompletionContext): CompletionAnswer {
  const before = text.slice(0, caret);
  const match = /(?:^|[\s(])(?:"((?:[^"\\]|\\.)*)"|([^\s:()"=<>]+))\s*(?::|==)\s*"?([^\s"()]*)$/.exec(before);
  if (match) {
    const prefix = match[3] ?? '';
    return {
      items: [],
      valuesOf: { field: match[1] ?? match[2] ?? '', prefix, from: caret - prefix.length, to: caret },
    };
  }
  const operators = operatorItems(before);
  const prefix = /[^\s:()"|]*$/.exec(before)?.[0] ?? '';
  const place = { from: caret - prefix.length, to: caret };
  const names = fieldItems(language)
    .filter(({ label }) => starts(label, prefix))
    .map((item) => ({ ...item, ...place, insert: `${searchName(item.label)}: ` }));
  const words = searchKeywords
    .filter((word) => prefix !== '' && starts(word, prefix))
    .map((word): Completion => ({ label: word, kind: 'keyword', insert: `${word} `, ...place, detail: '', doc: '' }));
  return { items: [...operators, ...names, ...words], valuesOf: null };
}

/** Behind a field's name: what it is compared with. */
function operatorItems(before: string): Completion[] {
  const match = /(?:^|[\s(])(?:"((?:[^"\\]|\\.)*)"|([^\s:()"=<>]+))(?:\s+|\s*(=))$/.exec(before);
  if (match === null || resolveField(match[1] ?? match[2] ?? '') === undefined) return [];
  const typed = match[3] ?? '';
  const place = { from: before.length - typed.length, to: before.length };
  return [':', '==']
    .filter((operator) => operator.startsWith(typed))
    .map((label) => ({ label, kind: 'keyword', insert: `${label} `, ...place, detail: '', doc: '' }));
}

function searchName(name: string): string {
  return /^[\w.]+$/.test(name) ? name : `"${name}"`;
}

function completeSql(text: string, caret: number, context: CompletionContext): CompletionAnswer {
  const tokens = scan(text);
  const current = tokens.find((token) => token.from < caret && caret <= token.to && token.kind !== 'symbol');
  const before = tokens.filter((token) => token.to <= (current?.from ?? caret));
  if (current?.kind === 'string' && !isClosed(current, caret)) return completeValue(current, before, caret);
  const prefix = current ? text.slice(current.from, caret).replace(/^"/, '') : '';
  const place = { from: current?.from ?? caret, to: current?.to ?? caret };
  const last = before.at(-1);
  if (isKeyword(last, 'from') || isKeyword(last, 'join')) {
    const tables = ['log', 'operations', 'history', ...context.logs].filter((name) => starts(name, prefix));
    const items = tables.map((name): Completion => ({
      label: name,
      kind: 'table',
      insert: sqlName(name),
      ...place,
      detail: '',
      doc: '',
    }));
    return { items, valuesOf: null };
  }
  const columns = fieldItems(context.language).map((item) => ({ ...item, ...place, insert: sqlName(item.label) }));
  const aliases = aliasItems(tokens, current).map((label): Completion => {
    return { label, kind: 'alias', insert: sqlName(label), ...place, detail: '', doc: '' };
  });
  const isQuoted = current?.kind === 'quoted';
  const functions = isQuoted ? [] : functionItems(context.language).map((item) => ({ ...item, ...place }));
  const words =
    isQuoted || prefix === ''
      ? []
      : keywords.map((word): Completion => ({
          label: word,
          kind: 'keyword',
          insert: word,
          ...place,
          detail: '',
          doc: '',
        }));
  const all = [...aliases, ...columns, ...functions, ...words];
  return { items: all.filter(({ label }) => starts(label, prefix)), valuesOf: null };
}

function isClosed(token: ScannedToken, caret: number): boolean {
  return caret === token.to && token.text.length > 1 && token.text.endsWith("'");
}

/** Within a text that is compared with a column: its values. */
function completeValue(current: ScannedToken, before: readonly ScannedToken[], caret: number): CompletionAnswer {
  const column = before.findLast(
    (token) => token.kind === 'quoted' || (token.kind === 'word' && !keywords.includes(token.text.toLowerCase())),
  );
  if (!column) return { items: [], valuesOf: null };
  const field = column.kind === 'quoted' ? column.text.slice(1, -1).replaceAll('""', '"') : column.text;
  const prefix = current.text.slice(1, caret - current.from);
  return { items: [], valuesOf: { field, prefix, from: current.from + 1, to: caret } };
}

/** A name as SQL needs it: in double quotes where it is no plain word. */
function sqlName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.includes(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

function fieldItems(language: Language): Omit<Completion, 'from' | 'to'>[] {
  const named = fields.map((field) => ({
    label: field.name,
    kind: 'column' as const,
    insert: field.name,
    detail: field.type === 'long' ? 'bigint' : 'varchar',
    doc: field.doc[language],
  }));
  const reserved = reservedFields.map((label) => {
    return {
      label,
      kind: 'column' as const,
      insert: label,
      detail: label === '__cluster__' ? 'varchar' : 'bigint',
      doc: '',
    };
  });
  return [...named, ...reserved];
}

/** Names that the statement gives by AS. */
function aliasItems(tokens: readonly ScannedToken[], current: ScannedToken | undefined): string[] {
  const names = tokens.flatMap((token, index) => {
    if (!isKeyword(tokens[index - 1], 'as') || token === current) return [];
    if (token.kind === 'quoted') return [token.text.slice(1, -1).replaceAll('""', '"')];
    return token.kind === 'word' ? [token.text] : [];
  });
  return [...new Set(names)];
}

/** The signatures of a function, as hover help and completion show them. */
export function signaturesOf(entry: CatalogueFunction): string {
  return entry.overloads.map(({ signature }) => `${entry.name}${signature.replace(' -> ', ' → ')}`).join('\n');
}

function functionItems(language: Language): Omit<Completion, 'from' | 'to'>[] {
  return allFunctions
    .filter((entry) => entry.topic !== 'operator')
    .map((entry) => ({
      label: entry.name,
      kind: 'function' as const,
      insert: `${entry.name}(`,
      detail: signaturesOf(entry),
      doc: `${entry.doc[language]}\n${entry.example}`,
    }));
}

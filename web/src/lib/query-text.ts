import { fields } from '../../../src/audit/index.ts';
import { splitStatement } from '../../../src/query/index.ts';

/** Edits of the query as text: a click on a value changes what one sees in the box, and nothing else. */

/** Longest text of a value that goes into a condition: the rest of a megabyte finds nothing more. */
const longestValue = 256;

/** Ends of words under the default tokenisation; a value is cut only at one of them. */
const delimiter = /[,'";=()[\]{}?@&<>/:\s]/;

const jsonFields = new Set(fields.filter(({ type }) => type === 'json').map(({ name }) => name));

/** The texts of a field that holds a list of them, such as sourceIPs; undefined where the value is no such list. */
export function listItems(field: string, value: string): readonly string[] | undefined {
  if (!jsonFields.has(field) || !value.startsWith('["')) return undefined;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A condition `field: "value"`; numbers stand bare. Empty text asks for the field's absence, a list for each of its
 * texts.
 */
export function condition(field: string, value: string): string {
  const items = listItems(field, value)?.filter((item) => item !== '') ?? [];
  if (items.length > 1) return `(${items.map((item) => single(field, item)).join(' and ')})`;
  return single(field, items[0] ?? value);
}

function single(field: string, value: string): string {
  const name = /^[A-Za-z_][\w.]*$/.test(field) ? field : `"${escapeQuotes(field)}"`;
  if (value === '') return `not ${name}: *`;
  if (/^-?\d{1,15}$/.test(value)) return `${name}: ${value}`;
  const words = cutAtWord(value);
  return words === undefined ? `${name}: ${startOfWord(value)}*` : `${name}: "${escapeQuotes(words)}"`;
}

/** The negation of a condition. */
export function negation(text: string): string {
  return text.startsWith('not ') ? text.slice(4) : `not ${text}`;
}

/** Adds a condition to the search part; if it is there already, takes it away; its opposite gives way to it. */
export function toggleCondition(query: string, added: string): string {
  const { search, analysis } = splitQuery(query);
  const has = findCondition(search, added);
  if (has) return joinQuery(cutOut(search, has), analysis);
  const opposite = findCondition(search, negation(added));
  const kept = opposite ? cutOut(search, opposite) : search;
  return joinQuery(addTo(kept, added), analysis);
}

/** Says whether the search part holds the condition. */
export function hasCondition(query: string, wanted: string): boolean {
  return findCondition(splitQuery(query).search, wanted) !== undefined;
}

/** Puts the whole search part into parentheses where the words beside it would bind tighter than its `or`. */
export function conjoin(query: string, added: string): string {
  const { search, analysis } = splitQuery(query);
  return joinQuery(addTo(search, added), analysis);
}

/** The search part, and what stands behind the first `|` outside quotes if there is one. */
export function splitQuery(query: string): { readonly search: string; readonly analysis: string | undefined } {
  const { search, analysis } = splitStatement(query);
  return { search: search.text.trim(), analysis: analysis?.text.trim() };
}

function joinQuery(search: string, analysis: string | undefined): string {
  return analysis === undefined ? search : `${search || '*'} | ${analysis}`;
}

function addTo(search: string, added: string): string {
  if (search === '' || search === '*') return added;
  return hasOr(search) ? `(${search}) and ${added}` : `${search} and ${added}`;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where the condition stands by itself at the outermost level, not as the end of a longer one. */
function findCondition(search: string, wanted: string): Place | undefined {
  if (hasOr(search)) return undefined;
  for (let from = search.indexOf(wanted); from !== -1; from = search.indexOf(wanted, from + 1)) {
    const before = search.slice(0, from);
    const after = search[from + wanted.length];
    const inside = (before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1 || depth(before) > 0;
    const starts = /(^|\s)$/.test(before) && !/\bnot\s+$/i.test(before);
    if (!inside && starts && (after === undefined || /\s/.test(after))) return { from, to: from + wanted.length };
  }
  return undefined;
}

/** Removes a stretch together with the `and` that bound it. */
function cutOut(search: string, { from, to }: Place): string {
  const before = search.slice(0, from).trimEnd();
  const after = search.slice(to).trimStart();
  const left = before.replace(/\s*\band$/i, '');
  if (left !== '' && after !== '') return /^and\b/i.test(after) ? `${left} ${after}` : `${left} and ${after}`;
  return left !== '' ? left : after.replace(/^and\b\s*/i, '');
}

function hasOr(search: string): boolean {
  const outside = search.replace(/"(?:\\.|[^"\\])*"/g, (quoted) => '_'.repeat(quoted.length));
  let level = 0;
  for (const { 0: found } of outside.matchAll(/[()]|\bor\b/gi)) {
    if (found === '(') level += 1;
    else if (found === ')') level -= 1;
    else if (level === 0) return true;
  }
  return false;
}

function depth(text: string): number {
  const outside = text.replace(/"(?:\\.|[^"\\])*"/g, '');
  return Array.from(outside).reduce((level, char) => level + (char === '(' ? 1 : char === ')' ? -1 : 0), 0);
}

function escapeQuotes(text: string): string {
  return text.replaceAll('"', String.raw`\"`).replace(/\\+$/, '');
}

/** The words of the value that fit; undefined where its first word alone is too long. */
function cutAtWord(value: string): string | undefined {
  if (value.length <= longestValue) return value;
  const cut = value.slice(0, longestValue);
  for (let end = cut.length - 1; end > 0; end -= 1) if (delimiter.test(cut[end] ?? '')) return cut.slice(0, end);
  return undefined;
}

/** A wildcard takes words of up to 64 characters, and stands outside quotes. */
function startOfWord(value: string): string {
  return /^[\w.-]{1,60}/.exec(value)?.[0] ?? '';
}

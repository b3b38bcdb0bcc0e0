import {
  buildSearch as build,
  conjunctsOf,
  isOnlyAbout,
  isSameField,
  parseSearch,
  printSearch,
  resolveField,
  type SearchNode,
  withoutField,
} from '../../../src/query/index.ts';
import { joinQuery, splitQuery } from './query-text.ts';

/**
 * What can be done to a query with a value of a field. The functions take and give the tree of a search: a field's values are one
 * condition, of which one must hold, and each that is excluded is a condition of its own.
 */

/** A value of a field, or several that are seen as one. */
export interface ValueTarget {
  readonly field: string;
  readonly value: string;
  /** What finds it, where that is not the value itself. It is about the field alone. */
  readonly search?: SearchNode;
}

/** What a search says of a value: asked for, or not wanted. */
export type Stance = 'in' | 'out';

/** Longer values would make addresses that nobody can hand on. */
const longestValue = 1024;
/** Ends of words under the default tokenisation; a value is cut only at one of them. */
const delimiter = /[,'";=()[\]{}?@&<>/:\s]/;

/** Edits the search part of a query; one that cannot be read stays as it is. */
export function editSearch(query: string, edit: (tree: SearchNode) => SearchNode): string {
  const { search, analysis } = splitQuery(query);
  const parsed = parseSearch(search);
  if (!parsed.ok) return query;
  const tree = edit(parsed.value);
  return joinQuery(tree.kind === 'all' ? '' : printSearch(tree), analysis);
}

/** The tree of the search part of a query; undefined where it cannot be read. */
export function searchTree(query: string): SearchNode | undefined {
  const parsed = parseSearch(splitQuery(query).search);
  return parsed.ok ? parsed.value : undefined;
}

/** The condition that finds a value: the field's absence for the empty text, each of its texts for a list. */
export function searchOf({ field, value, search }: ValueTarget): SearchNode {
  if (search) return search;
  const items = listItems(field, value)?.filter((item) => item !== '') ?? [value];
  return build.every(items.map((item) => searchOfText(field, item)));
}

/** The same as text. */
export function conditionText(field: string, value: string): string {
  return printSearch(searchOf({ field, value }));
}

function searchOfText(field: string, value: string): SearchNode {
  if (value === '') return build.not(build.exists(field));
  // A whole object is no text that a field can equal.
  if (value.startsWith('{') && isStructured(field)) return build.field(field, cutAtWord(value, 256) ?? value);
  if (value.length <= longestValue) return build.equals(field, value);
  const words = cutAtWord(value, longestValue);
  if (words !== undefined) return build.field(field, words);
  const begin = /^[\w.-]{1,60}/.exec(value)?.[0];
  return begin === undefined ? build.exists(field) : build.prefix(field, begin);
}

/** Asks for this value of the field and no other, whatever was asked of the field alone. */
export function onlyValue(tree: SearchNode, target: ValueTarget): SearchNode {
  return build.every([...conjunctsOf(withoutField(tree, target.field)), searchOf(target)]);
}

/** Asks for this value too: besides those of the field that are asked for, else for it. */
export function includeValue(tree: SearchNode, target: ValueTarget): SearchNode {
  if (stanceOn(tree, target) === 'in') return tree;
  const items = wholeItems(releaseValue(tree, target), target);
  const at = items.findLastIndex((item) => isChoice(item, target.field));
  const choice = items[at];
  if (choice === undefined) return build.every([...items, searchOf(target)]);
  return build.every(items.with(at, build.some([...alternativesOf(choice), ...partsOf(target)])));
}

/** Asks for everything but this value. */
export function excludeValue(tree: SearchNode, target: ValueTarget): SearchNode {
  return build.every([...wholeItems(releaseValue(tree, target), target), negated(searchOf(target))]);
}

/** Takes back what the search says of a value. */
export function releaseValue(tree: SearchNode, target: ValueTarget): SearchNode {
  const items = wholeItems(tree, target).flatMap((item) => {
    const said = saidBy(item, target.field);
    const left = said?.parts.filter((part) => !partsOf(target).some((wanted) => isSame(part, wanted, target.field)));
    if (!said || !left || left.length === said.parts.length) return [item];
    if (left.length === 0) return [];
    const some = build.some(left);
    return [said.stance === 'out' ? build.not(some) : some];
  });
  return build.every(items);
}

/** What a search says of a value; undefined where it says nothing of it by itself. */
export function stanceOn(tree: SearchNode, target: ValueTarget): Stance | undefined {
  const said = wholeItems(tree, target).flatMap((item) => saidBy(item, target.field) ?? []);
  const holds = (stance: Stance): boolean => {
    const parts = said.flatMap((one) => (one.stance === stance ? one.parts : []));
    return partsOf(target).every((wanted) => parts.some((part) => isSame(part, wanted, target.field)));
  };
  return holds('out') ? 'out' : holds('in') ? 'in' : undefined;
}

/** The values of a field that a search asks for and excludes, in its order. */
export function valuesSaid(
  tree: SearchNode,
  field: string,
): readonly { readonly value: string; readonly stance: Stance }[] {
  return wholeItems(tree, { field, value: '' }).flatMap((item) => {
    const said = saidBy(item, field);
    return (said?.parts ?? []).flatMap((part) => {
      const value = valueOf(part, field);
      return said === undefined || value === undefined ? [] : [{ value, stance: said.stance }];
    });
  });
}

/** The conditions of a search; one that is all of what finds the value, or all texts of a list, is one of them. */
function wholeItems(tree: SearchNode, target: ValueTarget): readonly SearchNode[] {
  const isOne = tree.kind === 'and' && (isSame(tree, searchOf(target), target.field) || isList(tree, target.field));
  return isOne ? [tree] : conjunctsOf(tree);
}

function isList(tree: SearchNode, field: string): boolean {
  return valueOf(tree, field) !== undefined;
}

/** What a condition asks for or excludes of a field, one by one; undefined where it is about something else as well. */
function saidBy(
  node: SearchNode,
  field: string,
): { readonly stance: Stance; readonly parts: readonly SearchNode[] } | undefined {
  if (!isOnlyAbout(node, field)) return undefined;
  if (isAbsence(node)) return { stance: 'in', parts: [node] };
  // That the field is there excludes its absence.
  if (isExistence(node)) return { stance: 'out', parts: [build.not(node)] };
  if (node.kind === 'not') return { stance: 'out', parts: alternativesOf(node.item) };
  return { stance: 'in', parts: alternativesOf(node) };
}

/** Says whether a condition chooses among values of a field, and excludes none. */
function isChoice(node: SearchNode, field: string): boolean {
  return saidBy(node, field)?.stance === 'in';
}

function alternativesOf(node: SearchNode): readonly SearchNode[] {
  return node.kind === 'or' ? node.items : [node];
}

function partsOf(target: ValueTarget): readonly SearchNode[] {
  return alternativesOf(searchOf(target));
}

function negated(node: SearchNode): SearchNode {
  return node.kind === 'not' && isAbsence(node) ? node.item : build.not(node);
}

function isExistence(node: SearchNode): boolean {
  return node.kind === 'field' && node.value.kind === 'any';
}

function isAbsence(node: SearchNode): boolean {
  return node.kind === 'not' && isExistence(node.item);
}

/** Says whether two conditions on a field ask for the same, however they are written. */
function isSame(one: SearchNode, other: SearchNode, field: string): boolean {
  const value = valueOf(one, field);
  return value === undefined ? printSearch(one) === printSearch(other) : value === valueOf(other, field);
}

/** The one value that a condition asks for, however it is written; undefined where it asks for something else. */
function valueOf(node: SearchNode, field: string): string | undefined {
  if (isAbsence(node)) return isOnlyAbout(node, field) ? '' : undefined;
  if (node.kind === 'and') {
    const texts = node.items.map((item) => (item.kind === 'equality' ? valueOf(item, field) : undefined));
    return isStructured(field) && !texts.includes(undefined) ? JSON.stringify(texts) : undefined;
  }
  if (!('key' in node) || !isSameField(node.key.name, field)) return undefined;
  if (node.kind === 'equality') return node.value.text;
  if (node.kind === 'comparison') return node.operator === '=' ? node.operand.text : undefined;
  if (node.kind !== 'field' || node.value.kind === 'any') return undefined;
  return node.value.kind === 'word' && /[*?]/.test(node.value.text) ? undefined : node.value.text;
}

/** The texts of a field that holds a list of them, such as sourceIPs; undefined where the value is no such list. */
export function listItems(field: string, value: string): readonly string[] | undefined {
  if (!value.startsWith('["') || !isStructured(field)) return undefined;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/** Says whether values of a field may be lists and objects. */
function isStructured(field: string): boolean {
  const reference = resolveField(field);
  return reference?.kind === 'member' || (reference?.kind === 'field' && reference.field.type === 'json');
}

/** The words of a value that fit; undefined where its first word alone is too long. */
function cutAtWord(value: string, longest: number): string | undefined {
  if (value.length <= longest) return value;
  const cut = value.slice(0, longest);
  for (let end = cut.length - 1; end > 0; end -= 1) if (delimiter.test(cut[end] ?? '')) return cut.slice(0, end);
  return undefined;
}

import { isMap, isScalar, isSeq, parseDocument, type Document, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { invariant } from '../../base/index.ts';
import { contentEnd, lineBreak, lineEnd, lineStart, rangeOf } from './node-range.ts';
import { blockItem, flowItem, scalarLike, type Value } from './render.ts';

/** The way from a document's root to a node: keys of maps and indexes of sequences. */
export type Path = readonly (string | number)[];

/**
 * Adds items to the sequence at a path: behind the item `after`, or at its end. A sequence that is missing is made at the
 * end of its map. Everything else keeps its bytes, and `removeItems` brings back the text as it was.
 */
export function insertItems(text: string, path: Path, values: readonly Value[], after?: number): string {
  if (values.length === 0) return text;
  const document = read(text);
  const sequence = document.getIn(path, true);
  if (!isSeq(sequence)) return insertKey(text, document, path, values);
  if (sequence.flow === true) return insertFlow(text, sequence, values, after);
  const previous = sequence.items[after ?? sequence.items.length - 1];
  invariant(previous, 'a block sequence has an item');
  const column = dashColumn(text, sequence);
  return insertLines(
    text,
    contentEnd(previous),
    values.flatMap((value) => blockItem(value, column)),
  );
}

/** Takes items out of the sequence at a path, with their lines; a block sequence that would be empty goes with its key. */
export function removeItems(text: string, path: Path, indexes: readonly number[]): string {
  const document = read(text);
  const sequence = document.getIn(path, true);
  invariant(isSeq(sequence), 'there is a sequence to remove from');
  const backwards = indexes.toSorted((a, b) => b - a);
  if (sequence.flow === true) return backwards.reduce((rest, index) => removeFlow(rest, path, index), text);
  if (sequence.items.length === indexes.length) return removeKey(text, parentOf(document, path), path.at(-1));
  // Backwards, so that the offsets of those still to go stay right.
  let rest = text;
  for (const index of backwards) rest = cutLines(rest, dashOffset(sequence, index), contentEnd(sequence.items[index]));
  return rest;
}

/** Puts another string in the place of the scalar at a path, in the same kind of quotes. */
export function replaceScalar(text: string, path: Path, value: string): string {
  const node = read(text).getIn(path, true);
  invariant(isScalar(node), 'there is a scalar to replace');
  const [from, to] = rangeOf(node);
  const old = text.slice(from, to);
  const blockScalar = old.startsWith('|') || old.startsWith('>');
  const next = blockScalar ? `${JSON.stringify(value)}${lineBreak(text)}` : scalarLike(value, old);
  return text.slice(0, from) + next + text.slice(to);
}

type Step = Path[number] | undefined;

function read(text: string): Document {
  return parseDocument(text, { keepSourceTokens: true });
}

function insertLines(text: string, behind: number, lines: readonly string[]): string {
  const at = lineEnd(text, behind);
  const eol = lineBreak(text);
  const block = lines.join(eol);
  const atLineStart = at === 0 || text[at - 1] === '\n';
  return text.slice(0, at) + (atLineStart ? block + eol : eol + block) + text.slice(at);
}

/** Removes whole lines. Where they are the last and end without a line break, the one before them goes instead. */
function cutLines(text: string, from: number, to: number): string {
  const start = lineStart(text, from);
  const end = lineEnd(text, to);
  if (text[end - 1] === '\n') return text.slice(0, start) + text.slice(end);
  return text.slice(0, start).replace(/\r?\n$/, '') + text.slice(end);
}

function dashOffset(sequence: YAMLSeq, index: number): number {
  const token = sequence.srcToken;
  invariant(token?.type === 'block-seq', 'a block sequence keeps its token');
  const dash = token.items[index]?.start.find((part) => part.type === 'seq-item-ind');
  invariant(dash, 'an item of a block sequence has a dash');
  return dash.offset;
}

function dashColumn(text: string, sequence: YAMLSeq): number {
  const offset = dashOffset(sequence, 0);
  return offset - lineStart(text, offset);
}

function insertFlow(text: string, sequence: YAMLSeq, values: readonly Value[], after?: number): string {
  const between = separator(text, sequence.items);
  const members = values.map(flowItem).join(between);
  const previous = sequence.items[after ?? sequence.items.length - 1];
  if (previous === undefined) return splice(text, rangeOf(sequence)[0] + 1, ` ${members}`);
  return splice(text, contentEnd(previous), between + members);
}

/** What stands between two members of a flow collection: a comma and what the text puts behind it. */
function separator(text: string, members: readonly unknown[]): string {
  const [first, second] = members;
  if (second === undefined) return ', ';
  const between = text.slice(contentEnd(first), startOf(second));
  return /^,\s+$/.test(between) ? between : ', ';
}

function startOf(member: unknown): number {
  return rangeOf(isPairLike(member) ? member.key : member)[0];
}

function isPairLike(member: unknown): member is Pair {
  return typeof member === 'object' && member !== null && 'key' in member;
}

/**
 * Removes a member of a flow sequence. A list that was empty got its first item behind a blank, `[ {}]`, and becomes
 * empty again; one that was made with its first item has none, `[{}]`, and goes with its key.
 */
function removeFlow(text: string, path: Path, index: number): string {
  const document = read(text);
  const sequence = document.getIn(path, true);
  invariant(isSeq(sequence), 'there is a sequence to remove from');
  const parent = parentOf(document, path);
  const opening = rangeOf(sequence)[0] + 1;
  if (sequence.items.length === 1 && text[opening] === ' ') return cut(text, opening, contentEnd(sequence.items[0]));
  if (sequence.items.length === 1 && parent.flow === true && parent.items.length > 1)
    return cut(text, ...memberRange(parent.items, pairIndex(parent, path.at(-1))));
  return cut(text, ...memberRange(sequence.items, index));
}

/** The range to cut so that a member goes together with one comma. */
function memberRange(members: readonly unknown[], index: number): readonly [number, number] {
  const previous = members[index - 1];
  if (previous !== undefined) return [contentEnd(previous), contentEnd(members[index])];
  const next = members[index + 1];
  return [startOf(members[index]), next === undefined ? contentEnd(members[index]) : startOf(next)];
}

function parentOf(document: Document, path: Path): YAMLMap {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  invariant(isMap(parent), 'the parent of a key is a map');
  return parent;
}

function pairIndex(map: YAMLMap, key: Step): number {
  return map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
}

function insertKey(text: string, document: Document, path: Path, values: readonly Value[]): string {
  const parent = parentOf(document, path);
  const key = String(path.at(-1));
  if (parent.flow === true) {
    const member = `${JSON.stringify(key)}: [${values.map(flowItem).join(', ')}]`;
    const last = parent.items.at(-1);
    invariant(last, 'a map of a manifest has a key');
    return splice(text, contentEnd(last), separator(text, parent.items) + member);
  }
  const empty = parent.items[pairIndex(parent, key)];
  const first = startOf(parent.items[0]);
  const column = first - lineStart(text, first);
  const dash = column + sequenceIndent(text, document, path);
  const items = values.flatMap((value) => blockItem(value, dash));
  if (empty) return insertLines(text, contentEnd(empty.key), items);
  return insertLines(text, contentEnd(parent), [`${' '.repeat(column)}${key}:`, ...items]);
}

/** How far the manifest indents a sequence below its key, read off the nearest block sequence on the way to it. */
function sequenceIndent(text: string, document: Document, path: Path): number {
  for (const around of [['spec', 'containers'], path]) {
    const sequence = document.getIn(around, true);
    if (!isSeq(sequence) || sequence.flow === true) continue;
    const parent = parentOf(document, around);
    const key = startOf(parent.items[pairIndex(parent, around.at(-1))]);
    return dashColumn(text, sequence) - (key - lineStart(text, key));
  }
  return 0;
}

function removeKey(text: string, parent: YAMLMap, key: Step): string {
  const pair = parent.items[pairIndex(parent, key)];
  invariant(pair, 'there is a key to remove');
  return cutLines(text, startOf(pair), contentEnd(pair));
}

function splice(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

function cut(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(to);
}

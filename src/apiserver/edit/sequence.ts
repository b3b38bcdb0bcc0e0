import { isMap, isScalar, isSeq, parseDocument, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { invariant } from '../../base/index.ts';
import { contentEnd, lineBreak, lineEnd, lineStart, rangeOf } from './node-range.ts';
import { blockItem, flowItem, scalarLike, type Value } from './render.ts';

/** The way from a document's root to a node: keys of maps and indexes of sequences. */
export type Path = readonly (string | number)[];

/**
 * Adds an item to the sequence at a path: behind the item `after`, or at its end. A sequence that is missing is made at
 * the end of its map. Everything else keeps its bytes, and `removeItem` brings back the text as it was.
 */
export function insertItem(text: string, path: Path, value: Value, after?: number): string {
  const document = read(text);
  const sequence = document.getIn(path, true);
  if (!isSeq(sequence)) return insertKey(text, path, value);
  if (sequence.flow === true) return insertFlow(text, sequence, value, after);
  const previous = sequence.items[after ?? sequence.items.length - 1];
  invariant(previous, 'a block sequence has an item');
  return insertLines(text, contentEnd(previous), blockItem(value, dashColumn(text, sequence)));
}

/** Takes an item out of the sequence at a path, with its line; a block sequence that would be empty goes with its key. */
export function removeItem(text: string, path: Path, index: number): string {
  const document = read(text);
  const sequence = document.getIn(path, true);
  invariant(isSeq(sequence) && sequence.items[index] !== undefined, 'there is an item to remove');
  if (sequence.flow === true) return removeFlow(text, path, index);
  if (sequence.items.length === 1) return removeKey(text, path);
  return cutLines(text, dashOffset(sequence, index), contentEnd(sequence.items[index]));
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

function read(text: string): ReturnType<typeof parseDocument> {
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

function insertFlow(text: string, sequence: YAMLSeq, value: Value, after?: number): string {
  const previous = sequence.items[after ?? sequence.items.length - 1];
  if (previous === undefined) return splice(text, rangeOf(sequence)[0] + 1, ` ${flowItem(value)}`);
  return splice(text, contentEnd(previous), separator(text, sequence.items) + flowItem(value));
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
  const sequence = read(text).getIn(path, true);
  invariant(isSeq(sequence), 'there is a sequence');
  const parent = parentOf(text, path);
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

function parentOf(text: string, path: Path): YAMLMap {
  const document = read(text);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  invariant(isMap(parent), 'the parent of a key is a map');
  return parent;
}

function pairIndex(map: YAMLMap, key: string | number | undefined): number {
  return map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
}

function insertKey(text: string, path: Path, value: Value): string {
  const parent = parentOf(text, path);
  const key = String(path.at(-1));
  if (parent.flow === true) {
    const member = `${JSON.stringify(key)}: [${flowItem(value)}]`;
    const last = parent.items.at(-1);
    invariant(last, 'a map of a manifest has a key');
    return splice(text, contentEnd(last), separator(text, parent.items) + member);
  }
  const empty = parent.items[pairIndex(parent, key)];
  const first = startOf(parent.items[0]);
  const column = first - lineStart(text, first);
  const items = blockItem(value, column + sequenceIndent(text, path));
  if (empty) return insertLines(text, contentEnd(empty.key), items);
  return insertLines(text, contentEnd(parent), [`${' '.repeat(column)}${key}:`, ...items]);
}

/** How far the manifest indents a sequence below its key, read off the nearest block sequence on the way to it. */
function sequenceIndent(text: string, path: Path): number {
  const document = read(text);
  for (const around of [['spec', 'containers'], path]) {
    const sequence = document.getIn(around, true);
    if (!isSeq(sequence) || sequence.flow === true) continue;
    const parent = parentOf(text, around);
    const key = startOf(parent.items[pairIndex(parent, around.at(-1))]);
    return dashColumn(text, sequence) - (key - lineStart(text, key));
  }
  return 0;
}

function removeKey(text: string, path: Path): string {
  const parent = parentOf(text, path);
  const pair = parent.items[pairIndex(parent, path.at(-1))];
  invariant(pair, 'there is a key to remove');
  return cutLines(text, startOf(pair), contentEnd(pair));
}

function splice(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

function cut(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(to);
}

import { Scanner } from './json/scan.ts';
import { foldMember } from './json/canonical.ts';

/** A stretch of the body that holds one event, or the place where the body stops being JSON. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** What a body is cut into. `error` says why what stands at `rest` cannot be read any further. */
export interface SplitBody {
  readonly pieces: readonly Piece[];
  readonly rest: Piece | undefined;
}

const decoder = new TextDecoder();

/**
 * Cuts a body into events: an EventList, an Event, an array of either, JSON lines of any of these, one after another. The
 * pieces are exactly the bytes received, blanks around them left out. A line of JSON lines that is no JSON is a piece by
 * itself, so that it is the only one lost; anywhere else the rest of the body is.
 */
export function splitBody(bytes: Uint8Array): SplitBody {
  const pieces: Piece[] = [];
  const scanner = new Scanner();
  scanner.reset(bytes, bytes.length);
  let at = scanner.skipBlanks(0);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = scanner.skipBlanks(3);
  while (at < bytes.length) {
    const before = pieces.length;
    const after = splitValue(scanner, at, pieces);
    if (after < 0 || !endsHere(scanner, after)) {
      pieces.length = Math.max(before, after < 0 ? pieces.length : before);
      const lineEnd = endOfLine(bytes, at);
      if (isLineOfItsOwn(bytes, lineEnd)) {
        pieces.length = before;
        pieces.push({ from: at, to: trimmed(bytes, at, lineEnd) });
        at = scanner.skipBlanks(lineEnd);
        continue;
      }
      const kept = pieces.at(-1);
      return { pieces, rest: { from: kept && pieces.length > before ? kept.to : at, to: bytes.length } };
    }
    at = scanner.skipBlanks(after);
    if (bytes[at] === 0x1e) at = scanner.skipBlanks(at + 1);
  }
  return { pieces, rest: undefined };
}

/** Whether after a value there is the end, a blank, or another value: anything else makes the value doubtful. */
function endsHere(scanner: Scanner, at: number): boolean {
  if (at >= scanner.end) return true;
  const byte = scanner.bytes[at] as number;
  return byte <= 0x20 || byte === 0x7b || byte === 0x5b;
}

function endOfLine(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0x0a, at);
  return end < 0 ? bytes.length : end;
}

/** Whether what follows the line looks like another line of JSON, so that only this one is lost. */
function isLineOfItsOwn(bytes: Uint8Array, lineEnd: number): boolean {
  let at = lineEnd;
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at += 1;
  return at >= bytes.length || bytes[at] === 0x7b;
}

function trimmed(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && (bytes[end - 1] as number) <= 0x20) end -= 1;
  return end;
}

/** Splits the value at `at`; returns the offset after it, or -1 after the last whole piece. */
function splitValue(scanner: Scanner, at: number, pieces: Piece[]): number {
  const { bytes } = scanner;
  if (bytes[at] === 0x5b) return splitArray(scanner, at, pieces);
  if (bytes[at] !== 0x7b) return pushValue(scanner, at, pieces);
  const items = findItems(scanner, at);
  if (items === undefined) return pushValue(scanner, at, pieces);
  const afterItems = splitArray(scanner, items, pieces);
  if (afterItems < 0) return -1;
  return skipMembers(scanner, afterItems);
}

function pushValue(scanner: Scanner, at: number, pieces: Piece[]): number {
  const after = scanner.skipValue(at);
  if (after >= 0) pieces.push({ from: at, to: after });
  return after;
}

function splitArray(scanner: Scanner, at: number, pieces: Piece[]): number {
  const { bytes } = scanner;
  let position = scanner.skipBlanks(at + 1);
  if (bytes[position] === 0x5d && position < scanner.end) return position + 1;
  for (;;) {
    position = bytes[position] === 0x5b ? pushValue(scanner, position, pieces) : splitValue(scanner, position, pieces);
    if (position < 0) return -1;
    position = scanner.skipBlanks(position);
    if (position >= scanner.end) return -1;
    if (bytes[position] === 0x5d) return position + 1;
    if (bytes[position] !== 0x2c) return -1;
    position = scanner.skipBlanks(position + 1);
  }
}

/**
 * The offset of the array of a list's items, or undefined where the object at `at` is no list. A list is told by `items`
 * that comes before anything that only an event has, or by its kind.
 */
function findItems(scanner: Scanner, at: number): number | undefined {
  const { bytes } = scanner;
  let position = scanner.skipBlanks(at + 1);
  while (position < scanner.end && bytes[position] === 0x22) {
    const afterKey = scanner.skipString(position);
    if (afterKey < 0) return undefined;
    const colon = scanner.skipBlanks(afterKey);
    if (bytes[colon] !== 0x3a) return undefined;
    const value = scanner.skipBlanks(colon + 1);
    const name = listMember(bytes, position, afterKey);
    if (name === 'items' && bytes[value] === 0x5b) return value;
    if (name === undefined) return undefined;
    const after = scanner.skipValue(value);
    if (after < 0) return undefined;
    position = scanner.skipBlanks(after);
    if (bytes[position] === 0x2c) position = scanner.skipBlanks(position + 1);
  }
  return undefined;
}

/** The canonical name of a list's member, or undefined for what a list does not have. */
function listMember(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (to - from > 64) return undefined;
  const key = String(JSON.parse(decoder.decode(bytes.subarray(from, to))));
  return foldMember(key, ['kind', 'apiVersion', 'metadata', 'items']);
}

/** Steps over what follows the items of a list, up to and with its closing brace. */
function skipMembers(scanner: Scanner, at: number): number {
  const { bytes } = scanner;
  let position = scanner.skipBlanks(at);
  while (position < scanner.end && bytes[position] === 0x2c) {
    position = scanner.skipBlanks(position + 1);
    position = bytes[position] === 0x22 ? scanner.skipString(position) : -1;
    if (position < 0) return -1;
    position = scanner.skipBlanks(position);
    if (bytes[position] !== 0x3a) return -1;
    position = scanner.skipValue(scanner.skipBlanks(position + 1));
    if (position < 0) return -1;
    position = scanner.skipBlanks(position);
  }
  return bytes[position] === 0x7d && position < scanner.end ? position + 1 : -1;
}

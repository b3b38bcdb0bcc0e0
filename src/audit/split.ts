import { Scanner } from './json/scan.ts';
import { foldMember } from './json/canonical.ts';

/** Why an event cannot be read; such events are kept as dead letters. */
export type UnreadableReason = 'not-json' | 'not-an-object' | 'not-an-event' | 'no-audit-id';

/** A stretch of the body that holds one event. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Why there is no event in it after all. */
  readonly reason?: UnreadableReason;
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
    const after = splitValue(scanner, at, pieces, 0);
    if (after < 0 || !endsHere(scanner, after)) {
      pieces.length = Math.max(before, after < 0 ? pieces.length : before);
      const lineEnd = endOfLine(bytes, at);
      if (isLineOfItsOwn(bytes, lineEnd)) {
        pieces.length = before;
        pieces.push({ from: at, to: trimmed(bytes, at, lineEnd), reason: 'not-json' });
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

/** Lists within lists are followed this deep; nobody sends them, and recursion is not for senders to choose. */
const maxListDepth = 4;

/** Splits the value at `at`; returns the offset after it, or -1 after the last whole piece. */
function splitValue(scanner: Scanner, at: number, pieces: Piece[], depth: number): number {
  const byte = scanner.bytes[at];
  if (byte === 0x5b && depth < maxListDepth) return splitArray(scanner, at, pieces, depth + 1);
  if (byte === 0x7b) return splitObject(scanner, at, pieces, depth);
  const after = scanner.skipValue(at);
  if (after >= 0) pieces.push({ from: at, to: after, reason: 'not-an-object' });
  return after;
}

function splitArray(scanner: Scanner, at: number, pieces: Piece[], depth: number): number {
  const { bytes } = scanner;
  let position = scanner.skipBlanks(at + 1);
  if (bytes[position] === 0x5d && position < scanner.end) return position + 1;
  for (;;) {
    position = splitValue(scanner, position, pieces, depth);
    if (position < 0) return -1;
    position = scanner.skipBlanks(position);
    if (position >= scanner.end) return -1;
    if (bytes[position] === 0x5d) return position + 1;
    if (bytes[position] !== 0x2c) return -1;
    position = scanner.skipBlanks(position + 1);
  }
}

/** What is known of an object while its members are walked over. */
interface Seen {
  /** Nothing yet that a list does not have: its `items` would be events. */
  mayBeList: boolean;
  isEvent: boolean;
  hasAuditId: boolean;
}

/** An event, which becomes a piece, or a list, whose items do. */
function splitObject(scanner: Scanner, at: number, pieces: Piece[], depth: number): number {
  const { bytes } = scanner;
  const seen: Seen = { mayBeList: true, isEvent: true, hasAuditId: false };
  let position = scanner.skipBlanks(at + 1);
  if (bytes[position] === 0x7d && position < scanner.end) {
    pieces.push({ from: at, to: position + 1, reason: 'no-audit-id' });
    return position + 1;
  }
  for (;;) {
    if (bytes[position] !== 0x22 || position >= scanner.end) return -1;
    const afterKey = scanner.skipString(position);
    if (afterKey < 0) return -1;
    const colon = scanner.skipBlanks(afterKey);
    if (bytes[colon] !== 0x3a || colon >= scanner.end) return -1;
    const value = scanner.skipBlanks(colon + 1);
    const name = topMember(bytes, position, afterKey);
    if (name === 'items' && seen.mayBeList && bytes[value] === 0x5b && depth < maxListDepth) {
      const afterItems = splitArray(scanner, value, pieces, depth + 1);
      return afterItems < 0 ? -1 : skipMembers(scanner, afterItems);
    }
    const after = scanner.skipValue(value);
    if (after < 0) return -1;
    note(seen, name, bytes, value, after);
    position = scanner.skipBlanks(after);
    if (position >= scanner.end) return -1;
    if (bytes[position] === 0x7d) break;
    if (bytes[position] !== 0x2c) return -1;
    position = scanner.skipBlanks(position + 1);
  }
  const piece = { from: at, to: position + 1 };
  if (!seen.isEvent) pieces.push({ ...piece, reason: 'not-an-event' });
  else pieces.push(seen.hasAuditId ? piece : { ...piece, reason: 'no-audit-id' });
  return position + 1;
}

type TopMember = 'kind' | 'apiVersion' | 'metadata' | 'items' | 'auditID';

const topMembers: readonly TopMember[] = ['kind', 'apiVersion', 'metadata', 'items', 'auditID'];
const topLiterals = topMembers.map((name) => ({ name, bytes: new TextEncoder().encode(`"${name}"`) }));

/** Which of the members that tell an event from a list a key is; exactly, or as Go folds it. */
function topMember(bytes: Uint8Array, from: number, to: number): TopMember | undefined {
  const length = to - from;
  for (const literal of topLiterals) {
    if (literal.bytes.length !== length) continue;
    let same = 1;
    while (same < length && ((bytes[from + same] as number) | 0x20) === ((literal.bytes[same] as number) | 0x20))
      same += 1;
    if (same === length) return literal.name;
  }
  if (length > 128) return undefined;
  for (let index = from; index < to; index += 1) {
    if ((bytes[index] as number) < 0x80 && bytes[index] !== 0x5c) continue;
    const folded = foldMember(String(JSON.parse(decoder.decode(bytes.subarray(from, to)))), topMembers);
    return topMembers.find((name) => name === folded);
  }
  return undefined;
}

/** Takes notice of a member, as `EventReader` would read it. */
function note(seen: Seen, name: TopMember | undefined, bytes: Uint8Array, from: number, to: number): void {
  seen.mayBeList &&= name !== undefined && name !== 'auditID' && name !== 'items';
  const isNull = bytes[from] === 0x6e;
  if (isNull || name === undefined || name === 'items' || name === 'metadata') return;
  const isString = bytes[from] === 0x22;
  if (name === 'auditID') {
    if (isString) seen.hasAuditId = to - from > 2;
    return;
  }
  const text = isString && to - from < 128 ? String(JSON.parse(decoder.decode(bytes.subarray(from, to)))) : '';
  seen.isEvent &&= name === 'kind' ? text === 'Event' : text.startsWith('audit.k8s.io/');
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

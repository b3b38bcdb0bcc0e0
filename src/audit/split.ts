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

/** More pieces than anybody sends in a body; each takes memory, however short it is. */
export const maxPieces = 1_000_000;

/** What a body is cut into: of a body with more than `maxPieces`, one piece more than that and no rest. `rest` is what stands behind the place from which on nothing can be told any more. */
export interface SplitBody {
  readonly pieces: readonly Piece[];
  readonly rest: Piece | undefined;
}

/** Lists within lists are followed this deep; nobody sends them, and recursion is not for senders to choose. */
const maxListDepth = 4;
/** How often, on average, a body's bytes are looked at again for the sake of damage. */
const maxRescans = 4;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Cuts a body into events: an EventList, an Event, an array of either, JSON lines of any of these, one after another. The
 * pieces are exactly the bytes received, blanks around them left out. Damage takes as little with it as can be told: an
 * item of a list whose brackets still match, or what is left of a line that another one follows; else the rest of the body.
 * With `readEvent` the pieces are the same.
 */
export function splitBody(bytes: Uint8Array, readEvent: ReadEvent = () => -1): SplitBody {
  return new Splitter(bytes, readEvent).split();
}

/**
 * Reads the event that begins at an offset and returns the offset after it; -1 where it is not sure that an event stands there. It
 * spares going over an event twice. In a body that turns out to be damaged, what it read may still be taken for something else.
 */
export type ReadEvent = (at: number) => number;

/** What is known of an object while its members are walked over. */
interface Seen {
  /** Nothing yet that a list does not have. */
  mayBeList: boolean;
  isEvent: boolean;
  hasAuditId: boolean;
  kind: string | undefined;
  /** Where `items` stands, or -1. */
  items: number;
}

class Splitter {
  private readonly bytes: Uint8Array;
  private readonly scanner = new Scanner();
  private readonly pieces: Piece[] = [];
  /** Bytes that may yet be looked at again. */
  private rescans: number;

  private readonly readEvent: ReadEvent;

  constructor(bytes: Uint8Array, readEvent: ReadEvent) {
    this.bytes = bytes;
    this.readEvent = readEvent;
    this.rescans = bytes.length * maxRescans;
    this.scanner.reset(bytes, bytes.length);
  }

  split(): SplitBody {
    const { bytes, pieces, scanner } = this;
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    let at = this.skipBetween(hasMark ? 3 : 0);
    while (at < bytes.length) {
      const before = pieces.length;
      const after = this.value(at, 0);
      if (pieces.length > maxPieces) return { pieces: pieces.slice(0, maxPieces + 1), rest: undefined };
      if (after >= 0 && this.endsHere(after)) {
        at = this.skipBetween(after);
        continue;
      }
      this.rescans -= Math.max(after, scanner.failedAt) - at;
      const from = this.keepWhole(at, before);
      if (from >= bytes.length) break;
      const lineEnd = this.endOfLine(from);
      if (!this.isLineOfItsOwn(lineEnd) || this.rescans < 0)
        return { pieces, rest: { from, to: this.trimmed(from, bytes.length) } };
      pieces.push({ from, to: this.trimmed(from, lineEnd), reason: 'not-json' });
      at = this.skipBetween(lineEnd);
    }
    return { pieces, rest: undefined };
  }

  /** Keeps what was read of a value before it broke, unless that is but the beginning of other text; says where the rest begins. */
  private keepWhole(at: number, before: number): number {
    const { bytes, pieces } = this;
    if (bytes[at] !== 0x7b && bytes[at] !== 0x5b) pieces.length = before;
    const last = pieces.length > before ? pieces.at(-1) : undefined;
    return last ? this.skipBetween(last.to) : at;
  }

  /** Steps over blanks, record separators (RFC 7464) and commas. */
  private skipBetween(at: number): number {
    const { bytes } = this;
    let position = at;
    while (position < bytes.length) {
      const byte = bytes[position];
      if (!isBlank(byte) && byte !== 0x2c && byte !== 0x1e) break;
      position += 1;
    }
    return position;
  }

  /** Whether after a value there is the end, a blank, a comma or another value: anything else makes the value doubtful. */
  private endsHere(at: number): boolean {
    if (at >= this.bytes.length) return true;
    const byte = this.bytes[at];
    return isBlank(byte) || byte === 0x1e || byte === 0x7b || byte === 0x5b || byte === 0x2c;
  }

  private endOfLine(at: number): number {
    const end = this.bytes.indexOf(0x0a, at);
    return end < 0 ? this.bytes.length : end;
  }

  /** Whether what follows the line looks like another line of JSON, so that only this one is lost. */
  private isLineOfItsOwn(lineEnd: number): boolean {
    const { bytes } = this;
    let at = lineEnd;
    while (isBlank(bytes[at])) at += 1;
    return at >= bytes.length || bytes[at] === 0x7b;
  }

  private trimmed(from: number, to: number): number {
    let end = to;
    while (end > from && isBlank(this.bytes[end - 1])) end -= 1;
    return end;
  }

  private fail(at: number): -1 {
    this.scanner.failedAt = at;
    return -1;
  }

  /** Splits the value at `at`; returns the offset after it, or -1 where it breaks: what came before is then split. */
  private value(at: number, depth: number): number {
    const byte = this.bytes[at];
    if (byte === 0x5b && depth < maxListDepth) return this.array(at, depth + 1);
    if (byte === 0x7b) {
      // What stands alone is read only if it says at once that it is no list.
      const afterEvent = depth > 0 || beginsAsEvent(this.bytes, at) ? this.readEvent(at) : -1;
      if (afterEvent < 0) return this.object(at, depth);
      this.pieces.push({ from: at, to: afterEvent });
      return afterEvent;
    }
    const after = this.scanner.skipValue(at);
    if (after >= 0) this.pieces.push({ from: at, to: after, reason: 'not-an-object' });
    return after;
  }

  private array(at: number, depth: number): number {
    const { bytes, scanner } = this;
    let position = scanner.skipBlanks(at + 1);
    if (bytes[position] === 0x5d) return position + 1;
    for (;;) {
      position = this.item(position, depth);
      if (position < 0 || this.pieces.length > maxPieces) return -1;
      if (bytes[position] === 0x5d) return position + 1;
      position = scanner.skipBlanks(position + 1);
    }
  }

  /** Splits an item of a list; returns where the comma or bracket after it stands. */
  private item(at: number, depth: number): number {
    const { bytes, pieces, scanner } = this;
    const before = pieces.length;
    const after = this.value(at, depth);
    if (after >= 0) {
      const next = scanner.skipBlanks(after);
      if (bytes[next] === 0x2c || bytes[next] === 0x5d) return next;
      this.fail(next);
      // Cut off right behind it: the item is whole.
      if (next >= bytes.length) return -1;
      pieces.length = before;
    }
    if (pieces.length > before) return -1;
    const end = this.skipDamaged(at);
    if (end > at) pieces.push({ from: at, to: this.trimmed(at, end), reason: 'not-json' });
    return end;
  }

  /** Steps over an item that is no JSON, by its quotes and brackets, to the comma or bracket after it; -1 where they do not match. */
  private skipDamaged(at: number): number {
    const { bytes } = this;
    let depth = 0;
    for (let position = at; position < bytes.length; position += 1) {
      this.rescans -= 1;
      if (this.rescans < 0) return -1;
      const byte = bytes[position] as number;
      if (depth === 0 && position > at && (byte === 0x2c || byte === 0x5d)) return position;
      if (byte === 0x22) {
        position = this.skipDamagedString(position);
        if (position < 0) return -1;
      } else if (byte === 0x7b || byte === 0x5b) depth += 1;
      else if (byte === 0x7d || byte === 0x5d) depth -= 1;
      if (depth < 0) return -1;
    }
    return -1;
  }

  /** Where a string that may hold control characters and unknown escapes ends. A line feed says that its quote is missing. */
  private skipDamagedString(at: number): number {
    const { bytes } = this;
    for (let position = at + 1; position < bytes.length; position += 1) {
      const byte = bytes[position];
      if (byte === 0x22) return position;
      if (byte === 0x0a) return -1;
      if (byte === 0x5c) position += 1;
    }
    return -1;
  }

  /** An event, which becomes a piece, or a list, whose items do. */
  private object(at: number, depth: number): number {
    const { bytes, scanner } = this;
    const seen: Seen = { mayBeList: true, isEvent: true, hasAuditId: false, kind: undefined, items: -1 };
    let position = scanner.skipBlanks(at + 1);
    while (bytes[position] !== 0x7d) {
      if (bytes[position] !== 0x22) return this.fail(position);
      const afterKey = scanner.skipString(position);
      if (afterKey < 0) return -1;
      const colon = scanner.skipBlanks(afterKey);
      if (bytes[colon] !== 0x3a) return this.fail(colon);
      const value = scanner.skipBlanks(colon + 1);
      const name = topMember(bytes, position, afterKey);
      if (name === 'items' && bytes[value] === 0x5b && depth < maxListDepth && mayHoldItems(seen)) {
        const afterItems = this.array(value, depth + 1);
        return afterItems < 0 ? -1 : this.skipMembers(afterItems);
      }
      const after = scanner.skipValue(value);
      if (after < 0) return -1;
      note(seen, name, bytes, value, after);
      position = scanner.skipBlanks(after);
      if (bytes[position] === 0x2c) {
        position = scanner.skipBlanks(position + 1);
        if (bytes[position] === 0x7d) return this.fail(position);
      } else if (bytes[position] !== 0x7d) return this.fail(position);
    }
    return this.endOfObject(at, position + 1, seen, depth);
  }

  private endOfObject(from: number, to: number, seen: Seen, depth: number): number {
    if (isListKind(seen.kind)) {
      // A kind that comes after the items, or after what a list should not have.
      if (seen.items >= 0 && depth < maxListDepth) return this.array(seen.items, depth + 1) < 0 ? -1 : to;
      if (seen.items === -1) return to;
    }
    const reason = seen.isEvent ? (seen.hasAuditId ? undefined : 'no-audit-id') : 'not-an-event';
    this.pieces.push(reason ? { from, to, reason } : { from, to });
    return to;
  }

  /** Steps over what follows the items of a list, up to and with its closing brace. */
  private skipMembers(at: number): number {
    const { bytes, scanner } = this;
    let position = scanner.skipBlanks(at);
    while (bytes[position] === 0x2c) {
      position = scanner.skipBlanks(position + 1);
      if (bytes[position] !== 0x22) return this.fail(position);
      position = scanner.skipString(position);
      if (position < 0) return -1;
      position = scanner.skipBlanks(position);
      if (bytes[position] !== 0x3a) return this.fail(position);
      position = scanner.skipValue(scanner.skipBlanks(position + 1));
      if (position < 0) return -1;
      position = scanner.skipBlanks(position);
    }
    return bytes[position] === 0x7d ? position + 1 : this.fail(position);
  }
}

const eventHead = new TextEncoder().encode('{"kind":"Event",');

/** Whether an event begins here as a log has it. */
function beginsAsEvent(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < eventHead.length; index += 1) if (bytes[at + index] !== eventHead[index]) return false;
  return true;
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

/** JSON's own blanks. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** kubectl calls any list `List`. */
function isListKind(kind: string | undefined): boolean {
  return kind === 'EventList' || kind === 'List';
}

function mayHoldItems({ kind, mayBeList }: Seen): boolean {
  return kind === undefined ? mayBeList : isListKind(kind);
}

/** Takes notice of a member, as `EventReader` would read it. */
function note(seen: Seen, name: TopMember | undefined, bytes: Uint8Array, from: number, to: number): void {
  seen.mayBeList &&= name !== undefined && name !== 'auditID' && name !== 'items';
  const isNull = bytes[from] === 0x6e;
  if (isNull || name === undefined || name === 'metadata') return;
  const isString = bytes[from] === 0x22;
  if (name === 'items') {
    // -2: `items` that are no list.
    seen.items = bytes[from] === 0x5b ? from : -2;
    return;
  }
  if (name === 'auditID') {
    if (isString) seen.hasAuditId = to - from > 2;
    return;
  }
  const text = isString && to - from < 128 ? String(JSON.parse(decoder.decode(bytes.subarray(from, to)))) : '';
  if (name === 'kind') seen.kind = text;
  seen.isEvent &&= name === 'kind' ? text === 'Event' : text.startsWith('audit.k8s.io/');
}

import { walkObject } from './damaged-object.ts';
import { beginsAsEnvelope } from './envelope.ts';
import { Scanner } from './json/scan.ts';
import {
  beginsAsEvent,
  holdsEvents,
  isList,
  items,
  mayHoldItems,
  note,
  nothingSeen,
  reasonOf,
  type Seen,
  topMember,
} from './object-kind.ts';
import { isBetween, type Piece, Recovery } from './recovery.ts';

export type { UnreadableReason } from './object-kind.ts';
export type { Piece } from './recovery.ts';

/** More pieces than anybody sends in a body; each takes memory, however short it is. */
export const maxPieces = 1_000_000;

/** What a body is cut into: of a body with more than `maxPieces`, one piece more than that. */
export interface SplitBody {
  readonly pieces: readonly Piece[];
  /** Bytes that were looked at: those of the body, and again those around damage. In proportion to the body, whatever is in it. */
  readonly looked: number;
  /** Where the first value begins whose reading met the end of the body: what may follow changes nothing before it. */
  readonly openFrom: number;
}

/** Lists within lists are followed this deep; nobody sends them, and recursion is not for senders to choose. */
const maxListDepth = 4;

/**
 * Cuts a body into events: an EventList, an Event, an array of either, JSON lines of any of these, one after another. An event may
 * stand in an envelope (`envelope.ts`), which is then the piece. The pieces are exactly the bytes received, blanks around them left out. Damage costs itself: a line that is no JSON, an item of a list
 * that is broken; the next event after it is found again (`recovery.ts`). With `readEvent` the pieces are the same.
 */
export function splitBody(bytes: Uint8Array, readEvent: ReadEvent = () => -1): SplitBody {
  return new Splitter(bytes, readEvent).split();
}

/**
 * Reads the event that begins at an offset and returns the offset after it; -1 where it is not sure that an event stands there. It
 * spares going over an event twice. In a body that turns out to be damaged, what it read may still be taken for something else.
 */
export type ReadEvent = (at: number) => number;

class Splitter {
  private readonly bytes: Uint8Array;
  private readonly scanner = new Scanner();
  private readonly pieces: Piece[] = [];
  private readonly recovery: Recovery;
  private readonly readEvent: ReadEvent;
  /** Where the value that is being split broke, if within a list; -1 before. */
  private brokenAt = -1;
  private isDamaged = false;

  constructor(bytes: Uint8Array, readEvent: ReadEvent) {
    this.bytes = bytes;
    this.readEvent = readEvent;
    this.scanner.reset(bytes, bytes.length);
    this.recovery = new Recovery(bytes, this.scanner, this.pieces);
  }

  split(): SplitBody {
    const { bytes, pieces, recovery } = this;
    let at = this.skipBetween(0);
    while (at < bytes.length && pieces.length <= maxPieces) {
      const after = recovery.inList && bytes[at] === 0x5d ? this.skipListEnd(at) : this.topValue(at);
      if (after >= 0) {
        at = this.skipBetween(after);
        continue;
      }
      if (pieces.length > maxPieces) break;
      const from = this.skipBetween(this.brokenAt < 0 ? at : this.brokenAt);
      // The walk up to where it broke.
      recovery.looked += Math.max(0, this.scanner.failedAt - from);
      if (this.scanner.failedAt >= bytes.length) recovery.openFrom = Math.min(recovery.openFrom, from);
      this.brokenAt = -1;
      this.isDamaged = true;
      // What a list may not hold can be whole outside of it: nothing of it was looked at yet.
      at =
        from > at && this.scanner.failedAt <= from
          ? from
          : this.skipBetween(recovery.from(from, this.scanner.failedAt));
    }
    if (pieces.length > maxPieces) pieces.length = maxPieces + 1;
    return { pieces, looked: bytes.length + recovery.looked, openFrom: recovery.openFrom };
  }

  /** A value at the top: one that is no object nor list has a line for itself, else it is but the beginning of other text. */
  private topValue(at: number): number {
    const { bytes, pieces, recovery } = this;
    const before = pieces.length;
    const after = this.value(at, 0);
    if (bytes[at] === 0x5b) {
      const first = bytes[this.scanner.skipBlanks(at + 1)];
      if (after < 0 && pieces.length === before && first !== 0x7b && first !== 0x5b) {
        recovery.inList = false;
        this.brokenAt = at;
      }
    } else if (bytes[at] !== 0x7b && after >= 0 && !this.endsLine(after)) {
      pieces.length = before;
      return this.fail(after);
    }
    return after;
  }

  private endsLine(at: number): boolean {
    const { bytes } = this;
    let next = at;
    while (bytes[next] === 0x20 || bytes[next] === 0x09 || bytes[next] === 0x0d) next += 1;
    return next >= bytes.length || bytes[next] === 0x0a || bytes[next] === 0x2c || bytes[next] === 0x1e;
  }

  /** Steps over what stands between values, byte order marks included. */
  private skipBetween(at: number): number {
    const { bytes } = this;
    let position = at;
    for (; position < bytes.length; position += 1) {
      if (isBetween(bytes, position)) continue;
      if (bytes[position] !== 0xef || bytes[position + 1] !== 0xbb || bytes[position + 2] !== 0xbf) break;
      position += 2;
    }
    return position;
  }

  /** Steps over the end of a list that broke: its bracket, and what an EventList has behind its items. */
  private skipListEnd(at: number): number {
    const { bytes, scanner, recovery } = this;
    recovery.inList = false;
    let position = scanner.skipBlanks(at + 1);
    while (bytes[position] === 0x2c) {
      position = this.skipPlainMember(scanner.skipBlanks(position + 1));
      if (position < 0) return at + 1;
      position = scanner.skipBlanks(position);
    }
    return bytes[position] === 0x7d ? position + 1 : at + 1;
  }

  /** Steps over a member whose value holds nothing else, so that no event that comes later is looked at. */
  private skipPlainMember(at: number): number {
    const { bytes, scanner } = this;
    if (bytes[at] !== 0x22) return -1;
    const afterKey = scanner.skipString(at);
    if (afterKey < 0) return -1;
    const colon = scanner.skipBlanks(afterKey);
    if (bytes[colon] !== 0x3a) return -1;
    const value = scanner.skipBlanks(colon + 1);
    const byte = bytes[value];
    if (byte !== 0x7b && byte !== 0x5b) return scanner.skipValue(value);
    const end = scanner.skipBlanks(value + 1);
    return bytes[end] === byte + 2 ? end + 1 : -1;
  }

  private fail(at: number): -1 {
    this.scanner.failedAt = at;
    return -1;
  }

  /** Notes where a list broke, if nothing within it has. */
  private breakList(at: number): -1 {
    if (this.brokenAt < 0) this.brokenAt = at;
    this.recovery.inList = true;
    return -1;
  }

  /** Splits the value at `at`; returns the offset after it, or -1 where it breaks: what came before is then split. */
  private value(at: number, depth: number): number {
    const byte = this.bytes[at];
    if (byte === 0x5b && depth < maxListDepth) return this.array(at, depth + 1);
    if (byte === 0x7b) {
      // What stands alone is read only if it says at once that it is no list.
      const mayBeEvent = !this.isDamaged && (depth > 0 || beginsAsEvent(this.bytes, at));
      const afterEvent = mayBeEvent ? this.readEvent(at) : -1;
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
    if (after < 0) return this.breakList(at);
    const next = scanner.skipBlanks(after);
    // What broke the list is behind the item.
    if (bytes[next] === 0x2c || bytes[next] === 0x5d) return next;
    this.fail(next);
    if (bytes[at] === 0x7b || bytes[at] === 0x5b) return this.breakList(next);
    // But the beginning of other text.
    pieces.length = before;
    return this.breakList(at);
  }

  /** An event, which becomes a piece, or a list, whose items do. */
  private object(at: number, depth: number): number {
    const { bytes, scanner } = this;
    if (beginsAsEnvelope(bytes, at)) {
      const { isWhole, end, seen, isEnvelope } = walkObject(bytes, scanner, at);
      if (!isWhole) return this.fail(end);
      if (isEnvelope) return this.push(at, end, seen);
    }
    const seen = nothingSeen();
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
    if (isList(seen)) {
      // A kind that comes after the items, or after what a list should not have.
      if (seen.items >= 0 && depth < maxListDepth) return this.array(seen.items, depth + 1) < 0 ? -1 : to;
      // One that has something else is no list of ours: what that is must not vanish.
      if (seen.items === items.null || (seen.items === items.none && seen.mayBeList)) return to;
    }
    if (holdsEvents(seen) && depth < maxListDepth) return this.array(seen.events, depth + 1) < 0 ? -1 : to;
    return this.push(from, to, seen);
  }

  private push(from: number, to: number, seen: Seen): number {
    const reason = reasonOf(seen);
    this.pieces.push(reason ? { from, to, reason } : { from, to });
    return to;
  }

  /** Steps over what follows the items of a list, up to and with its closing brace. */
  private skipMembers(at: number): number {
    const { bytes, scanner } = this;
    let position = scanner.skipBlanks(at);
    while (bytes[position] === 0x2c) {
      position = scanner.skipBlanks(position + 1);
      if (bytes[position] !== 0x22) return this.breakAfterList(at, position);
      position = scanner.skipString(position);
      if (position < 0) return this.breakAfterList(at, scanner.failedAt);
      position = scanner.skipBlanks(position);
      if (bytes[position] !== 0x3a) return this.breakAfterList(at, position);
      position = scanner.skipValue(scanner.skipBlanks(position + 1));
      if (position < 0) return this.breakAfterList(at, scanner.failedAt);
      position = scanner.skipBlanks(position);
    }
    return bytes[position] === 0x7d ? position + 1 : this.breakAfterList(at, position);
  }

  /** All items are split: what is broken is only what comes after them. */
  private breakAfterList(at: number, failedAt: number): -1 {
    this.brokenAt = at;
    return this.fail(failedAt);
  }
}

import { type Stretch, walkObject, type WalkedObject } from './damaged-object.ts';
import type { Scanner } from './json/scan.ts';
import { isBlank, holdsEvents, isList, isPlainlyEvent, reasonOf, type UnreadableReason } from './object-kind.ts';

/** A stretch of the body that holds one event. */
export interface Piece extends Stretch {
  /** Why there is no event in it after all. */
  readonly reason?: UnreadableReason;
}

/** So many rejected lines of a body are told one by one; what is damaged after that is a piece as a whole. */
const maxRejectedLines = 100_000;

/**
 * Finds the way again in damaged text. From where a value broke it goes from brace to brace and takes up the next that begins an event
 * or a list of them. What lies between is rejected: a damaged item of a list as one piece, other text line by line. It goes on
 * where a walk broke, never before, so that each byte is looked at a fixed number of times, however the text is damaged.
 */
export class Recovery {
  /** Whether the text that broke was within a list whose end is still to come. */
  inList = false;
  /** Bytes that were looked at, those looked at again included. */
  looked = 0;
  /** Where the first value begins that met the end of the text. */
  openFrom: number;
  readonly #bytes: Uint8Array;
  readonly #scanner: Scanner;
  readonly #pieces: Piece[];
  #rejectedLines = 0;

  constructor(bytes: Uint8Array, scanner: Scanner, pieces: Piece[]) {
    this.#bytes = bytes;
    this.#scanner = scanner;
    this.#pieces = pieces;
    this.openFrom = bytes.length;
  }

  /**
   * Rejects what is damaged from an offset on, keeps whole events in it, and returns where a value begins that is worth reading. What was
   * read already, up to `readTo`, is settled here: reading it anew would be work without end.
   */
  from(brokenAt: number, readTo: number): number {
    const bytes = this.#bytes;
    let rejectFrom = brokenAt;
    let lineFrom = brokenAt;
    let position = brokenAt;
    /** Where a walk found a value though a key of the object it was in should stand: what begins there is no member. */
    let keyWantedAt = -1;
    const items: number[] = [];
    for (;;) {
      const brace = this.#nextBrace(position);
      if (brace < 0) return this.#reject(rejectFrom, bytes.length, items);
      lineFrom = this.#lastLine(position, brace, lineFrom);
      const walked = walkObject(bytes, this.#scanner, brace);
      this.looked += walked.end - brace;
      if (walked.isWhole) {
        const isTaken = brace > brokenAt && this.#isTaken(brace, walked, lineFrom, brace === keyWantedAt);
        if (isTaken) {
          const before = this.#lastInk(brace, brokenAt);
          this.#reject(rejectFrom, brace, items);
          if (before === 0x5b || before === 0x2c) this.inList = true;
          if (brace >= readTo) return brace;
          this.#keep(brace, walked);
          rejectFrom = walked.end;
        }
        position = walked.end;
      } else {
        const isOnItsOwn = brace === lineFrom || brace === keyWantedAt || !this.#mayBeNested(brace, brokenAt);
        const isListOfItsOwn = isOnItsOwn && isList(walked.seen) && walked.events.length > 0;
        if (isListOfItsOwn && brace > brokenAt && brace >= readTo) {
          // Read as a list, of which it is known which of its events are items.
          this.#reject(rejectFrom, brace, items);
          return brace;
        }
        if (walked.end >= bytes.length) this.openFrom = Math.min(this.openFrom, brace);
        if (!this.inList && this.#beginsArray(brace, lineFrom, keyWantedAt)) {
          this.#reject(rejectFrom, brace, items);
          rejectFrom = brace;
          this.inList = true;
        }
        if (walked.wantsKey) keyWantedAt = walked.end;
        if (brace > rejectFrom && isPlainlyEvent(bytes, brace)) items.push(brace);
        rejectFrom = this.#keepWithin(walked, rejectFrom, items);
        position = Math.max(this.#resumeBefore(walked.end, brace + 1), rejectFrom);
      }
      lineFrom = this.#lastLine(brace, position, lineFrom);
    }
  }

  /** Keeps an event, or those of a list. */
  #keep(from: number, { end, seen, events }: WalkedObject): void {
    if (reasonOf(seen) === undefined) this.#pieces.push({ from, to: end });
    else if (isList(seen) || holdsEvents(seen)) for (const event of events) this.#pieces.push(event);
    else this.#push(from, end);
  }

  /** Keeps the events in a broken object that are not its members; returns the end of the last, before which all is settled. */
  #keepWithin({ seen, events }: WalkedObject, rejectFrom: number, items: number[]): number {
    const isTornEvent = !this.inList && (seen.kind === 'Event' || seen.hasAuditId);
    let settled = rejectFrom;
    let lastKept = -1;
    for (const event of events) {
      const isMember = isTornEvent
        ? !this.#endsLineOrIsFollowed(event.to) && !this.#isNextItem(lastKept, event.from)
        : this.#isMember(event.from, event.to);
      if (isMember) continue;
      this.#reject(settled, event.from, items);
      this.#pieces.push(event);
      settled = event.to;
      lastKept = event.to;
    }
    return settled;
  }

  /** Whether an object is the next item of the list of one that ends at an offset, -1 being none. */
  #isNextItem(after: number, from: number): boolean {
    const comma = after < 0 ? after : this.#scanner.skipBlanks(after);
    return this.#bytes[comma] === 0x2c && this.#scanner.skipBlanks(comma + 1) === from;
  }

  /** The next opening brace with a key behind it; -1 where there is none. */
  #nextBrace(from: number): number {
    const bytes = this.#bytes;
    const { length } = bytes;
    for (let at = from; at < length; at += 1) {
      if (bytes[at] !== 0x7b) continue;
      let next = at + 1;
      while (isBlank(bytes[next])) next += 1;
      if (bytes[next] === 0x22) {
        this.looked += next - from;
        return at;
      }
      at = next - 1;
    }
    this.looked += length - from;
    return -1;
  }

  /** Where the line of `to` begins, as far as it can be told from `from` on. */
  #lastLine(from: number, to: number, known: number): number {
    const newline = this.#bytes.subarray(from, to).lastIndexOf(0x0a);
    return newline < 0 ? known : from + newline + 1;
  }

  /**
   * Where to look for the next brace after a walk has broken. The quote before that place may have been taken for the end of a string
   * while it begins a key, and the brace before it is then the one to find.
   */
  #resumeBefore(brokenAt: number, least: number): number {
    let at = brokenAt;
    const skipBack = (): void => {
      while (at > least && isBlank(this.#bytes[at - 1])) at -= 1;
    };
    skipBack();
    if (at > least && this.#bytes[at - 1] === 0x22) at -= 1;
    skipBack();
    return at > least && this.#bytes[at - 1] === 0x7b ? at - 1 : at;
  }

  /** Whether a whole object amid damaged text is to be read as if nothing had been before it. */
  #isTaken(at: number, { end, seen, events }: WalkedObject, lineFrom: number, isNoMember: boolean): boolean {
    const bytes = this.#bytes;
    let ink = lineFrom;
    while (isBlank(bytes[ink])) ink += 1;
    const isLineOfItsOwn = at === lineFrom && bytes[at - 1] === 0x0a && this.#endsLine(end);
    const isEvent = reasonOf(seen) === undefined;
    if (!isEvent && !(isList(seen) && events.length > 0) && !holdsEvents(seen)) return isLineOfItsOwn;
    // After other text, such as that of a log, only what leaves no doubt.
    const isForeign = !this.inList && bytes[ink] !== 0x7b && bytes[ink] !== 0x5b;
    if (isForeign && isEvent && !isPlainlyEvent(bytes, at)) return isLineOfItsOwn;
    return isLineOfItsOwn || isNoMember || !this.#mayBeNested(at, lineFrom) || !this.#isMember(at, end);
  }

  /** Whether a value at an offset may be a member's or an item of an array that is one. */
  #mayBeNested(at: number, least: number): boolean {
    let before = this.#inkBefore(at, least);
    while (before > least && this.#bytes[before] === 0x5b) before = this.#inkBefore(before, least);
    return this.#bytes[before] === 0x3a || this.#bytes[before] === 0x2c;
  }

  /** Whether an array begins right before an object that is no member's: at the beginning of its line, or with an event. */
  #beginsArray(brace: number, lineFrom: number, keyWantedAt: number): boolean {
    const bracket = this.#inkBefore(brace, 0);
    if (bracket < 0 || this.#bytes[bracket] !== 0x5b) return false;
    if (bracket === keyWantedAt) return true;
    if (this.#mayBeNested(brace, 0)) return false;
    return bracket === lineFrom || this.#bytes[bracket - 1] === 0x0a || isPlainlyEvent(this.#bytes, brace);
  }

  #endsLine(at: number): boolean {
    let next = at;
    while (next < this.#bytes.length && isBlank(this.#bytes[next])) {
      if (this.#bytes[next] === 0x0a) return true;
      next += 1;
    }
    return next >= this.#bytes.length;
  }

  /** Whether what stands before and after an object is what stands around a member's value, or around an item of an array of texts. */
  #isMember(from: number, to: number): boolean {
    const bytes = this.#bytes;
    const before = this.#lastInk(from, 0);
    const isItem = before === 0x2c || before === 0x5b;
    const next = this.#scanner.skipBlanks(to);
    if (bytes[next] === 0x7d || bytes[next] === 0x3a) return !isItem;
    if (bytes[next] !== 0x2c) return false;
    const text = this.#scanner.skipBlanks(next + 1);
    if (bytes[text] !== 0x22) return false;
    if (!isItem) return true;
    // Ends with the first quote, which the next event has within its first bytes.
    const afterText = this.#scanner.skipString(text);
    this.looked += (afterText < 0 ? this.#scanner.failedAt : afterText) - text;
    if (afterText < 0) return false;
    const byte = bytes[this.#scanner.skipBlanks(afterText)];
    return byte === 0x2c || byte === 0x5d;
  }

  /** Whether an object in half an event ends its line, perhaps with a comma, or another value begins behind it. */
  #endsLineOrIsFollowed(to: number): boolean {
    const bytes = this.#bytes;
    const next = this.#scanner.skipBlanks(to);
    const byte = bytes[next];
    if (byte === 0x2c) return this.#endsLine(next + 1) && bytes[this.#scanner.skipBlanks(next + 1)] !== 0x22;
    if (byte === 0x7d || byte === 0x3a || byte === 0x5d) return false;
    return byte === 0x7b || this.#endsLine(to);
  }

  /** The last byte before an offset that is no blank. */
  #lastInk(before: number, least: number): number | undefined {
    return this.#bytes[this.#inkBefore(before, least)];
  }

  #inkBefore(before: number, least: number): number {
    let at = before - 1;
    while (at > least && isBlank(this.#bytes[at])) at -= 1;
    return at;
  }

  /** Rejects a stretch; within it items of a list may begin. Returns its end, and forgets the items. */
  #reject(from: number, to: number, items: number[]): number {
    let start = from;
    for (const end of [...items, to]) {
      // What one item's walk went through may have been taken as whole events since.
      if (end > start) this.#rejectPart(start, end);
      start = Math.max(start, end);
    }
    items.length = 0;
    return to;
  }

  #rejectPart(from: number, to: number): void {
    const bytes = this.#bytes;
    let start = from;
    while (start < to && isBetween(bytes, start)) start += 1;
    if (this.inList && bytes[start] === 0x5d) {
      // The end of the list that broke.
      this.inList = false;
      start += 1;
      while (start < to && isBetween(bytes, start)) start += 1;
      if (start < to && bytes[start] === 0x7d) start += 1;
    }
    const isOpen = bytes[start] === 0x7b || bytes[start] === 0x5b;
    if (this.inList && isOpen) this.#push(start, this.#withoutListEnd(start, to));
    else if (this.#rejectedLines > maxRejectedLines) this.#push(start, to);
    else this.#rejectLines(start, to);
  }

  /** The end of a list's last item: brackets behind its brace are the list's. */
  #withoutListEnd(from: number, to: number): number {
    const bytes = this.#bytes;
    if (to < bytes.length) return to;
    let bracket = this.#inkBefore(to, from);
    if (bytes[bracket] === 0x7d) bracket = this.#inkBefore(bracket, from);
    return bytes[bracket] === 0x5d && this.#lastInk(bracket, from) === 0x7d ? bracket : to;
  }

  /** Line by line; an object that is spread over lines stays together. */
  #rejectLines(from: number, to: number): void {
    const bytes = this.#bytes;
    let isSpread = false;
    let pieceFrom = from;
    for (let lineFrom = from; lineFrom < to;) {
      const newline = bytes.subarray(lineFrom, to).indexOf(0x0a);
      const lineTo = newline < 0 ? to : lineFrom + newline + 1;
      const first = bytes[lineTo];
      if (lineFrom === pieceFrom) isSpread = this.#isSpread(lineFrom, lineTo);
      const goesOn = isSpread && (first === 0x20 || first === 0x09 || first === 0x7d || first === 0x5d);
      if (!goesOn || lineTo === to) {
        this.#push(pieceFrom, lineTo);
        pieceFrom = lineTo;
      }
      lineFrom = lineTo;
    }
  }

  /** Whether a line is the first of an object that is printed over several. */
  #isSpread(from: number, to: number): boolean {
    const first = this.#bytes[from];
    if (first !== 0x7b && first !== 0x5b) return false;
    const last = this.#lastInk(to, from);
    return last === 0x7b || last === 0x5b || last === 0x2c;
  }

  #push(from: number, to: number): void {
    let start = from;
    let end = to;
    while (start < end && isBetween(this.#bytes, start)) start += 1;
    while (end > start && isBetween(this.#bytes, end - 1)) end -= 1;
    if (end === start) return;
    this.#rejectedLines += 1;
    this.#pieces.push({ from: start, to: end, reason: 'not-json' });
  }
}

/**
 * Whether a byte only stands between values: blanks, commas, record separators (RFC 7464), and the NULs that a log has where it was
 * truncated while its writer went on.
 */
export function isBetween(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return isBlank(byte) || byte === 0x2c || byte === 0x1e || byte === 0x00;
}

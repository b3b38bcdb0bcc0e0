import type { Scanner } from './json/scan.ts';
import { note, nothingSeen, reasonOf, type Seen, topMember } from './object-kind.ts';

/** A stretch of bytes. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What was found from an opening brace on. */
export interface WalkedObject {
  readonly isWhole: boolean;
  /** The offset after the object, or the one at which it breaks. */
  readonly end: number;
  /** Whether it breaks where a key should begin. */
  readonly wantsKey: boolean;
  readonly seen: Seen;
  /** The events within it that are whole, outermost first; itself it is not among them. */
  readonly events: readonly Stretch[];
}

interface Frame {
  from: number;
  isObject: boolean;
  seen: Seen;
  /** Of the member whose value is being walked over. */
  member: ReturnType<typeof topMember>;
}

/** As deep as Go's encoding/json goes. */
const maxDepth = 10_000;

/**
 * Walks over the object that begins at an offset and notes which of the objects in it are whole events: where the text is damaged, an
 * event may seem to stand in the one that broke before it. Looks at each byte up to `end` once.
 */
export function walkObject(bytes: Uint8Array, scanner: Scanner, at: number): WalkedObject {
  const frames: Frame[] = [];
  const events: Stretch[] = [];
  let root = nothingSeen();
  let position = at;
  let keyAt = -1;

  const broken = (end: number): WalkedObject => ({ isWhole: false, end, wantsKey: end === keyAt, seen: root, events });

  /** Steps over a key and its colon. */
  function key(from: number, frame: Frame): number {
    keyAt = from;
    if (bytes[from] !== 0x22) return fail(from);
    const to = scanner.skipString(from);
    if (to < 0) return -1;
    frame.member = topMember(bytes, from, to);
    const colon = scanner.skipBlanks(to);
    return bytes[colon] === 0x3a ? scanner.skipBlanks(colon + 1) : fail(colon);
  }

  function fail(where: number): -1 {
    scanner.failedAt = where;
    return -1;
  }

  function close({ from, isObject, seen }: Frame, to: number): void {
    if (!isObject || from === at || reasonOf(seen) !== undefined) return;
    while ((events.at(-1)?.from ?? -1) > from) events.pop();
    events.push({ from, to });
  }

  for (;;) {
    const byte = bytes[position];
    let from = position;
    if (byte === 0x7b || byte === 0x5b) {
      if (frames.length === maxDepth) return broken(position);
      const frame: Frame = { from, isObject: byte === 0x7b, seen: nothingSeen(), member: undefined };
      if (frames.length === 0) root = frame.seen;
      frames.push(frame);
      position = scanner.skipBlanks(position + 1);
      if (bytes[position] !== byte + 2) {
        if (frame.isObject) position = key(position, frame);
        if (position < 0) return broken(scanner.failedAt);
        continue;
      }
    } else {
      position = scanner.skipValue(position);
      if (position < 0) return broken(scanner.failedAt);
      const frame = frames.at(-1);
      if (frame?.isObject === true) note(frame.seen, frame.member, bytes, from, position);
      position = scanner.skipBlanks(position);
    }
    // After a value: a comma, or the end of one or more containers.
    for (;;) {
      const frame = frames.at(-1);
      if (!frame) return { isWhole: true, end: position, wantsKey: false, seen: root, events };
      const next = bytes[position];
      if (next === 0x2c) {
        position = scanner.skipBlanks(position + 1);
        if (frame.isObject) position = key(position, frame);
        if (position < 0) return broken(scanner.failedAt);
        break;
      }
      if (next !== (frame.isObject ? 0x7d : 0x5d)) return broken(position);
      ({ from } = frame);
      position += 1;
      close(frame, position);
      frames.pop();
      const outer = frames.at(-1);
      if (outer?.isObject === true) note(outer.seen, outer.member, bytes, from, position);
      if (outer) position = scanner.skipBlanks(position);
    }
  }
}

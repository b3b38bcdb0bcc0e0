import type { Scanner } from './json/scan.ts';
import { beginsAsEnvelope } from './envelope.ts';
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
  /** Whether it is an envelope; `seen` is then of the event in it. */
  readonly isEnvelope: boolean;
  /** The events within it that are whole, outermost first; itself it is not among them. */
  readonly events: readonly Stretch[];
}

interface Frame {
  from: number;
  isObject: boolean;
  seen: Seen;
  /** Of the member whose value is being walked over. */
  member: ReturnType<typeof topMember>;
  /** Members so far. */
  members: number;
  /** Of an envelope: what is known of the event in it. */
  inner: Seen | undefined;
}

function openFrame(from: number, isObject: boolean): Frame {
  return { from, isObject, seen: nothingSeen(), member: undefined, members: 0, inner: undefined };
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
  let isEnvelope = false;
  let position = at;
  let keyAt = -1;

  function found(isWhole: boolean, end: number): WalkedObject {
    return { isWhole, end, wantsKey: !isWhole && end === keyAt, seen: root, isEnvelope, events };
  }

  /** Steps over a key and its colon. */
  function key(from: number, frame: Frame): number {
    keyAt = from;
    if (bytes[from] !== 0x22) return fail(from);
    const to = scanner.skipString(from);
    if (to < 0) return -1;
    frame.member = topMember(bytes, from, to);
    frame.members += 1;
    const colon = scanner.skipBlanks(to);
    return bytes[colon] === 0x3a ? scanner.skipBlanks(colon + 1) : fail(colon);
  }

  function fail(where: number): -1 {
    scanner.failedAt = where;
    return -1;
  }

  /** Closes the innermost frame; gives where what follows it stands. */
  function close(frame: Frame, to: number): number {
    frames.pop();
    const { from, isObject, members, inner } = frame;
    const isClosed = inner !== undefined && members === 2;
    if (isClosed) {
      frame.seen = inner;
      if (from === at) [root, isEnvelope] = [inner, true];
    }
    if (isObject && from !== at && reasonOf(frame.seen) === undefined) {
      while ((events.at(-1)?.from ?? -1) > from) events.pop();
      events.push({ from, to });
    }
    const outer = frames.at(-1);
    if (!outer) return to;
    // An envelope in an envelope is no event.
    if (isObject && !isClosed && isEventOfEnvelope(bytes, outer)) outer.inner = frame.seen;
    if (outer.isObject) note(outer.seen, outer.member, bytes, from, to);
    return scanner.skipBlanks(to);
  }

  for (;;) {
    const byte = bytes[position];
    const from = position;
    if (byte === 0x7b || byte === 0x5b) {
      if (frames.length === maxDepth) return found(false, position);
      const frame = openFrame(from, byte === 0x7b);
      if (frames.length === 0) root = frame.seen;
      frames.push(frame);
      position = scanner.skipBlanks(position + 1);
      if (bytes[position] !== byte + 2) {
        if (frame.isObject) position = key(position, frame);
        if (position < 0) return found(false, scanner.failedAt);
        continue;
      }
    } else {
      position = scanner.skipValue(position);
      if (position < 0) return found(false, scanner.failedAt);
      const frame = frames.at(-1);
      if (frame?.isObject === true) note(frame.seen, frame.member, bytes, from, position);
      position = scanner.skipBlanks(position);
    }
    // After a value: a comma, or the end of one or more containers.
    for (;;) {
      const frame = frames.at(-1);
      if (!frame) return found(true, position);
      const next = bytes[position];
      if (next === 0x2c) {
        position = scanner.skipBlanks(position + 1);
        if (frame.isObject) position = key(position, frame);
        if (position < 0) return found(false, scanner.failedAt);
        break;
      }
      if (next !== (frame.isObject ? 0x7d : 0x5d)) return found(false, position);
      position = close(frame, position + 1);
    }
  }
}

/** Whether the member that is being walked over is the second of an envelope. */
function isEventOfEnvelope(bytes: Uint8Array, { from, member, members }: Frame): boolean {
  return member === 'event' && members === 2 && beginsAsEnvelope(bytes, from);
}

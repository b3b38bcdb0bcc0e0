import { splitBody } from '../audit/index.ts';
import { ByteQueue, isBlank } from '../base/index.ts';
import type { LogPiece } from '../formats/index.ts';

export interface SplitSizes {
  /** Bytes from which on a body is cut off. */
  readonly target: number;
  /** Bytes of the largest body: what the server takes. Something without a boundary is cut here, wherever that is. */
  readonly limit: number;
}

export const defaultSizes: SplitSizes = { target: 8 << 20, limit: (256 << 20) - 64 };

/** A part of a stream that can be read by itself. */
export interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where lines of the stream begin in it: between two of these places each line is one of the stream. In order, the first at 0. */
  readonly places: readonly BodyPlace[];
}

export interface BodyPlace {
  readonly at: number;
  /** From 1. */
  readonly line: number;
  /** As `LogPiece`. */
  readonly within?: string | undefined;
}

/** Before items of a list whose beginning is in an earlier body. What ends the list may follow the items. */
const listHead = new TextEncoder().encode('{"items":[');

/**
 * Cuts a stream of JSON lines, EventLists, arrays and events into bodies, each of which can be read by itself. Together they hold the
 * same events, byte for byte, and the same damage. It needs memory for about one body, however long the stream or a list in it
 * is. Where the stream fails, what came before is given first.
 */
export async function* splitStream(source: AsyncIterable<Piece>, sizes = defaultSizes): AsyncGenerator<Body> {
  const splitter = new Splitter(sizes);
  try {
    for await (const piece of source) yield* splitter.push(piece);
  } catch (error) {
    yield* splitter.end();
    throw error;
  }
  yield* splitter.end();
}

type Piece = Pick<LogPiece, 'bytes' | 'line'> & Partial<Pick<LogPiece, 'within'>>;

class Splitter {
  readonly #sizes: SplitSizes;
  readonly #queue = new ByteQueue();
  /** Whether the queue begins within a list. */
  #isInList = false;
  /** Of the queue; the first is at or before its first byte. */
  #places: BodyPlace[] = [];
  /** Bytes at which to look for a boundary again; doubled when there was none, so that no byte is looked at often. */
  #next: number;

  constructor(sizes: SplitSizes) {
    this.#sizes = sizes;
    this.#next = sizes.target;
  }

  *push({ bytes, line, within }: Piece): Generator<Body> {
    const { target, limit } = this.#sizes;
    if (bytes.length > 0) this.#places.push({ at: this.#queue.length, line, within });
    for (let at = 0; at < bytes.length;) {
      const room = Math.min(this.#next, limit) - this.#queue.length;
      const part = bytes.subarray(at, at + Math.max(1, room));
      this.#queue.append(part);
      at += part.length;
      if (this.#queue.length < Math.min(this.#next, limit)) continue;
      const boundary = this.#boundary(this.#queue.length >= limit);
      if (boundary) yield this.#take(boundary);
      this.#next = this.#queue.length < target ? target : this.#queue.length * 2;
    }
  }

  /** What is left when the stream has ended. */
  *end(): Generator<Body> {
    if (this.#queue.bytes.every(isBlank)) return;
    const isListEnd = this.#isInList && splitBody(this.#framed(this.#queue.length)).pieces.length === 0;
    if (!isListEnd) yield this.#take({ at: this.#queue.length, skip: 0, isInList: false });
  }

  /** Where the queue may be cut; undefined where there is no such place yet. */
  #boundary(isFull: boolean): Boundary | undefined {
    const { bytes } = this.#queue;
    const line = lastLineOfItsOwn(bytes);
    if (line > 0) return { at: line, skip: 0, isInList: false };
    const boundary = this.#lastEventEnd(isFull);
    if (boundary || !isFull) return boundary;
    return { at: bytes.lastIndexOf(0x0a) + 1 || bytes.length, skip: 0, isInList: false };
  }

  /** Behind the last event that is whole, whatever comes; when the queue is full, behind the last but one. */
  #lastEventEnd(isFull: boolean): Boundary | undefined {
    const { bytes } = this.#queue;
    const head = this.#isInList ? listHead.length : 0;
    const { pieces, openFrom } = splitBody(this.#framed(bytes.length));
    let left = isFull ? 2 : 1;
    for (const { to, reason } of pieces.toReversed()) {
      if (reason || (!isFull && to > openFrom)) continue;
      let next = to - head;
      while (isBlank(bytes[next])) next += 1;
      left -= 1;
      if (left > 0 || next >= bytes.length) continue;
      const byte = bytes[next];
      const isInList = byte === 0x2c || byte === 0x5d || (this.#isInList && byte !== 0x7b && byte !== 0x5b);
      return { at: to - head, skip: byte === 0x2c ? next + 1 - (to - head) : 0, isInList };
    }
    return undefined;
  }

  /** The first bytes of the queue as they can be read by themselves. */
  #framed(count: number): Uint8Array<ArrayBuffer> {
    const head = this.#isInList ? listHead : new Uint8Array();
    const body = new Uint8Array(head.length + count);
    body.set(head);
    body.set(this.#queue.bytes.subarray(0, count), head.length);
    return body;
  }

  /** Takes what is before a boundary, without the blanks before the first value: a server may not know the separator of sequences. */
  #take({ at, skip, isInList }: Boundary): Body {
    let blanks = 0;
    while (blanks < at && isBlank(this.#queue.bytes[blanks])) blanks += 1;
    this.#drop(blanks);
    const bytes = this.#framed(at - blanks);
    const head = bytes.length - (at - blanks);
    const places = this.#places
      .filter((place) => place.at < at - blanks)
      .map((place, index) => ({ ...place, at: index === 0 ? 0 : place.at + head }));
    const body = { bytes, places };
    this.#drop(at - blanks + skip);
    this.#isInList = isInList;
    return body;
  }

  #drop(count: number): void {
    const first = this.#places.findLast(({ at }) => at <= count);
    const later = this.#places.flatMap((place) => (place.at > count ? [{ ...place, at: place.at - count }] : []));
    // Nothing may come before the next piece does.
    const line = first && lineAt(this.#queue.bytes, first, count);
    this.#places = line === undefined ? later : [{ ...first, at: 0, line }, ...later];
    this.#queue.drop(count);
  }
}

/** The line at an offset at or behind a place, when no other stands between. */
export function lineAt(bytes: Uint8Array, { at, line }: BodyPlace, offset: number): number {
  let newlines = 0;
  for (
    let newline = bytes.indexOf(0x0a, at);
    newline >= 0 && newline < offset;
    newline = bytes.indexOf(0x0a, newline + 1)
  )
    newlines += 1;
  return line + newlines;
}

/** A place at which the queue may be cut. */
interface Boundary {
  readonly at: number;
  /** Bytes behind it that belong to neither side. */
  readonly skip: number;
  /** Whether what follows is within a list. */
  readonly isInList: boolean;
}

/**
 * The offset of the last line whose begin is surely the begin of a value; 0 where there is none. Between `}` or `]` and `{`
 * or `[` there is a comma everywhere but at the top, and a line cannot end inside a string, so that this needs no look at
 * what comes before, and a broken line spoils nothing but itself.
 */
function lastLineOfItsOwn(bytes: Uint8Array): number {
  for (let newline = bytes.lastIndexOf(0x0a); newline > 0; newline = bytes.lastIndexOf(0x0a, newline - 1)) {
    let next = newline + 1;
    while (isBlank(bytes[next])) next += 1;
    let previous = newline - 1;
    while (isBlank(bytes[previous])) previous -= 1;
    const closed = bytes[previous] === 0x7d || bytes[previous] === 0x5d;
    if (closed && (bytes[next] === 0x7b || bytes[next] === 0x5b)) return newline + 1;
  }
  return 0;
}

import { findListStart, lastLineOfItsOwn, lastValueEnd } from './boundaries.ts';
import { ByteQueue } from './byte-queue.ts';
import { isBlank, type JsonPosition, walkStructure } from '../base/index.ts';

export interface SplitSizes {
  /** Bytes from which on a body is cut off. */
  readonly target: number;
  /** Bytes of the largest body: what the server takes. Something without a boundary is cut here, wherever that is. */
  readonly limit: number;
}

export const defaultSizes: SplitSizes = { target: 8 << 20, limit: 256 << 20 };

type Body = Uint8Array<ArrayBuffer>;

/** A list that is larger than a body: its items leave in arrays of their own. Offsets are into the queue. */
interface OpenList {
  readonly depth: number;
  readonly position: JsonPosition;
}

/**
 * Cuts a stream of JSON lines, EventLists, arrays and events into bodies, each of which can be read by itself. Together
 * they hold the same events, byte for byte. It needs memory for about one body, however long the stream or a list in it
 * is. Where the stream fails, what came before is given first.
 */
export async function* splitStream(source: AsyncIterable<Uint8Array>, sizes = defaultSizes): AsyncGenerator<Body> {
  const splitter = new Splitter(sizes);
  try {
    for await (const bytes of source) yield* splitter.push(bytes);
  } catch (error) {
    yield* splitter.end();
    throw error;
  }
  yield* splitter.end();
}

class Splitter {
  readonly #sizes: SplitSizes;
  readonly #queue = new ByteQueue();
  #list: OpenList | undefined;
  /** Bytes at which to look for a boundary again; doubled when there was none, so that no byte is looked at often. */
  #next: number;

  constructor(sizes: SplitSizes) {
    this.#sizes = sizes;
    this.#next = sizes.target;
  }

  *push(bytes: Uint8Array): Generator<Body> {
    const { target, limit } = this.#sizes;
    for (let at = 0; at < bytes.length;) {
      const room = Math.min(this.#next, limit) - this.#queue.length;
      const part = bytes.subarray(at, at + Math.max(1, room));
      this.#queue.append(part);
      at += part.length;
      if (this.#queue.length < Math.min(this.#next, limit)) continue;
      yield* this.#cut();
      if (this.#queue.length >= limit) yield this.#giveUp();
      this.#next = this.#queue.length < target ? target : this.#queue.length * 2;
    }
  }

  /** What is left when the stream has ended. */
  *end(): Generator<Body> {
    if (this.#list) yield* this.#cutList(this.#list, true);
    if (!this.#queue.bytes.every(isBlank)) yield this.#take(this.#queue.length);
  }

  *#cut(): Generator<Body> {
    if (!this.#list) {
      const { bytes } = this.#queue;
      const boundary = lastLineOfItsOwn(bytes);
      if (boundary > 0) {
        yield this.#take(boundary);
        return;
      }
      const start = findListStart(bytes);
      if (start === undefined) {
        const end = lastValueEnd(bytes);
        if (end > 0) yield this.#take(end);
        return;
      }
      this.#queue.drop(start.at);
      this.#list = { depth: start.depth, position: { at: 0, depth: start.depth } };
    }
    yield* this.#cutList(this.#list, false);
  }

  /**
   * Takes the items that are whole, and closes the list where it ends. What follows the items in an EventList is of no use;
   * while its end is not there yet everything waits, unless the stream has ended.
   */
  *#cutList({ depth: listDepth, position }: OpenList, ended: boolean): Generator<Body> {
    let itemsEnd = 0;
    let closed = -1;
    const stop = walkStructure(this.#queue.bytes, position, (byte, at, depth) => {
      if (byte === 0x2c && depth === listDepth) itemsEnd = at;
      if (depth === listDepth - 1 && closed < 0) closed = at;
      return depth > 0;
    });
    if (closed >= 0) {
      if (stop.depth > 0 && !ended) return;
      this.#list = undefined;
      yield this.#takeItems(closed, stop.at);
      return;
    }
    const taken = itemsEnd > 0 ? itemsEnd + 1 : 0;
    this.#list = { depth: listDepth, position: { at: stop.at - taken, depth: stop.depth } };
    if (taken > 0) yield this.#takeItems(itemsEnd, taken);
  }

  /** Takes items up to an offset as an array, and forgets the queue up to another. */
  #takeItems(to: number, upTo: number): Body {
    const body = new Uint8Array(to + 2);
    body[0] = 0x5b;
    body.set(this.#queue.bytes.subarray(0, to), 1);
    body[to + 1] = 0x5d;
    this.#queue.drop(upTo);
    return body;
  }

  /** Takes the first bytes without the blanks before the first value: a server may not know the separator of sequences. */
  #take(count: number): Body {
    const { bytes } = this.#queue;
    let from = 0;
    while (from < count && isBlank(bytes[from])) from += 1;
    const body = new Uint8Array(bytes.subarray(from, count));
    this.#queue.drop(count);
    return body;
  }

  /** Takes what has no boundary: the server says what it is. */
  #giveUp(): Body {
    this.#list = undefined;
    return this.#take(this.#queue.bytes.lastIndexOf(0x0a) + 1 || this.#queue.length);
  }
}

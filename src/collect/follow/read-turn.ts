import type { Content } from '../files/content.ts';
import { lastLineEnd } from './line-ends.ts';

/** What one turn at a file gave. */
export type Turn =
  /** No whole line behind the position; `size` is how far the file goes. */
  | { readonly kind: 'nothing'; readonly size: number }
  /** Before the position there is something else than what was read there: the file was truncated, or another one is in its place. */
  | { readonly kind: 'changed' }
  /** Whole lines, or a part of a value that has no end nearby; `before` is all that stands before `to`, as far as it was read. Valid until the next turn. */
  | { readonly kind: 'bytes'; readonly to: number; readonly bytes: Uint8Array; readonly before: Uint8Array }
  /** One event that is too long for memory: it ends at `to`. */
  | { readonly kind: 'long-event'; readonly to: number }
  /** A part of an event that is longer than any server takes. */
  | { readonly kind: 'endless-event'; readonly to: number };

export interface TurnLimits {
  /** Bytes of a turn, unless a line is longer. */
  readonly usual: number;
  /** Bytes of a line that is read into memory. */
  readonly memory: number;
  /** Bytes of a line that can be sent. */
  readonly line: number;
}

/** The server takes bodies of 256 MiB. Lines of kube-apiserver are 1.5 MB at most, unless etcd was told to take larger objects. */
export const turnLimits: TurnLimits = { usual: 1 << 20, memory: 8 << 20, line: (256 << 20) - 64 };

const eventHead = Buffer.from('{"kind":"Event","apiVersion":"audit.k8s.io/');

/** Reads from one place of a file at a time, through one buffer. */
export class TurnReader {
  readonly #limits: TurnLimits;
  #buffer: Uint8Array;

  constructor(limits: TurnLimits = turnLimits) {
    this.#limits = limits;
    this.#buffer = Buffer.allocUnsafeSlow(limits.usual);
  }

  /** Reads what follows a position; `anchor` is what was read just before it. */
  async read(content: Content, position: number, anchor: Uint8Array): Promise<Turn> {
    const { usual, memory } = this.#limits;
    for (let room = usual; ; room = Math.min(room * 4, memory)) {
      const bytes = await this.#fill(content, position - anchor.length, anchor.length + room);
      if (bytes.length < anchor.length || !startsWith(bytes, anchor)) return { kind: 'changed' };
      const fresh = bytes.subarray(anchor.length);
      const isLong = fresh.length === memory;
      const end = lastLineEnd(fresh) || (isLong && !isEvent(fresh) ? fresh.length : 0);
      if (end > 0)
        return {
          kind: 'bytes',
          to: position + end,
          bytes: fresh.subarray(0, end),
          before: bytes.subarray(0, anchor.length + end),
        };
      if (fresh.length < room) return { kind: 'nothing', size: position + fresh.length };
      if (isLong) return this.#longEvent(content, position, position + fresh.length);
    }
  }

  /** Gives the memory of long lines back. */
  rest(): void {
    if (this.#buffer.length > this.#limits.usual + 4096) this.#buffer = Buffer.allocUnsafeSlow(this.#limits.usual);
  }

  async #longEvent(content: Content, position: number, from: number): Promise<Turn> {
    const { usual, line } = this.#limits;
    for (let at = from; ;) {
      const bytes = await this.#fill(content, at, usual);
      const end = firstEnd(bytes);
      if (end > 0 && at + end - position <= line) return { kind: 'long-event', to: at + end };
      at += bytes.length;
      if (at - position > line) return { kind: 'endless-event', to: position + line };
      if (bytes.length < usual) return { kind: 'nothing', size: at };
    }
  }

  async #fill(content: Content, position: number, length: number): Promise<Uint8Array> {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length);
    const buffer = this.#buffer.subarray(0, length);
    return buffer.subarray(0, await content.read(buffer, position));
  }
}

/** Whether a line is an event as kube-apiserver writes it, which is in no wrapper. */
function isEvent(bytes: Uint8Array): boolean {
  return startsWith(bytes, eventHead);
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, start.length), start) === 0;
}

/** Behind the first line feed or zero; 0 where there is neither. */
function firstEnd(bytes: Uint8Array): number {
  const ends = [bytes.indexOf(0x0a), bytes.indexOf(0)].filter((at) => at >= 0);
  return ends.length === 0 ? 0 : Math.min(...ends) + 1;
}

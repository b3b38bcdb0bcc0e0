import { concat } from './concat.ts';

/** A line of which parts came. */
export interface Joined<Origin> {
  readonly bytes: Uint8Array;
  /** Of its first part. */
  readonly origin: Origin;
}

interface Held<Origin> {
  readonly origin: Origin;
  readonly parts: Uint8Array[];
  size: number;
}

/** Lines under way at once. More than a log has: the one that waits longest is then given up. */
const maxLines = 64;

/** Joins the parts of lines, of each stream for itself: those of others may stand between. */
export class Joiner<Origin extends { readonly from: number }> {
  readonly #limit: number;
  readonly #held = new Map<string, Held<Origin>>();
  #size = 0;

  /** `limit`: bytes of all lines under way. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Where in the input the earliest part stands that is held; infinite where none is. */
  get heldFrom(): number {
    let from = Number.POSITIVE_INFINITY;
    for (const { origin } of this.#held.values()) from = Math.min(from, origin.from);
    return from;
  }

  /** Whether a line of a stream is under way. */
  holds(stream: string): boolean {
    return this.#held.has(stream);
  }

  /** Adds a part. Gives the line that it ends; undefined while that goes on. */
  add(stream: string, bytes: Uint8Array, origin: Origin, goesOn: boolean): Joined<Origin> | undefined {
    const held = this.#held.get(stream);
    if (!goesOn) {
      if (!held) return { bytes, origin };
      held.parts.push(bytes);
      return this.#take(stream, held);
    }
    // The input's bytes are not ours to keep.
    const part = bytes.slice();
    if (held) {
      held.parts.push(part);
      held.size += part.length;
    } else this.#held.set(stream, { origin, parts: [part], size: part.length });
    this.#size += part.length;
    return undefined;
  }

  /** Gives up the line that waits longest, if there is too much of them. */
  overflow(): Joined<Origin> | undefined {
    return this.#held.size > maxLines || this.#size > this.#limit ? this.takeOldest() : undefined;
  }

  /** Gives the line that waits longest, as far as it came. */
  takeOldest(): Joined<Origin> | undefined {
    const [oldest] = this.#held;
    return oldest && this.#take(...oldest);
  }

  #take(stream: string, { parts, size, origin }: Held<Origin>): Joined<Origin> {
    this.#held.delete(stream);
    this.#size -= size;
    return { bytes: concat(parts), origin };
  }
}

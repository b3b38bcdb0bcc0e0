import type { ReceivedAfter, StoredEvent } from '../store/index.ts';

/** Events that were received one after the other, a piece of what the store holds. All who follow share it. */
export interface Chunk {
  readonly events: readonly StoredEvent[];
  /**
   * Receipt up to which everything has been given by this chunk and those before it: the position to keep, and to go on after. A body that
   * takes more than one chunk moves it with its last, so that who goes on after a restart gets the whole body again and never half of it.
   */
  readonly through: number;
  /** Where the next chunk begins. */
  readonly end: ReceivedAfter;
}

/** Text that is the same for places that are the same. */
export function placeKey({ receivedAtMicros, within }: ReceivedAfter): string {
  return within === undefined ? String(receivedAtMicros) : `${receivedAtMicros} ${within}`;
}

/** Bytes of events that are kept for who comes a little later than others. The latest chunk is kept in any case. */
const keptBytes = 32 << 20;

/** The latest chunks that were read, by the place where they begin. */
export class RecentChunks {
  readonly #chunks = new Map<string, { readonly chunk: Chunk; readonly bytes: number }>();
  #bytes = 0;
  #forgottenThrough = Number.NEGATIVE_INFINITY;

  /** Chunks up to this receipt were here and made room for others. */
  get forgottenThrough(): number {
    return this.#forgottenThrough;
  }

  at(place: string): Chunk | undefined {
    return this.#chunks.get(place)?.chunk;
  }

  add(place: string, chunk: Chunk): void {
    const bytes = chunk.events.reduce((sum, event) => sum + event.bytes.length, 0);
    this.#chunks.set(place, { chunk, bytes });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#chunks) {
      if ((this.#bytes <= keptBytes && this.#chunks.size <= maxChunks) || this.#chunks.size === 1) return;
      this.#chunks.delete(oldest);
      this.#bytes -= kept.bytes;
      this.#forgottenThrough = Math.max(this.#forgottenThrough, kept.chunk.end.receivedAtMicros);
    }
  }
}

/** Small chunks, of which very many would fit. */
const maxChunks = 256;

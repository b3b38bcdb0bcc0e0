/** Bytes that come in parts, taken in parts of other sizes. */
export class ByteSource {
  readonly #parts: AsyncIterator<Uint8Array>;
  /** What came and was not taken. */
  #rest: Uint8Array = new Uint8Array();
  #isDone = false;
  #taken = 0;

  constructor(parts: AsyncIterable<Uint8Array>) {
    this.#parts = parts[Symbol.asyncIterator]();
  }

  /** Bytes that were taken. */
  get taken(): number {
    return this.#taken;
  }

  /** The next bytes, not taken: so many, unless there are fewer. Valid until the next call. */
  async peek(size: number): Promise<Uint8Array> {
    while (this.#rest.length < size && !this.#isDone) {
      const next = await this.#parts.next();
      if (next.done === true) this.#isDone = true;
      else this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
    return this.#rest.subarray(0, size);
  }

  /** Takes the next bytes: so many at most, none only at the end. */
  async take(most: number): Promise<Uint8Array> {
    if (this.#rest.length === 0) await this.peek(1);
    const bytes = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(bytes.length);
    this.#taken += bytes.length;
    return bytes;
  }

  /** Gives back the last bytes of what was taken last. */
  giveBack(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
    this.#taken -= bytes.length;
  }

  /** Everything that is left. */
  async *all(): AsyncGenerator<Uint8Array> {
    for (let bytes = await this.take(largest); bytes.length > 0; bytes = await this.take(largest)) yield bytes;
  }

  /** Nobody wants the rest. */
  async close(): Promise<void> {
    await this.#parts.return?.();
  }
}

const largest = 1 << 20;

/** What was read by a moment, since the agent's state began. */
export interface ReadBy {
  readonly lines: number;
  readonly bytes: number;
  /** Bytes that were gone before. */
  readonly lostBytes: number;
  /** Unix milliseconds, by the clock here, as the times of the events are. */
  readonly at: number;
}

/**
 * Counts what is read, and finds moments at which that is all there is. Between two of them exactly those lines were read that were written
 * between them, however long the agent was behind.
 */
export class Reading {
  #lines: number;
  #bytes: number;
  #end: ReadBy | undefined;
  #all: ReadBy | undefined;

  constructor(begin: { readonly lines: number; readonly bytes: number }) {
    this.#lines = begin.lines;
    this.#bytes = begin.bytes;
  }

  /** The last such moment; undefined until there is one. */
  get all(): ReadBy | undefined {
    return this.#all;
  }

  read({ lines, bytes }: { readonly lines: number; readonly bytes: number }): void {
    this.#lines += lines;
    this.#bytes += bytes;
  }

  /** All files that are known of were read to their ends. */
  atEnd(at: number, lostBytes: number): void {
    this.#end = { lines: this.#lines, bytes: this.#bytes, lostBytes, at };
  }

  /** The directories were looked at, and held what they held before, or not: then a file may have been there already at the end of the others. */
  looked(isAsBefore: boolean): void {
    if (isAsBefore && this.#end) this.#all = this.#end;
    this.#end = undefined;
  }
}

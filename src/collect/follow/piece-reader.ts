import { isPlainEvent, type LogPiece, type LogReader } from '../../formats/index.ts';
import { countLines, zerosEnd } from './line-ends.ts';

/** What can be sent of a log, up to a place at which reading may go on. */
export interface Cut {
  /** Lines, without zeros: no JSON holds one. */
  readonly bytes: Uint8Array;
  readonly lines: number;
  /** The place, in bytes of the log. */
  readonly end: number;
}

/** Of something that is in pieces, and cannot be cut between them: what is larger is cut all the same. */
const maxOpenBytes = 32 << 20;

const noBytes = new Uint8Array();
const lineFeed = Uint8Array.of(0x0a);

/** Takes the wrappers off what is read of one generation, and cuts it where a body may end. */
export class PieceReader {
  readonly #makeReader: () => LogReader;
  /** Bytes of the log that the reader was not given, all of them before its own, and those that it was. */
  #base: number;
  #fed = 0;
  #reader: LogReader;
  /** Pieces of something that is not whole yet. */
  #open: Uint8Array[] = [];
  #end: number;
  /** What was found in wrappers besides events. */
  readonly otherLogs = new Set<string>();

  constructor(makeReader: () => LogReader, from: number) {
    this.#makeReader = makeReader;
    this.#base = from;
    this.#end = from;
    this.#reader = makeReader();
  }

  /** Whether all that is held back are parts of lines, whose ends may stand in the file that follows. */
  get holdsParts(): boolean {
    return this.#open.length === 0 && this.#reader.holdsParts;
  }

  /** Goes on, at the beginning of its own bytes, with the parts of lines that the reader of the file before holds; that one has none then. */
  takeOver(before: PieceReader): void {
    this.#reader = before.#reader;
    this.#fed = before.#fed;
    this.#base = -before.#fed;
    this.#end = 0;
    before.#beginAt(before.#base + before.#fed);
  }

  /** Takes bytes that follow those before. What is given may be these bytes themselves. A run of zeros ends what stands before it. */
  push(bytes: Uint8Array): Cut {
    let zero = bytes.indexOf(0);
    if (zero < 0) return this.#pushText(bytes);
    const given: Uint8Array[] = [];
    for (let from = 0; from < bytes.length; zero = bytes.indexOf(0, from)) {
      const to = zero < 0 ? bytes.length : zero;
      if (to > from) given.push(this.#pushText(bytes.subarray(from, to)).bytes);
      from = zero < 0 ? to : zerosEnd(bytes, zero);
      if (zero >= 0) given.push(this.#skip(from - zero), lineFeed);
    }
    const text = Buffer.concat(given);
    return { bytes: text, lines: countLines(text), end: this.#end };
  }

  #pushText(bytes: Uint8Array): Cut {
    const lines = this.#isEmpty ? countPlainEvents(bytes) : undefined;
    if (lines !== undefined) {
      this.#base += bytes.length;
      this.#end += bytes.length;
      return { bytes, lines, end: this.#end };
    }
    this.#fed += bytes.length;
    return this.#cut([...this.#reader.push(bytes), ...this.#reader.catchUp()], false);
  }

  /** Gives what is left, whole or not. What comes next begins anew at this place. */
  finish(at: number): Cut {
    const { bytes, lines } = this.#cut(this.#reader.end(), true);
    this.#beginAt(at);
    return { bytes, lines, end: at };
  }

  /** Whether nothing is held back, so that lines that need no reader can go by it. */
  get #isEmpty(): boolean {
    return this.#open.length === 0 && this.#end === this.#base + this.#fed && !this.#reader.holdsParts;
  }

  /** Steps over zeros, and gives what is left of what they end. */
  #skip(zeros: number): Uint8Array {
    const at = this.#base + this.#fed + zeros;
    if (!this.#isEmpty) return this.finish(at).bytes;
    this.#base += zeros;
    this.#end = at;
    return noBytes;
  }

  #beginAt(at: number): void {
    this.#base = at;
    this.#end = at;
    this.#fed = 0;
    this.#reader = this.#makeReader();
  }

  #cut(pieces: readonly LogPiece[], isLast: boolean): Cut {
    const given: Uint8Array[] = [];
    for (const { bytes, end, isOpen } of pieces) {
      this.#open.push(bytes);
      if (isOpen && !isLast && this.#open.reduce((sum, { length }) => sum + length, 0) < maxOpenBytes) continue;
      given.push(...this.#open);
      this.#open = [];
      // What was taken over stands before the first byte.
      this.#end = Math.max(this.#end, this.#base + end);
    }
    for (const { title } of this.#reader.otherLogs) this.otherLogs.add(title);
    const bytes = given.length === 1 ? (given[0] ?? noBytes) : Buffer.concat(given);
    return { bytes, lines: countLines(bytes), end: this.#end };
  }
}

/** The number of lines where each is plainly an event, as nearly all are: then there is nothing to take off, and nothing to copy. */
function countPlainEvents(bytes: Uint8Array): number | undefined {
  let lines = 0;
  for (let from = 0; from < bytes.length; lines += 1) {
    const to = bytes.indexOf(0x0a, from) + 1;
    if (to === 0 || !isPlainEvent(bytes, from, to)) return undefined;
    from = to;
  }
  return lines;
}

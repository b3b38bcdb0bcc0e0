import type { LogReader } from '../../formats/index.ts';
import type { Content } from '../files/content.ts';
import { isMarked, type Mark, markBytes, markOf, noMark } from '../files/mark.ts';
import { PieceReader } from './piece-reader.ts';

/** What a checkpoint holds of a generation. */
export interface GenerationRow {
  /** The file's latest name. */
  readonly path: string;
  /** The file's device and inode. */
  readonly id: string;
  /** How the contents begin. */
  readonly head: Mark;
  /** Up to here everything is with the server. */
  readonly offset: number;
  /** What stands at some place that was read to by then: at the offset, or behind what was held back there. */
  readonly anchor: Mark;
  readonly anchorEnd: number;
  /** The furthest that the contents were seen to go. */
  readonly size: number;
  readonly isDone: boolean;
}

/** A stretch that was given to be sent. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Lines to be sent; none where nothing is. */
  readonly lines: number;
  readonly anchor: Mark;
  readonly anchorEnd: number;
}

export interface GenerationOptions {
  /** On the clock of the follower. */
  readonly now: number;
  /** Makes what takes the wrappers off. */
  readonly makeReader: () => LogReader;
}

/** How a file that begins as a generation does fits in with it. */
export type Fit =
  /** It holds what was read of the generation at its place; `before` is what stands before the position. */
  | { readonly kind: 'continues'; readonly before: Uint8Array }
  /** It ends before what was read: a copy that is still being made, or was cut. */
  | { readonly kind: 'short' }
  | { readonly kind: 'differs' };

/**
 * One run of bytes of a log: what was written between two rotations, under whatever names and in whatever files it is found: renamed, copied,
 * packed. It is told by its contents, its beginning and what stands before the place that was read last; an inode alone says little,
 * since file systems use it again at once.
 */
export class Generation {
  readonly pieces: PieceReader;
  path: string;
  /** Of the file that it is read from. */
  id: string;
  /** Undefined while its file is not open. */
  content: Content | undefined;
  isDone: boolean;
  /** The next byte to read. */
  position: number;
  size: number;
  /** When the contents were last seen to grow, on the clock of the follower. */
  grownAt: number;
  /** Since when its file is missed; undefined while it has one. */
  missedAt: number | undefined;
  /** Whether no name leads to its file any more. */
  isDeleted = false;
  /** Bytes of its file as stored, when that was last looked at. */
  storedSize = -1;
  /** Those at which no whole line stood behind the position: there is nothing to read until they change. */
  emptyAt = -1;
  /** Whether its packing broke off, where it was read to. */
  isCut = false;

  #head: Mark;
  /** The bytes before `position`, as many as a mark has; undefined where only their mark is known. */
  #before: Uint8Array | undefined;
  #anchor: Pick<Stretch, 'anchor' | 'anchorEnd'>;
  /** What is read beyond it and not whole is held back. */
  #given: number;
  #acknowledged: number;
  /** Stretches that were given to be sent, in their order, and those of them that are with the server. */
  readonly #underWay: Stretch[] = [];
  readonly #arrived = new Set<Stretch>();
  /** What was taken over of the one before: parts of lines that arrive with their ends, which stand here. */
  readonly #owed: { readonly generation: Generation; readonly stretch: Stretch }[] = [];

  constructor(row: GenerationRow, { now, makeReader }: GenerationOptions) {
    this.pieces = new PieceReader(makeReader, row.offset);
    this.path = row.path;
    this.id = row.id;
    this.isDone = row.isDone;
    this.position = row.offset;
    this.size = row.size;
    this.grownAt = now;
    this.#head = row.head;
    this.#anchor = row;
    this.#given = row.offset;
    this.#acknowledged = row.offset;
    this.#before = row.offset === 0 ? new Uint8Array() : undefined;
  }

  /** One of which nothing was read yet. */
  static begin({ path, id }: { path: string; id: string }, options: GenerationOptions): Generation {
    const nothing = { head: noMark, offset: 0, anchor: noMark, anchorEnd: 0, size: 0, isDone: false };
    return new Generation({ path, id, ...nothing }, options);
  }

  get row(): GenerationRow {
    const { path, id, size, isDone } = this;
    const { anchor, anchorEnd } = this.#anchor;
    return { path, id, head: this.#head, offset: this.#acknowledged, anchor, anchorEnd, size, isDone };
  }

  /** Up to here everything was given to be sent. */
  get given(): number {
    return this.#given;
  }

  get hasHead(): boolean {
    return this.#head.length > 0;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Bytes that are known of and were not read. */
  get unread(): number {
    return Math.max(0, this.size - this.position);
  }

  /** Whether something of it is on its way to the server. */
  get isSending(): boolean {
    return this.#underWay.length > 0;
  }

  /** The bytes that the file must hold before the position. */
  get before(): Uint8Array {
    return this.#before ?? new Uint8Array();
  }

  /** Whether contents that begin with these bytes, up to a whole mark of them, begin as this generation does. */
  beginsLike(head: Uint8Array): boolean {
    const { length } = this.#head;
    return length > 0 && head.length >= length && isMarked(head.subarray(0, length), this.#head);
  }

  /** Finds out how a file that begins like it fits in. */
  async fit(content: Content): Promise<Fit> {
    const known = this.#before;
    const before = new Uint8Array(known?.length ?? Math.min(this.position, markBytes));
    if ((await content.read(before, this.position - before.length)) < before.length) return { kind: 'short' };
    if (known) return Buffer.compare(before, known) === 0 ? { kind: 'continues', before } : { kind: 'differs' };
    const { anchor, anchorEnd } = this.#anchor;
    const marked = new Uint8Array(anchor.length);
    if ((await content.read(marked, anchorEnd - marked.length)) < marked.length) return { kind: 'short' };
    return isMarked(marked, anchor) ? { kind: 'continues', before } : { kind: 'differs' };
  }

  /** Whether what was read just before the position is still there. */
  async isIntact(content: Content): Promise<boolean> {
    return (await this.fit(content)).kind === 'continues';
  }

  /** Reads on in a file that continues it, as `fit` has found. */
  async attach(
    content: Content,
    file: { readonly path: string; readonly id: string },
    before: Uint8Array,
  ): Promise<void> {
    await this.learnHead(content);
    this.#before = before;
    this.content = content;
    this.path = file.path;
    this.id = file.id;
    this.missedAt = undefined;
    this.isDeleted = false;
    this.emptyAt = -1;
  }

  /** Lets go of its file. */
  async detach(): Promise<void> {
    const { content } = this;
    this.content = undefined;
    await content?.close();
  }

  /** Learns more of how the contents begin, as long as there is more to learn. */
  async learnHead(content: Content): Promise<void> {
    if (this.#head.length >= markBytes) return;
    const bytes = new Uint8Array(markBytes);
    const count = await content.read(bytes, 0);
    if (count > this.#head.length) this.#head = markOf(bytes.subarray(0, count));
  }

  /** Goes on with the parts of lines that the generation before it holds at its end. They are with the server when something from here is. */
  takeOver(before: Generation): void {
    this.pieces.takeOver(before.pieces);
    this.#owed.push({ generation: before, stretch: before.give(before.position, 0) });
  }

  /** The ends of the lines that were taken over have arrived, or will never be read. */
  settleTakenOver(): void {
    for (const { generation, stretch } of this.#owed.splice(0)) generation.settle(stretch);
  }

  /** Moves on behind what was read; `tail` is what stands at its end. */
  advance(to: number, tail: Uint8Array): void {
    // A copy: the bytes are the reader's.
    this.#before = new Uint8Array(tail.subarray(-Math.min(tail.length, markBytes)));
    this.position = to;
    this.size = Math.max(this.size, to);
  }

  /** Gives the stretch up to a place to be sent: it ends where everything before it was given. */
  give(to: number, lines: number): Stretch {
    const stretch = { from: this.#given, to, lines, anchor: markOf(this.before), anchorEnd: this.position };
    this.#given = to;
    this.#underWay.push(stretch);
    return stretch;
  }

  /**
   * A stretch is with the server, or lost for good. Gives those that count as done now: in their order, without a gap. What stands behind a
   * gap is read again after a crash.
   */
  settle(stretch: Stretch): readonly Stretch[] {
    const done: Stretch[] = [];
    this.#arrived.add(stretch);
    for (let [first] = this.#underWay; first && this.#arrived.delete(first); [first] = this.#underWay) {
      this.#underWay.shift();
      this.#acknowledged = first.to;
      this.#anchor = first;
      done.push(first);
    }
    if (this.#acknowledged > 0) this.settleTakenOver();
    return done;
  }
}

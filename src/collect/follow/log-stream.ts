import path from 'node:path';
import type { LogReader } from '../../formats/index.ts';
import { errorCodeOf } from '../../platform/index.ts';
import { type Content, type Damage, openContent } from '../files/content.ts';
import { listLogs, type LogFile } from '../files/list-logs.ts';
import { markBytes } from '../files/mark.ts';
import { NotALog } from '../files/open-log.ts';
import { Generation, type GenerationOptions, type GenerationRow, type Stretch } from './generation.ts';
import { PieceReader } from './piece-reader.ts';

/** Bytes of a log that nobody will ever read. */
export interface Loss {
  readonly path: string;
  /** Where they begin, in unpacked bytes of the file. */
  readonly from: number;
  /** As many as were seen; there may have been more. */
  readonly bytes: number;
  readonly reason: LossReason;
  readonly damage?: Damage;
}

export type LossReason =
  /** The file was deleted before it was read. */
  | 'deleted'
  /** It was truncated before it was read, and no copy was found. */
  | 'truncated'
  /** It was deleted, and kept open until there was no more room for such files. */
  | 'let-go'
  /** It is packed, and the packing breaks off or is damaged. */
  | 'damaged'
  /** A line is longer than the server takes. */
  | 'too-long';

/** What all streams of an agent share. */
export interface StreamHost {
  /** Milliseconds of a clock that nobody sets. */
  readonly now: () => number;
  /** Whether one more file may be kept open. */
  readonly mayOpen: () => boolean;
  /** Makes what takes the wrappers off the lines of one log. */
  readonly makeReader: () => LogReader;
  readonly onLoss: (loss: Loss) => void;
  readonly onNote: (message: string, about: { readonly path: string }) => void;
}

/** How long a file that was rotated must be still before it counts as whole: its writer may have it open yet. */
const settleMs = 30_000;
/** How long a file is missed before it counts as deleted: a rotation has moments in which a name is not there. */
const missedMs = 3000;

/** The log that a stream follows. */
export interface LogOfStream {
  readonly directory: string;
  /** The name of the file that is written to now. */
  readonly live: string;
}

/** A file whose contents are those of a generation that is read elsewhere. */
interface Copy {
  readonly generation: Generation;
  readonly file: LogFile;
}

/** A log with all files of its rotation: which of them is which generation, and what becomes of them. */
export class LogStream {
  readonly directory: string;
  readonly live: string;
  /** The names that were asked for; the rest of a rotation comes with its live name. */
  matched: ReadonlySet<string> = new Set();
  /** Whether this process rotates it: what has another name than the live one is whole. */
  isOurs = false;
  readonly #host: StreamHost;
  /** The oldest first. */
  readonly #generations: Generation[] = [];
  readonly #copies = new Map<string, Copy>();
  /** Files that begin like a generation and are shorter, as they were when that was found, and since when. */
  readonly #short = new Map<string, { readonly file: LogFile; readonly since: number }>();
  /** Files of generations that are done, as they were when that was last looked at. */
  readonly #seen = new Map<string, LogFile>();
  #files: ReadonlyMap<string, LogFile> = new Map();

  constructor(log: LogOfStream, host: StreamHost) {
    this.directory = log.directory;
    this.live = log.live;
    this.#host = host;
  }

  get path(): string {
    return path.join(this.directory, this.live);
  }

  get generations(): readonly Generation[] {
    return this.#generations;
  }

  /** Takes up what a checkpoint holds. */
  restore(rows: readonly GenerationRow[]): void {
    for (const row of rows) this.#generations.push(new Generation(row, this.#forGeneration()));
  }

  /** Looks at the directory: finds files, and tells which generation each is. */
  async scan(): Promise<void> {
    const files = await listLogs(this.directory, this.live);
    const isWhole = this.matched.has(this.live);
    const known = new Set(this.#generations.map(({ id }) => id));
    const ours = files.filter(
      ({ path: file, id }) => isWhole || this.matched.has(path.basename(file)) || known.has(id),
    );
    this.#files = new Map(ours.map((file) => [file.id, file]));
    for (const generation of this.#generations.slice()) await this.#look(generation);
    for (const file of ours)
      if (!this.#isPlaced(file)) await this.#opened(file, (content) => this.#place(file, content));
    for (const generation of this.#generations.slice()) await this.#seek(generation);
    this.#forget();
  }

  /** What is read under this generation's file is something else by now. */
  async replaced(generation: Generation): Promise<void> {
    const { content, id } = generation;
    if (content === undefined) return;
    generation.content = undefined;
    generation.id = '';
    generation.missedAt = this.#host.now();
    const file = { path: generation.path, id };
    this.#host.onNote('the file was truncated or replaced: reading it from its beginning', file);
    await this.#begin(content, file, this.#generations.indexOf(generation) + 1);
    for (const one of this.#generations) await this.#seek(one);
  }

  /** Whether a generation that was read to its end can be taken as whole. */
  isSettled(generation: Generation): boolean {
    const { content } = generation;
    if (content?.isPacked === true && content.damage() === undefined) return true;
    const isStill = this.#host.now() - generation.grownAt >= settleMs;
    if (!isStill && !(this.isOurs && generation.path !== this.path)) return false;
    if (this.#files.get(generation.id)?.isLive === true) return false;
    // A writer that has no other place to write to still has this one.
    return !generation.isDeleted || [...this.#files.values()].some(({ isLive, size }) => isLive && size > 0);
  }

  /**
   * Whether a generation may be read now: before its first byte it takes over the parts of lines that the one before it ends with, and waits for
   * that one's end. To be asked when its file has bytes: then its writer has done with the file before.
   */
  async mayRead(generation: Generation): Promise<boolean> {
    if (generation.position > 0) return true;
    const before = this.#generations[this.#generations.indexOf(generation) - 1];
    if (before === undefined || !this.#leavesParts(before)) return true;
    const isAtEnd = before.unread === 0 && !(await this.guarded(before, () => hasMore(before)));
    if (isAtEnd) generation.takeOver(before);
    return isAtEnd;
  }

  /** Whether a generation ends with parts of lines that the one behind it will go on with. */
  isToBeTakenOver(generation: Generation): boolean {
    const next = this.#generations[this.#generations.indexOf(generation) + 1];
    return next !== undefined && !next.isDone && next.position === 0 && this.#leavesParts(generation);
  }

  #leavesParts({ isDone, pieces, content, id }: Generation): boolean {
    const isWritten = this.#files.get(id)?.isLive === true;
    return !isDone && !isWritten && pieces.holdsParts && content?.damage() === undefined;
  }

  /** Closes a generation that was read to its end. */
  async finish(generation: Generation): Promise<void> {
    const damage = generation.content?.damage();
    if (damage) this.#lost(generation, 'damaged', damage);
    // Bytes that it had are not in the copy that was read.
    else if (generation.unread > 0) this.#lost(generation, 'truncated');
    generation.isCut = damage !== undefined;
    generation.isDone = true;
    const file = this.#files.get(generation.id);
    if (file) this.#seen.set(file.id, file);
    await generation.detach();
  }

  /** Does something with a file that may be gone, closed to us or broken: it is tried again at the next look. */
  async guarded<T>(file: { readonly path: string }, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return undefined;
      if (!(error instanceof NotALog) && errorCodeOf(error) === undefined) throw error;
      const message = error instanceof Error ? error.message : String(error);
      this.#host.onNote(`cannot read it now: ${message}`, file);
      return undefined;
    }
  }

  /** Makes what takes the wrappers off from a place on. */
  readerFrom(at: number): PieceReader {
    return new PieceReader(this.#host.makeReader, at);
  }

  /** Says what was found in wrappers besides events. */
  noteOtherLogs({ path: file, pieces }: Generation): void {
    for (const title of pieces.otherLogs)
      this.#host.onNote(`passed over what is in it besides events: ${title}`, { path: file });
  }

  /** An event, or a part of one, is longer than the server takes. */
  loseEvent({ path: file }: Generation, { from, to }: Stretch): void {
    this.#host.onLoss({ path: file, from, bytes: to - from, reason: 'too-long' });
  }

  /** Gives a generation up. */
  async lose(generation: Generation, reason: LossReason): Promise<void> {
    this.#lost(generation, reason);
    generation.isDone = true;
    generation.settleTakenOver();
    await generation.detach();
  }

  /** Whether something of it was begun and has to be looked for, or is still being copied. */
  isWaiting(): boolean {
    const isSought = ({ isDone, content }: Generation): boolean => !isDone && content === undefined;
    return this.#short.size > 0 || this.#generations.some(isSought);
  }

  /** Files that were read to their end, all of which is with the server. */
  finishedFiles(): readonly string[] {
    const finished = this.#generations.filter(
      ({ isDone, isSending, id }) => isDone && !isSending && this.#files.has(id),
    );
    return finished.map(({ path: file }) => file);
  }

  async close(): Promise<void> {
    for (const generation of this.#generations) await generation.detach();
  }

  #lost({ path: file, position: from, unread: bytes }: Generation, reason: LossReason, damage?: Damage): void {
    this.#host.onLoss({ path: file, from, bytes, reason, ...(damage ? { damage } : {}) });
  }

  /** Whether it is known what a file is. */
  #isPlaced(file: LogFile): boolean {
    if (this.#generations.some(({ id }) => id === file.id)) return true;
    // What is packed into it shows when it is written.
    if (file.size === 0 && !file.isLive) return true;
    const copy = this.#copies.get(file.id);
    if (copy && isUnchanged(copy.file, file)) return true;
    this.#copies.delete(file.id);
    const short = this.#short.get(file.id);
    return short !== undefined && isUnchanged(short.file, file) && this.#host.now() - short.since < settleMs;
  }

  async #look(generation: Generation): Promise<void> {
    const { content } = generation;
    const file = this.#files.get(generation.id);
    if (file) generation.path = file.path;
    if (content !== undefined) await this.guarded(generation, () => this.#lookAtOpen(generation, content));
    else if (file && this.#isChanged(generation, file))
      await this.#opened(file, (found) => this.#lookAtClosed(generation, file, found));
  }

  async #lookAtOpen(generation: Generation, content: Content): Promise<void> {
    const { size, links } = await content.status();
    generation.isDeleted = links === 0;
    if (size === generation.storedSize) return;
    // What has grown may be what came after a truncation.
    if (!content.isPacked && !(await generation.isIntact(content))) return this.replaced(generation);
    generation.grownAt = this.#host.now();
    generation.storedSize = size;
    if (!content.isPacked) generation.size = Math.max(generation.size, size);
  }

  #forGeneration(): GenerationOptions {
    return { now: this.#host.now(), makeReader: this.#host.makeReader };
  }

  #isChanged(generation: Generation, file: LogFile): boolean {
    const seen = this.#seen.get(file.id);
    return !generation.isDone || !seen || !isUnchanged(seen, file);
  }

  /** A file that is known by its inode, and may hold something else by now. Gives whether it is read on. */
  async #lookAtClosed(generation: Generation, file: LogFile, content: Content): Promise<boolean> {
    if (!generation.beginsLike(await headOf(content))) {
      generation.id = '';
      return false;
    }
    // What was packed is whole; to find the place in it takes as long as unpacking it.
    const isRead = generation.isDone && content.isPacked && !generation.isCut;
    const fit = isRead ? undefined : await generation.fit(content);
    if (fit?.kind === 'continues' && (!generation.isDone || file.size > generation.position)) {
      generation.isDone = false;
      await generation.attach(content, file, fit.before);
      return true;
    }
    if (fit === undefined || fit.kind === 'continues') this.#seen.set(file.id, file);
    else generation.id = '';
    return false;
  }

  /** Finds out what a file is that no generation has. Gives whether it is read. */
  async #place(file: LogFile, content: Content): Promise<boolean> {
    const head = await headOf(content);
    let isShort = false;
    for (const generation of this.#generations.filter((one) => one.beginsLike(head))) {
      const fit = isPackedFrom(generation, file, content, head) ? undefined : await generation.fit(content);
      isShort ||= fit?.kind === 'short';
      if (fit && fit.kind !== 'continues') continue;
      const before = this.#files.get(generation.id);
      if (fit === undefined || !isNeeded(generation, file, content)) {
        this.#copies.set(file.id, { generation, file });
        return false;
      }
      if (before) this.#copies.set(before.id, { generation, file: before });
      await generation.detach();
      generation.isDone = false;
      await generation.attach(content, file, fit.before);
      return true;
    }
    if (isShort && this.#isStillShort(file)) return false;
    await this.#begin(content, file);
    return true;
  }

  /** A copy takes its time. One that ends where it is may be something else: what is in it twice is counted once. */
  #isStillShort(file: LogFile): boolean {
    const since = this.#short.get(file.id)?.since ?? this.#host.now();
    this.#short.set(file.id, { file, since });
    return this.#host.now() - since < settleMs;
  }

  async #begin(content: Content, { path: file, id }: { path: string; id: string }, at?: number): Promise<void> {
    const generation = Generation.begin({ path: file, id }, this.#forGeneration());
    this.#generations.splice(at ?? this.#generations.length, 0, generation);
    this.#short.delete(id);
    await generation.attach(content, { path: file, id }, new Uint8Array());
    if (!content.isPacked) generation.size = (await content.status()).size;
  }

  /** Looks for the contents of a generation whose file is gone, among the copies of it; gives it up in the end. */
  async #seek(generation: Generation): Promise<void> {
    if (generation.isDone || generation.content !== undefined || this.#files.has(generation.id)) return;
    generation.missedAt ??= this.#host.now();
    if (!this.#host.mayOpen()) return;
    for (const [id, copy] of this.#copies) {
      if (copy.generation !== generation) continue;
      this.#copies.delete(id);
      if (await this.#opened(copy.file, (content) => this.#adopt(generation, copy.file, content))) return;
    }
    if (this.#host.now() - generation.missedAt < missedMs) return;
    const isTruncated = generation.id === '';
    if (isTruncated && generation.unread === 0) generation.isDone = true;
    else await this.lose(generation, isTruncated ? 'truncated' : 'deleted');
  }

  async #adopt(generation: Generation, file: LogFile, content: Content): Promise<boolean> {
    const fit = generation.beginsLike(await headOf(content)) ? await generation.fit(content) : undefined;
    if (fit?.kind !== 'continues') return false;
    await generation.attach(content, file, fit.before);
    return true;
  }

  /** Opens a file for some work, which says whether it keeps it open. */
  async #opened(file: LogFile, work: (content: Content) => Promise<boolean>): Promise<boolean> {
    if (!this.#host.mayOpen()) return false;
    const isKept = await this.guarded(file, async () => {
      const content = await openContent(file.path);
      let isWanted = false;
      try {
        // Another one may stand there since the directory was read.
        isWanted = (await content.status()).id === file.id && (await work(content));
      } finally {
        if (!isWanted) await content.close();
      }
      return isWanted;
    });
    return isKept ?? false;
  }

  /** Forgets generations that are done and of which no file is left. */
  #forget(): void {
    for (const [id, { file }] of this.#copies) if (!this.#files.has(file.id)) this.#copies.delete(id);
    for (const id of this.#seen.keys()) if (!this.#files.has(id)) this.#seen.delete(id);
    for (const id of this.#short.keys()) if (!this.#files.has(id)) this.#short.delete(id);
    const copied = new Set([...this.#copies.values()].map(({ generation }) => generation));
    for (const generation of this.#generations.filter(({ isDone, isSending }) => isDone && !isSending)) {
      if (this.#files.has(generation.id) || copied.has(generation)) continue;
      this.#generations.splice(this.#generations.indexOf(generation), 1);
    }
  }
}

/** Whether a file is a generation that was packed after it was read. To look for the place in it would take as long as unpacking it. */
function isPackedFrom(generation: Generation, file: LogFile, content: Content, head: Uint8Array): boolean {
  if (!content.isPacked) return false;
  // A whole mark holds an audit id, and no other file has that at the same place.
  if (generation.isDone) return head.length === markBytes;
  return generation.content !== undefined && file.path.startsWith(`${generation.path}.`);
}

/** Whether a file that continues a generation is to be read in place of what that is read from now. */
function isNeeded({ isDone, content, position, size }: Generation, file: LogFile, { isPacked }: Content): boolean {
  if (isPacked) return !isDone && content === undefined;
  return isDone ? file.size > position : content === undefined || file.size > size;
}

/** Whether a file has grown since it was read to its end. */
async function hasMore({ content, position }: Generation): Promise<boolean> {
  return content !== undefined && !content.isPacked && (await content.status()).size > position;
}

function isUnchanged(before: LogFile, now: LogFile): boolean {
  return before.size === now.size && before.modifiedMs === now.modifiedMs;
}

async function headOf(content: Content): Promise<Uint8Array> {
  const head = new Uint8Array(markBytes);
  return head.subarray(0, await content.read(head, 0));
}

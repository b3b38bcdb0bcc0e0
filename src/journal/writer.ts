import { AppError, createMutex, createSignal, type Signal, said } from '../base/index.ts';
import { type Clock, errorCodeOf, type FileLayer, type OpenFile } from '../platform/index.ts';
import type { RecentRecords } from './recent.ts';
import { encodeHead, type PreparedEntry } from './record.ts';
import { createSegment, segmentHeaderLength, type Segment } from './segment.ts';
import type { SegmentList } from './segment-list.ts';
import type { JournalCounts, JournalEntry, JournalRecord, Position } from './types.ts';

/** Bytes written before a sync is started for them: more would keep the first of a group waiting for the last. */
const groupBytes = 32 * 2 ** 20;

/** With so much room a measurement holds for this long: nobody fills a disk that fast. */
const plentyBytes = 2 ** 30;
const measuredForMs = 100;

export interface WriterOptions {
  readonly clock: Clock;
  readonly files: FileLayer;
  readonly directory: string;
  readonly id: string;
  readonly mark: Buffer;
  readonly segments: SegmentList;
  readonly segmentBytes: number;
  readonly limitBytes: number;
  readonly reserveBytes: number;
  readonly recent: RecentRecords;
  /** Notified when records became durable. */
  readonly grown: Signal;
  /** What the limit is counted from. */
  readonly checkpoint: () => Position;
}

type WriterCounts = Omit<JournalCounts, 'corruptions' | 'removeFailures'>;

interface Waiting {
  readonly prepared: PreparedEntry;
  readonly resolve: (position: Position) => void;
  readonly reject: (error: AppError) => void;
}

interface Written extends Waiting {
  readonly position: Position;
}

interface Active {
  readonly segment: Segment;
  readonly file: OpenFile;
  /** The directory has the segment's name on disk. */
  isNamed: boolean;
  /** Bytes that could not be cut off stand behind the end: nothing more is written here. */
  isSpoiled: boolean;
}

interface End {
  readonly position: Position;
  readonly events: number;
}

/**
 * Appends by group commit. Writing and syncing are two loops: while one group is being synced the next is written, and
 * one fdatasync acknowledges all that were written before it began. Whoever changes the active segment holds the mutex.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #mutex = createMutex();
  readonly #idle = createSignal();
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #unsynced: Written[] = [];
  #active: Active | undefined;
  #written: End;
  #durable: End;
  #measured = { at: Number.NEGATIVE_INFINITY, room: 0 };
  #isWriting = false;
  #isSyncing = false;
  #isClosed = false;
  #counts = { appendedRecords: 0, appendedBytes: 0, syncs: 0, refused: 0, writeFailures: 0, syncFailures: 0 };

  constructor(options: WriterOptions, end: End) {
    this.#options = options;
    this.#written = end;
    this.#durable = end;
  }

  get durable(): End {
    return this.#durable;
  }

  get counts(): WriterCounts {
    return this.#counts;
  }

  /** Resolves when the entry is on disk; see `Journal.append`. */
  append(prepared: PreparedEntry): Promise<Position> {
    const refusal = this.#refusal(prepared.length);
    if (refusal !== undefined) {
      this.#counts.refused += 1;
      return Promise.reject(refusal);
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ prepared, resolve, reject });
      this.#queuedBytes += prepared.length;
      void this.#writeQueue();
    });
  }

  /** Rejects as an append of a record of so many bytes would. */
  async ensureRoom(bytes: number): Promise<void> {
    const refusal = this.#refusal(bytes) ?? ((await this.#room()) < bytes ? reserveReached() : undefined);
    if (refusal === undefined) return;
    this.#counts.refused += 1;
    throw refusal;
  }

  /** Settles what was appended, then gives the file back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#isWriting || this.#isSyncing) await this.#idle.wait();
    await this.#mutex.run(() => this.#leaveSegment());
  }

  #refusal(bytes: number): AppError | undefined {
    const { limitBytes, checkpoint } = this.#options;
    if (this.#isClosed) return new AppError('journal-unavailable', said`cannot append to the journal: it is closed`);
    if (bytes > limitBytes)
      return new AppError('too-large', said`cannot keep ${bytes} bytes: the journal's limit is ${limitBytes}`);
    const waiting = this.#written.position - checkpoint() + this.#queuedBytes;
    if (waiting + bytes > limitBytes)
      return new AppError(
        'journal-full',
        said`cannot keep ${bytes} bytes: ${waiting} of ${limitBytes} wait to be stored`,
      );
    return undefined;
  }

  /** Bytes that may be written before the reserve is reached. Where that is far away it is not asked for each time. */
  async #room(): Promise<number> {
    const { clock, directory, files, reserveBytes } = this.#options;
    const isLately = clock.now() - this.#measured.at < measuredForMs && this.#measured.room > plentyBytes;
    if (!isLately) this.#measured = { at: clock.now(), room: (await files.freeBytes(directory)) - reserveBytes };
    return this.#measured.room;
  }

  async #writeQueue(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#queue.length > 0) {
      if (this.#mustRoll()) await this.#roll();
      await this.#mutex.run(() => this.#writeGroup());
    }
    this.#isWriting = false;
    this.#idle.notify();
  }

  #mustRoll(): boolean {
    const next = this.#queue[0];
    if (this.#active === undefined || next === undefined) return false;
    return this.#active.isSpoiled || !this.#fits(this.#active.segment.base, this.#written.position, next);
  }

  #fits(base: Position, at: Position, { prepared }: Waiting): boolean {
    const length = at - base;
    return length <= segmentHeaderLength || length + prepared.length <= this.#options.segmentBytes;
  }

  /** A new segment is begun only when everything in the last one is on disk, so segments are durable in their order. */
  async #roll(): Promise<void> {
    while (this.#isSyncing) await this.#idle.wait();
    await this.#mutex.run(() => this.#abandon());
  }

  async #leaveSegment(): Promise<void> {
    const file = this.#active?.file;
    this.#active = undefined;
    // What was acknowledged is synced; an error of close has nothing to say about it.
    await file?.close().catch(() => undefined);
  }

  async #writeGroup(): Promise<void> {
    const before = this.#written;
    let group: Waiting[] = [];
    try {
      group = this.#take(await this.#room());
      if (group.length > 0) await this.#write(group);
    } catch (error) {
      this.#counts.writeFailures += 1;
      await this.#cut(before);
      // Without a group the free space could not be read: then nobody in the queue can be served.
      for (const waiting of group.length > 0 ? group : this.#dequeue(this.#queue.length))
        waiting.reject(refused(error));
      return;
    }
    void this.#syncWritten();
  }

  /** Takes what the group, the segment and the free space have room for, and refuses what would touch the reserve. */
  #take(room: number): Waiting[] {
    const group: Waiting[] = [];
    const base = this.#active?.segment.base ?? this.#written.position;
    let bytes = 0;
    while (bytes < groupBytes) {
      const next = this.#queue[0];
      if (next === undefined || !this.#fits(base, this.#written.position + bytes, next)) break;
      this.#dequeue(1);
      if (bytes + next.prepared.length > room) {
        this.#counts.refused += 1;
        next.reject(reserveReached());
        continue;
      }
      bytes += next.prepared.length;
      group.push(next);
    }
    return group;
  }

  #dequeue(count: number): Waiting[] {
    const taken = this.#queue.splice(0, count);
    for (const { prepared } of taken) this.#queuedBytes -= prepared.length;
    return taken;
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const active = this.#active ?? (await this.#begin());
    const chunks: Uint8Array[] = [];
    const written: Written[] = [];
    const from = this.#written.position;
    let { position, events } = this.#written;
    for (const waiting of group) {
      chunks.push(
        encodeHead(this.#options.mark, waiting.prepared, position, events),
        ...waiting.prepared.entry.payload,
      );
      written.push({ ...waiting, position });
      position += waiting.prepared.length;
      events += waiting.prepared.entry.eventCount;
    }
    await active.file.write(chunks, from - active.segment.base);
    this.#written = { position, events };
    this.#unsynced.push(...written);
  }

  async #begin(): Promise<Active> {
    const { files, directory, id, segments } = this.#options;
    const { segment, file } = await createSegment(files, directory, id, this.#written.position);
    segments.add(segment);
    this.#active = { segment, file, isNamed: false, isSpoiled: false };
    this.#written = { ...this.#written, position: segment.base + segmentHeaderLength };
    return this.#active;
  }

  /** Takes back a write that failed. */
  async #cut(end: End): Promise<void> {
    const active = this.#active;
    if (active === undefined) return;
    this.#written = { events: end.events, position: Math.max(end.position, active.segment.base + segmentHeaderLength) };
    try {
      await active.file.truncate(this.#written.position - active.segment.base);
    } catch {
      active.isSpoiled = true;
    }
  }

  async #syncWritten(): Promise<void> {
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    while (this.#unsynced.length > 0) {
      const group = this.#unsynced.splice(0);
      try {
        await this.#sync();
        this.#acknowledge(group);
      } catch {
        this.#counts.syncFailures += 1;
        await this.#mutex.run(() => this.#rescue([...group, ...this.#unsynced.splice(0)]));
      }
    }
    this.#isSyncing = false;
    this.#idle.notify();
  }

  async #sync(): Promise<void> {
    const active = this.#active;
    if (active === undefined) return;
    await active.file.datasync();
    if (!active.isNamed) await this.#options.files.syncDirectory(this.#options.directory);
    active.isNamed = true;
    this.#counts.syncs += 1;
  }

  /**
   * After a failed sync the kernel may count lost pages as clean, so this file is never synced again: what is not yet
   * acknowledged is written once more into a new segment that begins where the last acknowledged record ends.
   */
  async #rescue(unacknowledged: readonly Written[]): Promise<void> {
    await this.#abandon();
    try {
      await this.#write(unacknowledged);
      await this.#sync();
      this.#acknowledge(this.#unsynced.splice(0));
    } catch (error) {
      this.#unsynced = [];
      await this.#abandon();
      for (const waiting of unacknowledged) waiting.reject(refused(error));
    }
  }

  /** Leaves the segment; the next one begins where the last acknowledged record ends, so the bases never go back. */
  async #abandon(): Promise<void> {
    await this.#leaveSegment();
    this.#written = this.#durable;
  }

  /** Keeps a payload that is one buffer, as it is when it is read back. */
  #keep(entry: JournalEntry, place: Pick<JournalRecord, 'position' | 'next' | 'eventsBefore'>): void {
    const [payload, ...more] = entry.payload;
    if (Buffer.isBuffer(payload) && more.length === 0) this.#options.recent.add({ ...entry, ...place, payload });
  }

  #acknowledge(group: readonly Written[]): void {
    for (const { prepared, position, resolve } of group) {
      const next = position + prepared.length;
      const eventsBefore = this.#durable.events;
      this.#durable = { position: next, events: eventsBefore + prepared.entry.eventCount };
      this.#keep(prepared.entry, { position, next, eventsBefore });
      this.#counts.appendedRecords += 1;
      this.#counts.appendedBytes += prepared.length;
      resolve(position);
    }
    this.#options.grown.notify();
  }
}

function reserveReached(): AppError {
  return new AppError('journal-full', said`cannot append to the journal: the free space is down to the reserve`);
}

function refused(cause: unknown): AppError {
  const isFull = ['ENOSPC', 'EDQUOT'].includes(errorCodeOf(cause) ?? '');
  return isFull
    ? new AppError('journal-full', said`cannot append to the journal: the disk is full`, { cause })
    : new AppError('journal-unavailable', said`cannot append to the journal: the disk failed`, { cause });
}

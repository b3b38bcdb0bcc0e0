import type { Clock, FileLayer } from '../platform/index.ts';

/**
 * A place in the journal: bytes since its beginning, over all segments, so positions order records and their
 * difference is a size. Positions are never used twice for what was once readable.
 */
export type Position = number;

/** What the receiver hands over. The journal looks into none of it. */
export interface JournalEntry {
  /** The cluster's id, never its name. At most 255 bytes of UTF-8. */
  readonly clusterId: string;
  /** Microseconds since the Unix epoch. */
  readonly receivedAtMicros: number;
  /** The writer's own word for the format of the payload, 0 to 255. */
  readonly kind: number;
  /** The writer's own flags, 0 to 255. */
  readonly flags: number;
  /** A short text of the writer's own, such as the key that an import's outcome is kept by. At most 1,024 bytes. */
  readonly tag: string;
  readonly eventCount: number;
  /** Opaque bytes, up to 1 GiB together. They are not copied, and readers are given them: leave them alone. */
  readonly payload: readonly Uint8Array[];
}

/** What is read back. */
export interface JournalRecord extends Omit<JournalEntry, 'payload'> {
  readonly position: Position;
  /** Where the next record may begin: what a checkpoint after this record is given. */
  readonly next: Position;
  /** Events appended to this journal before this record, ever: the record's first event has this ordinal. */
  readonly eventsBefore: number;
  readonly payload: Buffer;
}

/** A stretch of the journal that cannot be read. Everything after it still is. */
export interface Corruption {
  readonly from: Position;
  readonly to: Position;
  readonly reason: string;
  /** Where the bytes were copied to; undefined where there were none. */
  readonly quarantine: string | undefined;
}

export interface JournalOptions {
  /** Made when missing. One process at a time has it. */
  readonly directory: string;
  readonly files: FileLayer;
  readonly clock: Clock;
  /** A segment is closed once it has this many bytes; a bigger record has a segment of its own. */
  readonly segmentBytes: number;
  /** Bytes that may wait for the checkpoint before appends are refused. */
  readonly limitBytes: number;
  /** Bytes of the file system that are left free for everything else. */
  readonly reserveBytes: number;
  /** Called for each stretch that is met, once in the life of this journal object. It must not throw. */
  readonly onCorrupt: (corruption: Corruption) => void;
}

export interface ReadOptions {
  /** Waits for further records at the end instead of ending. Default false. */
  readonly follow?: boolean;
  /** Ends the reading quietly. */
  readonly signal?: AbortSignal;
}

export interface Pending {
  readonly events: number;
  readonly bytes: number;
}

/** Counted since the journal was opened. */
export interface JournalCounts {
  readonly appendedRecords: number;
  readonly appendedBytes: number;
  readonly syncs: number;
  readonly refused: number;
  readonly writeFailures: number;
  readonly syncFailures: number;
  /** Checkpoints after which a segment could not be removed; it goes with a later one. */
  readonly removeFailures: number;
  readonly corruptions: number;
}

/**
 * The write-ahead log. Order of the records is the order of the appends; all methods may be called at any time
 * and together, but one reader at a time moves the checkpoint.
 */
export interface Journal {
  /** Random, 16 hexadecimal digits, kept as long as the directory: part of every deduplication token. */
  readonly id: string;
  /**
   * Resolves with the record's position after it is on disk (one fdatasync may serve many appends). Rejects with AppError:
   * `journal-full` when the limit or the reserve is reached, `journal-unavailable` when the disk fails or the journal is
   * closed, `too-large` for what can never fit. What was rejected may still be read back after a crash.
   */
  append(entry: JournalEntry): Promise<Position>;
  /** Rejects as an append of so many payload bytes would now: for refusing a body before it is read. */
  ensureRoom(bytes: number): Promise<void>;
  /**
   * The records from a position on, in order, up to `durableEnd`: nothing is given that is not on disk. A position before
   * the oldest segment starts there. Holds one record, or a megabyte of small ones, in memory.
   */
  read(from: Position, options?: ReadOptions): AsyncGenerator<JournalRecord, void, undefined>;
  /**
   * Resolves when it is on disk that everything before the position is done with; clears the plan in the same write;
   * then removes whole segments before it. A position before the checkpoint is a bug.
   */
  checkpoint(position: Position): Promise<void>;
  /** Where reading begins after a restart. */
  checkpointPosition(): Position;
  /** Keeps a small opaque blob on disk until the next checkpoint or plan; resolves when it is there. */
  writePlan(plan: Uint8Array): Promise<void>;
  /** The plan that was not yet cleared by a checkpoint. */
  readPlan(): Uint8Array | undefined;
  /** What lies between the checkpoint and `durableEnd`. */
  pending(): Pending;
  /** The end of what is on disk: the `next` of the last acknowledged record. */
  durableEnd(): Position;
  /** `receivedAtMicros` of the record that was appended last, in whichever life of the journal and whatever became of it; 0 before the first. */
  lastReceiptMicros(): number;
  counts(): JournalCounts;
  /** Refuses new appends, settles those under way, ends the readers and gives the directory back. */
  close(): Promise<void>;
}

import type { JournalRecord, Position } from './types.ts';

/** Payload bytes that are kept. */
const limitBytes = 64 << 20;

/**
 * Records that are on disk and not yet read, so that who follows close behind reads no file. When there is no room for more, the
 * earlier ones stay: they are asked for first.
 */
export class RecentRecords {
  readonly #records = new Map<Position, JournalRecord>();
  #bytes = 0;

  add(record: JournalRecord): void {
    if (this.#bytes + record.payload.length > limitBytes) return;
    this.#records.set(record.position, record);
    this.#bytes += record.payload.length;
  }

  has(position: Position): boolean {
    return this.#records.has(position);
  }

  /** Gives the record at a position away, if it is here. */
  take(position: Position): JournalRecord | undefined {
    const record = this.#records.get(position);
    if (record) this.#forget(record);
    return record;
  }

  /** Nobody asks any more for what is before a position. */
  forgetBefore(position: Position): void {
    for (const record of this.#records.values()) {
      if (record.position >= position) return;
      this.#forget(record);
    }
  }

  #forget(record: JournalRecord): void {
    this.#records.delete(record.position);
    this.#bytes -= record.payload.length;
  }
}

import type { Journal, JournalRecord } from '../journal/index.ts';
import { type Batch, BatchEncoder } from './batch.ts';
import { EventEncoder } from './event-encoder.ts';
import type { Plan } from './plan.ts';

/** A block of this size is written fast and held in memory easily (50,000 to 100,000 rows was measured best). */
const maxBatchEvents = 50_000;
const maxBatchBytes = 96 << 20;

/** Cuts the journal into batches. */
export interface Gatherer {
  /**
   * The next batch: at least one record, waiting for it if need be; then what else there is until `notBefore` settles or the
   * batch is full. A plan's batch has just the plan's records. Undefined at the end of reading.
   */
  next(plan: Plan | undefined, notBefore: Promise<unknown>): Promise<Batch | undefined>;
  /** Gives back the segment that is open; a `next` under way is waited for. */
  close(): Promise<void>;
}

/** Reads from the journal's checkpoint on until the signal. */
export function createGatherer(journal: Journal, signal: AbortSignal): Gatherer {
  const records = journal.read(journal.checkpointPosition(), { follow: true, signal });
  const encoder = new EventEncoder();
  let ahead: Promise<IteratorResult<JournalRecord, void>> | undefined;

  async function nextRecord(until?: Promise<unknown>): Promise<JournalRecord | undefined> {
    ahead ??= records.next();
    const first = until ? await Promise.race([ahead, until.then(() => undefined)]) : await ahead;
    if (first === undefined) return undefined;
    ahead = undefined;
    return first.done === true ? undefined : first.value;
  }

  return {
    async next(plan, notBefore) {
      let record = await nextRecord();
      if (!record) return undefined;
      const batch = new BatchEncoder(encoder);
      for (; record; record = await nextRecord(plan ? undefined : notBefore)) {
        await batch.add(record);
        const isFull = plan
          ? record.next >= plan.next
          : batch.events >= maxBatchEvents || batch.payloadBytes >= maxBatchBytes;
        if (isFull) break;
      }
      return batch.finish();
    },
    async close() {
      await records.return();
    },
  };
}

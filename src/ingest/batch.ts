import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { releaseMemory } from '../base/index.ts';
import type { IdentityList, UnreadableReason } from '../audit/index.ts';
import type { JournalRecord, Position } from '../journal/index.ts';
import type { BatchExtent } from '../store/index.ts';
import type { Candidate } from './decide.ts';
import { EventEncoder, releaseEvents, takeEncoding } from './event-encoder.ts';
import { framesOf } from './frames.ts';

/** Where an event stands: which record of the batch, and where in its payload. */
export interface Source {
  readonly record: number;
  readonly from: number;
  readonly to: number;
}

/** Records of the journal that are indexed together, in order, as rows. Index of an event: its place among all of them. */
export interface Batch {
  readonly records: readonly JournalRecord[];
  /** Where the next batch begins. */
  readonly next: Position;
  readonly identities: IdentityList;
  /** All events as a block. */
  readonly block: Uint8Array;
  readonly extent: BatchExtent;
  /** Where in the batch each event stands. */
  readonly sources: readonly Source[];
  /** Events that have no row. */
  readonly unreadable: readonly (Source & { readonly reason: UnreadableReason })[];
}

/** Events read in one go, some milliseconds of work: whoever waits for an answer of the server waits that long. */
const eventsInOneGo = 200;

/** Puts records together, one after the other. The result depends on the records alone, so a replay makes the same. */
export class BatchEncoder {
  readonly #encoder: EventEncoder;
  readonly #records: JournalRecord[] = [];
  readonly #sources: Source[] = [];
  readonly #unreadable: (Source & { readonly reason: UnreadableReason })[] = [];
  #payloadBytes = 0;

  /** The encoder is the batch's until `finish`: one batch after another uses it, so that its memory is not made anew for each. */
  constructor(encoder: EventEncoder) {
    this.#encoder = encoder;
    encoder.reset();
  }

  get events(): number {
    return this.#encoder.events;
  }

  get payloadBytes(): number {
    return this.#payloadBytes;
  }

  /** Adds a record. Resolves when it is read; nothing else may be called until then. */
  async add(record: JournalRecord): Promise<void> {
    const index = this.#records.push(record) - 1;
    this.#payloadBytes += record.payload.length;
    const known = takeEncoding(record.payload);
    if (known) {
      this.#encoder.append(known);
      releaseEvents(known);
      for (const { from, to } of framesOf(record.payload)) this.#sources.push({ record: index, from, to });
    } else await this.#read(record, index);
    await yieldToOthers();
  }

  async #read(record: JournalRecord, index: number): Promise<void> {
    let events = 0;
    for (const { from, to } of framesOf(record.payload)) {
      const source = { record: index, from, to };
      const reason = this.#encoder.read(record.payload, from, to, record);
      // The receiver journals only what can be read; should the two ever disagree, the event is rejected, and the indexer goes on.
      if (reason) this.#unreadable.push({ ...source, reason });
      else this.#sources.push(source);
      events += 1;
      if (events % eventsInOneGo === 0) await yieldToOthers();
    }
  }

  /** The batch of the records so far. Nothing may be added afterwards. */
  finish(): Batch {
    const { block, identities, fromMicros, toMicros } = this.#encoder.finish();
    return {
      records: this.#records,
      next: this.#records.at(-1)?.next ?? 0,
      identities,
      block: block.bytes,
      extent: {
        clusterIds: [...new Set(this.#records.map(({ clusterId }) => clusterId))],
        fromMicros,
        toMicros,
        auditIds: this.#encoder.auditIds(),
      },
      sources: this.#sources,
      unreadable: this.#unreadable,
    };
  }
}

/** Gives the memory of a batch back that is applied: nobody looks at its records any more. */
export function releaseBatch({ records, block, identities, extent }: Batch): void {
  for (const { payload } of records) releaseMemory(payload);
  releaseMemory(block);
  releaseMemory(extent.auditIds);
  identities.release();
}

/** The block of the events that are chosen; undefined where none is. Seldom is it neither all nor none: they are then read once more. */
export async function blockOf({ block, records, sources }: Batch, chosen: Uint8Array): Promise<Uint8Array | undefined> {
  if (!chosen.includes(1)) return undefined;
  if (!chosen.includes(0)) return block;
  const encoder = new EventEncoder();
  for (const [index, { record, from, to }] of sources.entries()) {
    const origin = records[record];
    if (chosen[index] !== 1 || !origin) continue;
    encoder.read(origin.payload, from, to, origin);
    if (encoder.events % eventsInOneGo === 0) await yieldToOthers();
  }
  return encoder.finish().block.bytes;
}

/** The events as they are decided about. */
export function candidatesOf({ identities, records, sources }: Batch): readonly Candidate[] {
  return sources.map(({ record }, index) => ({
    key: `${records[record]?.clusterId ?? ''}\u00ff${identities.textAt(index)}`,
    isTruncated: identities.isTruncatedAt(index),
  }));
}

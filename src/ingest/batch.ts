import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  BlockWriter,
  encodeClusterId,
  type EncodedClusterId,
  EventReader,
  IdentityReader,
  type UnreadableReason,
} from '../audit/index.ts';
import type { JournalRecord, Position } from '../journal/index.ts';
import type { BatchExtent } from '../store/index.ts';
import type { Candidate } from './decide.ts';
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
  readonly candidates: readonly Candidate[];
  /** All events as a block. */
  readonly block: Uint8Array;
  readonly extent: BatchExtent;
  /** Where in the batch each event stands. */
  readonly sources: readonly Source[];
  /** Events that have no row. */
  readonly unreadable: readonly (Source & { readonly reason: UnreadableReason })[];
}

/** Where the twin of an event without a time of its own is looked for: it was filed under another receipt. */
const anyTime = { fromMicros: 0, toMicros: Date.UTC(2200, 0, 1) * 1000 } as const;

/** Events read in one go, some milliseconds of work: the receiver shares the thread and has somebody waiting. */
const eventsInOneGo = 200;

/** Reads records into rows, one after the other. The result depends on the records alone, so a replay makes the same. */
export class BatchEncoder {
  readonly #reader = new EventReader();
  readonly #identities = new IdentityReader();
  readonly #writer: BlockWriter;
  readonly #clusters = new Map<string, EncodedClusterId>();
  readonly #records: JournalRecord[] = [];
  readonly #candidates: Candidate[] = [];
  readonly #sources: Source[] = [];
  readonly #unreadable: (Source & { readonly reason: UnreadableReason })[] = [];
  #fromMicros = Number.POSITIVE_INFINITY;
  #toMicros = Number.NEGATIVE_INFINITY;
  #payloadBytes = 0;

  /** The writer is the encoder's until `finish`: one after another use it, so that its memory is not made anew for each batch. */
  constructor(writer: BlockWriter) {
    this.#writer = writer;
    writer.reset();
  }

  get events(): number {
    return this.#candidates.length;
  }

  get payloadBytes(): number {
    return this.#payloadBytes;
  }

  /** Adds a record. Resolves when it is read; nothing else may be called until then. */
  async add(record: JournalRecord): Promise<void> {
    const { payload, clusterId } = record;
    const index = this.#records.push(record) - 1;
    this.#payloadBytes += payload.length;
    const cluster = this.#clusters.get(clusterId) ?? encodeClusterId(clusterId);
    this.#clusters.set(clusterId, cluster);
    let events = 0;
    for (const { from, to } of framesOf(payload)) {
      this.#read(record, { record: index, from, to }, cluster);
      events += 1;
      if (events % eventsInOneGo === 0) await yieldToOthers();
    }
    await yieldToOthers();
  }

  #read({ payload, clusterId, receivedAtMicros }: JournalRecord, source: Source, cluster: EncodedClusterId): void {
    const reason = this.#reader.read(payload, source.from, source.to, receivedAtMicros);
    // The receiver journals only what can be read; should the two ever disagree, the event is buried, not the indexer.
    if (reason) {
      this.#unreadable.push({ ...source, reason });
      return;
    }
    const { row } = this.#reader;
    this.#writer.write(row, cluster);
    this.#fromMicros = Math.min(this.#fromMicros, row.hasOwnTime ? row.time : anyTime.fromMicros);
    this.#toMicros = Math.max(this.#toMicros, row.hasOwnTime ? row.time : anyTime.toMicros);
    const key = `${clusterId}\u00ff${this.#identities.identityOf(row)}`;
    this.#candidates.push({ key, isTruncated: row.isTruncated });
    this.#sources.push(source);
  }

  /** The batch of the records so far. Nothing may be added afterwards. */
  finish(): Batch {
    return {
      records: this.#records,
      next: this.#records.at(-1)?.next ?? 0,
      candidates: this.#candidates,
      block: this.#writer.finish(),
      extent: {
        clusterIds: [...this.#clusters.keys()],
        fromMicros: this.#fromMicros,
        toMicros: this.#toMicros,
        auditIds: this.#writer.auditIds(),
      },
      sources: this.#sources,
      unreadable: this.#unreadable,
    };
  }
}

/** The block of the events that are chosen; empty where none is. Seldom is it neither all nor none: they are then read once more. */
export async function blockOf({ block, records, sources }: Batch, chosen: Uint8Array): Promise<Uint8Array> {
  if (chosen.every((one) => one === 1)) return block;
  const reader = new EventReader();
  const writer = new BlockWriter();
  for (const [index, { record, from, to }] of sources.entries()) {
    const source = records[record];
    if (chosen[index] !== 1 || !source) continue;
    reader.read(source.payload, from, to, source.receivedAtMicros);
    writer.write(reader.row, encodeClusterId(source.clusterId));
    if (writer.rows % eventsInOneGo === 0) await yieldToOthers();
  }
  return writer.finish();
}

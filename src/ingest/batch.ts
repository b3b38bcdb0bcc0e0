import { encodeClusterId, EventReader, IdentityReader, RowWriter, type UnreadableReason } from '../audit/index.ts';
import type { JournalRecord, Position } from '../journal/index.ts';
import type { BatchExtent } from '../store/index.ts';
import type { Candidate } from './decide.ts';
import { framesOf } from './frames.ts';

/** The records of the journal that are indexed together, in order. */
export interface Batch {
  readonly records: readonly JournalRecord[];
  readonly next: Position;
}

/** Where an event stands: which record of the batch, and where in its payload. */
export interface Source {
  readonly record: number;
  readonly from: number;
  readonly to: number;
}

/** A batch as rows. Index of an event: its place among all events of the batch. */
export interface EncodedBatch {
  readonly candidates: readonly Candidate[];
  /** All rows, one behind the other, and where each begins; one more entry than rows. */
  readonly rows: Uint8Array;
  readonly offsets: Float64Array;
  readonly extent: BatchExtent;
  /** Where in the batch each event stands. */
  readonly sources: readonly Source[];
  /** Events that have no row. */
  readonly unreadable: readonly (Source & { readonly reason: UnreadableReason })[];
}

/** Where the twin of an event without a time of its own is looked for: it was filed under another receipt. */
const anyTime = { fromMicros: 0, toMicros: Date.UTC(2200, 0, 1) * 1000 } as const;

/** Reads a batch's events into rows. The result depends on the records alone, so a replay makes the same. */
export function encodeBatch({ records }: Batch): EncodedBatch {
  const reader = new EventReader();
  const identities = new IdentityReader();
  const writer = new RowWriter();
  const ids = new RowWriter(1 << 16);
  const candidates: Candidate[] = [];
  const sources: Source[] = [];
  const unreadable: (Source & { reason: UnreadableReason })[] = [];
  const offsets: number[] = [0];
  const clusters = new Map<string, Uint8Array>();
  let fromMicros = Number.POSITIVE_INFINITY;
  let toMicros = Number.NEGATIVE_INFINITY;
  for (const [record, { payload, clusterId, receivedAtMicros }] of records.entries()) {
    const cluster = clusters.get(clusterId) ?? encodeClusterId(clusterId);
    clusters.set(clusterId, cluster);
    for (const { from, to } of framesOf(payload)) {
      const reason = reader.read(payload, from, to, receivedAtMicros);
      // The receiver journals only what can be read; should the two ever disagree, the event is buried, not the indexer.
      if (reason) {
        unreadable.push({ record, from, to, reason });
        continue;
      }
      const { row } = reader;
      writer.write(row, cluster);
      ids.writeAuditId(row);
      fromMicros = Math.min(fromMicros, row.hasOwnTime ? row.time : anyTime.fromMicros);
      toMicros = Math.max(toMicros, row.hasOwnTime ? row.time : anyTime.toMicros);
      candidates.push({ key: `${clusterId}\u00ff${identities.identityOf(row)}`, isTruncated: row.isTruncated });
      sources.push({ record, from, to });
      offsets.push(writer.length);
    }
  }
  return {
    candidates,
    rows: writer.bytes.subarray(0, writer.length),
    offsets: Float64Array.from(offsets),
    extent: { clusterIds: [...clusters.keys()], fromMicros, toMicros, auditIds: ids.bytes.subarray(0, ids.length) },
    sources,
    unreadable,
  };
}

/** The rows of the events that are chosen, one behind the other. */
export function chooseRows({ rows, offsets }: EncodedBatch, chosen: Uint8Array): Uint8Array {
  if (chosen.every((one) => one === 1)) return rows;
  let size = 0;
  for (let index = 0; index < chosen.length; index += 1) {
    if (chosen[index] === 1) size += (offsets[index + 1] as number) - (offsets[index] as number);
  }
  const result = new Uint8Array(size);
  let at = 0;
  for (let index = 0; index < chosen.length; index += 1) {
    if (chosen[index] !== 1) continue;
    const row = rows.subarray(offsets[index], offsets[index + 1]);
    result.set(row, at);
    at += row.length;
  }
  return result;
}

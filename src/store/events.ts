import { type ColumnName, IdentityReader, RowReader } from '../audit/index.ts';
import type { Semaphore } from '../base/index.ts';
import type { Engine } from '../engine/index.ts';
import { rowHash } from './row-hash.ts';

/** What the store holds of an event that came again. */
export interface StoredTwin {
  readonly isTruncated: boolean;
  /** When the truncated one was received, where there is one; it may be there beside the whole one. */
  readonly truncatedReceivedAtMicros: number | undefined;
  /** Tells this row from all others, for `deleteTruncated`. */
  readonly key: string;
}

/** Where a batch's events lie. Times in microseconds, both ends included. */
export interface BatchExtent {
  readonly clusterIds: readonly string[];
  readonly fromMicros: number;
  readonly toMicros: number;
  /** Audit ids of the events, as RowBinary of UUIDs. */
  readonly auditIds: Uint8Array;
}

/** The write side of the table of events. One indexer a store calls it. */
export interface EventWriter {
  /** The events of the store that have the audit ids of a batch, by cluster id and identity with U+00FF between them. */
  findTwins(extent: BatchExtent): Promise<ReadonlyMap<string, StoredTwin>>;
  /** The latest time of receipt of any event up to a moment; 0 where there is none. */
  lastReceiptMicros(upToMicros: number): Promise<number>;
  /** Inserts the rows of a block of `BlockWriter`; a repeated token with equal rows adds nothing. Resolves when they are on disk. */
  insert(block: Uint8Array, token: string): Promise<void>;
  /** Removes truncated events that whole ones took the place of. */
  deleteTruncated(clusterId: string, keys: readonly string[]): Promise<void>;
}

const isTruncated = `position(annotations, '"audit.k8s.io/truncated":"true"') > 0`;
/** The columns that the identity of an event is made of (audit/identity.ts), and where the event lies. */
const twinColumns = [
  'cluster_id',
  'received_at',
  'time',
  'audit_id',
  'audit_id_text',
  'stage',
  'user_username',
  'verb',
  'request_uri',
  'response_code',
  'raw',
] as const satisfies readonly ColumnName[];
/** The bytes tell events apart that have no time of their own; those of others are not needed, and long. */
const twinSelection = twinColumns
  .map((name) => (name === 'raw' ? "if(time = received_at, raw, '') AS bytes_without_time" : name))
  .join(', ');
/** Behind the columns of a twin: a hash of 8 bytes, and a flag. */
const twinTrailer = { columns: `${rowHash} AS row_hash, ${isTruncated} AS is_truncated`, bytes: 9, flagAt: 8 };

/** A key takes about 90 bytes of a parameter, of which the engine parses 256 KiB (`max_query_size`). */
const maxKeysInStatement = 2000;

/** Writes events through an engine. Inserts hold the mutex, so that nobody else who holds it meets an insert under way. */
export function createEventWriter(
  engine: Engine,
  inserts: Semaphore = engine.dialect.createInsertMutex(),
): EventWriter {
  const batchKeys = engine.dialect.idSet(engine, 'batch_keys');
  return {
    async findTwins({ clusterIds, fromMicros, toMicros, auditIds }) {
      await batchKeys.put(auditIds);
      const answer = await engine.binary(
        `SELECT ${twinSelection}, ${twinTrailer.columns} FROM events
         WHERE cluster_id IN {clusters:Array(String)}
           AND time BETWEEN fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND fromUnixTimestamp64Micro({to:Int64}, 'UTC')
           AND audit_id IN ${batchKeys.relation}
           AND ${batchKeys.isWhole}`,
        {
          parameters: { clusters: clusterIds, from: fromMicros, to: toMicros, ids: auditIds.length / 16 },
          // So many ids pass every filter; to ask the filters for each of them takes longer than to read.
          settings: { use_skip_indexes: 0 },
        },
      );
      const twins = new Map<string, StoredTwin>();
      const reader = new RowReader(answer, twinTrailer.bytes, twinColumns);
      const identities = new IdentityReader();
      while (reader.next()) {
        const { row } = reader;
        const key = `${row.text('cluster_id')}\u00ff${identities.identityOf(row)}`;
        const isCut = reader.trailingFlag(twinTrailer.flagAt);
        const earlier = twins.get(key);
        // Between the insert of a whole event and the delete of its cut one both are there: the whole one counts.
        twins.set(key, {
          isTruncated: isCut && earlier?.isTruncated !== false,
          key: `${reader.auditId} ${row.time} ${reader.trailingUint64()}`,
          truncatedReceivedAtMicros: isCut ? row.receivedAt : earlier?.truncatedReceivedAtMicros,
        });
      }
      return twins;
    },
    async lastReceiptMicros(upToMicros) {
      const { rows } = await engine.rows(
        `SELECT toUnixTimestamp64Micro(max(received_at)) FROM events
         WHERE received_at <= fromUnixTimestamp64Micro({upTo:Int64}, 'UTC')`,
        { parameters: { upTo: upToMicros } },
      );
      return Number(rows[0]?.[0] ?? 0);
    },
    insert: (block, token) =>
      inserts.run(() => engine.insert('events', 'Native', block, { settings: engine.dialect.insertOnce(token) })),
    async deleteTruncated(clusterId, keys) {
      for (let from = 0; from < keys.length; from += maxKeysInStatement) {
        await engine.command(
          `DELETE FROM events WHERE cluster_id = {cluster:String} AND ${isTruncated}
             AND concat(toString(audit_id), ' ', toString(toUnixTimestamp64Micro(time)), ' ', toString(${rowHash})) IN {keys:Array(String)}`,
          { parameters: { cluster: clusterId, keys: keys.slice(from, from + maxKeysInStatement) } },
        );
      }
    },
  };
}

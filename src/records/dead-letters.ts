import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import { bytes, integer, oneOf, optionalInteger, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

const states = ['waiting', 'stored'] as const;

/** `stored`: a later attempt could read it. */
export type DeadLetterState = (typeof states)[number];

/** Something received that could not be read or stored, kept with the reason. */
export interface DeadLetter {
  readonly id: number;
  readonly clusterId: string;
  readonly receivedAtMicros: number;
  /** A word for why, such as `not-json`. */
  readonly reason: string;
  /** Where in what was received it stood, or what the engine said of it. */
  readonly detail: string;
  /** Of the whole. */
  readonly size: number;
  readonly state: DeadLetterState;
  /** How often it was tried again. */
  readonly attempts: number;
  /** Unix milliseconds. */
  readonly lastAttemptAt: number | undefined;
}

export interface NewDeadLetter extends Pick<DeadLetter, 'clusterId' | 'receivedAtMicros' | 'reason' | 'detail'> {
  /** The same for the same thing met again, as when the journal is replayed: one of a key is kept in a cluster. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** How much is kept of each cluster, so that none takes the room of another. The oldest stay: they show how it began. */
export interface DeadLetterBounds {
  readonly count: number;
  readonly bytes: number;
}

export interface DeadLetterQuery {
  /** Undefined: of all clusters. */
  readonly clusterIds?: readonly string[] | undefined;
  readonly state?: DeadLetterState | undefined;
  /** The id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface DeadLetters {
  /**
   * Keeps them all in one transaction. Says how many are kept and how many had no room; a known key is neither, nor is what
   * belongs to a cluster that was deleted meanwhile.
   */
  add(letters: readonly NewDeadLetter[]): Promise<{ readonly kept: number; readonly dropped: number }>;
  /** The latest first, without their bytes. */
  list(query: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  find(id: number): Promise<(DeadLetter & { readonly bytes: Uint8Array }) | undefined>;
  /** Notes an attempt: it is stored now, or there is another reason. Gives false when there is no such letter. */
  retried(id: number, outcome: 'stored' | { readonly reason: string }): Promise<boolean>;
  delete(id: number): Promise<boolean>;
  /** How many wait, by cluster. */
  waiting(): Promise<ReadonlyMap<string, number>>;
}

interface Usage {
  count: number;
  bytes: number;
}

const columns = 'id, cluster_id, received_at_micros, detail, reason, size, state, attempts, last_attempt_at';

/** Keeps dead letters in the database. */
export function createDeadLetters(
  database: DatabaseSync,
  clock: Clock,
  bounds: DeadLetterBounds,
): Synchronous<DeadLetters> {
  const insert = database.prepare(
    `INSERT INTO dead_letters (cluster_id, key, received_at_micros, detail, reason, bytes, size, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')`,
  );
  const wanted = database.prepare(
    `SELECT 1 FROM clusters
     WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE cluster_id = ?1 AND key = ?2)`,
  );
  const used = database.prepare(
    'SELECT count(*) AS count, coalesce(sum(size), 0) AS bytes FROM dead_letters WHERE cluster_id = ?',
  );
  const find = database.prepare(`SELECT ${columns}, bytes FROM dead_letters WHERE id = ?`);
  const list = database.prepare(
    `SELECT ${columns} FROM dead_letters
     WHERE (?1 IS NULL OR cluster_id IN (SELECT value FROM json_each(?1)))
       AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR id < ?3)
     ORDER BY id DESC LIMIT ?4`,
  );
  const update = database.prepare(
    `UPDATE dead_letters SET state = ?, reason = coalesce(?, reason), attempts = attempts + 1, last_attempt_at = ?
     WHERE id = ?`,
  );
  const remove = database.prepare('DELETE FROM dead_letters WHERE id = ?');
  const waiting = database.prepare(
    `SELECT cluster_id, count(*) AS count FROM dead_letters WHERE state = 'waiting' GROUP BY cluster_id`,
  );

  function usageOf(clusterId: string): Usage {
    const row = used.get(clusterId);
    return row === undefined ? { count: 0, bytes: 0 } : { count: integer(row, 'count'), bytes: integer(row, 'bytes') };
  }

  /** Counts so many bytes in where there is room for them. */
  function takeRoom(usage: Usage, size: number): boolean {
    if (usage.count + 1 > bounds.count || usage.bytes + size > bounds.bytes) return false;
    usage.count += 1;
    usage.bytes += size;
    return true;
  }

  return {
    add: (letters) =>
      transaction(database, () => {
        let kept = 0;
        let dropped = 0;
        const usages = new Map<string, Usage>();
        for (const { clusterId, key, receivedAtMicros, detail, reason, bytes } of letters) {
          if (wanted.get(clusterId, key) === undefined) continue;
          const usage = usages.get(clusterId) ?? usageOf(clusterId);
          usages.set(clusterId, usage);
          if (takeRoom(usage, bytes.length)) {
            insert.run(clusterId, key, receivedAtMicros, detail, reason, bytes, bytes.length);
            kept += 1;
          } else dropped += 1;
        }
        return { kept, dropped };
      }),
    list: ({ clusterIds, state, before, limit }) => {
      const clusters = clusterIds === undefined ? null : JSON.stringify(clusterIds);
      return list.all(clusters, state ?? null, before ?? null, limit).map(toLetter);
    },
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? undefined : { ...toLetter(row), bytes: bytes(row, 'bytes') };
    },
    retried: (id, outcome) => {
      const isStored = outcome === 'stored';
      const reason = isStored ? null : outcome.reason;
      return update.run(isStored ? 'stored' : 'waiting', reason, clock.now(), id).changes > 0;
    },
    delete: (id) => remove.run(id).changes > 0,
    waiting: () => new Map(waiting.all().map((row) => [text(row, 'cluster_id'), integer(row, 'count')])),
  };
}

function toLetter(row: Row): DeadLetter {
  return {
    id: integer(row, 'id'),
    clusterId: text(row, 'cluster_id'),
    receivedAtMicros: integer(row, 'received_at_micros'),
    reason: text(row, 'reason'),
    detail: text(row, 'detail'),
    size: integer(row, 'size'),
    state: oneOf(row, 'state', states),
    attempts: integer(row, 'attempts'),
    lastAttemptAt: optionalInteger(row, 'last_attempt_at'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './database.ts';
import { integer, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** Bytes of events that were received of a cluster while it was in a project, on a day in UTC. */
export interface ReceivedCount {
  /** As `20261121`. */
  readonly day: string;
  readonly project: string;
  readonly clusterId: string;
  readonly bytes: number;
}

/** What was received, by day. A cluster that is moved is counted for each of the projects, and one that is deleted stays counted. */
export interface ReceivedBytes {
  add(counts: readonly ReceivedCount[]): Promise<void>;
  /** Of a day and all after it. */
  since(day: string): Promise<readonly ReceivedCount[]>;
  forgetBefore(day: string): Promise<void>;
}

/** Keeps the counts in the database. */
export function createReceivedBytes(database: DatabaseSync): Synchronous<ReceivedBytes> {
  const add = database.prepare(`INSERT INTO received_bytes VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes`);
  const since = database.prepare('SELECT * FROM received_bytes WHERE day >= ? ORDER BY day, project, cluster_id');
  const remove = database.prepare('DELETE FROM received_bytes WHERE day < ?');
  return {
    add: (counts) =>
      transaction(database, () => {
        for (const { day, project, clusterId, bytes } of counts) add.run(day, project, clusterId, bytes);
      }),
    since: (day) => since.all(day).map(toCount),
    forgetBefore: (day) => {
      remove.run(day);
    },
  };
}

function toCount(row: Row): ReceivedCount {
  return {
    day: text(row, 'day'),
    project: text(row, 'project'),
    clusterId: text(row, 'cluster_id'),
    bytes: integer(row, 'bytes'),
  };
}

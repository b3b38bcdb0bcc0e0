import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { withConstraint } from './database.ts';
import { integer, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';
import { newId } from './token.ts';

/** What somebody wrote beside the events of a cluster. Times in Unix milliseconds. */
export interface ClusterNote {
  readonly id: string;
  readonly clusterId: string;
  /** The moment that it is about. */
  readonly at: number;
  readonly text: string;
  /** The caller's name. */
  readonly writtenBy: string;
  readonly writtenAt: number;
}

export type NewClusterNote = Omit<ClusterNote, 'id' | 'writtenAt'>;

export interface NotePeriod {
  readonly clusterId: string;
  readonly from: number;
  /** Itself not in it. */
  readonly to: number;
  readonly limit: number;
}

/** Of one cluster. */
const mostNotes = 1000;

export interface ClusterNotes {
  /** Throws AppError: `not-found` for an unknown cluster, `conflict` where it has as many as there may be. */
  add(note: NewClusterNote): Promise<ClusterNote>;
  /** Those about a period, the latest first. */
  list(period: NotePeriod): Promise<readonly ClusterNote[]>;
  find(clusterId: string, id: string): Promise<ClusterNote | undefined>;
  delete(clusterId: string, id: string): Promise<void>;
}

/** Keeps notes in the database. */
export function createClusterNotes(database: DatabaseSync, clock: Clock): Synchronous<ClusterNotes> {
  const insert = database.prepare('INSERT INTO cluster_notes VALUES (?, ?, ?, ?, ?, ?)');
  const count = database.prepare('SELECT count(*) AS notes FROM cluster_notes WHERE cluster_id = ?');
  const ofPeriod = database.prepare(
    'SELECT * FROM cluster_notes WHERE cluster_id = ? AND at >= ? AND at < ? ORDER BY at DESC, id LIMIT ?',
  );
  const byId = database.prepare('SELECT * FROM cluster_notes WHERE cluster_id = ? AND id = ?');
  const remove = database.prepare('DELETE FROM cluster_notes WHERE cluster_id = ? AND id = ?');
  return {
    add: (note) => {
      const { clusterId, at, writtenBy } = note;
      const written = { ...note, id: newId('n'), writtenAt: clock.now() };
      if (integer(count.get(clusterId) ?? {}, 'notes') >= mostNotes)
        throw new AppError('conflict', said`cannot keep more: the cluster has ${mostNotes} notes already`);
      const unknown = () => new AppError('not-found', said`cannot keep a note: there is no cluster "${clusterId}"`);
      withConstraint('foreignKey', unknown, () =>
        insert.run(written.id, clusterId, at, written.text, writtenBy, written.writtenAt),
      );
      return written;
    },
    list: ({ clusterId, from, to, limit }) => ofPeriod.all(clusterId, from, to, limit).map(toNote),
    find: (clusterId, id) => {
      const row = byId.get(clusterId, id);
      return row === undefined ? undefined : toNote(row);
    },
    delete: (clusterId, id) => {
      remove.run(clusterId, id);
    },
  };
}

function toNote(row: Row): ClusterNote {
  return {
    id: text(row, 'id'),
    clusterId: text(row, 'cluster_id'),
    at: integer(row, 'at'),
    text: text(row, 'text'),
    writtenBy: text(row, 'written_by'),
    writtenAt: integer(row, 'written_at'),
  };
}

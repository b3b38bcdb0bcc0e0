import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { withConstraint } from './database.ts';
import { integer, optionalInteger, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';
import { newId } from './token.ts';

/** Events of a cluster that are not removed, whatever its retention says, until the hold is lifted. */
export interface LegalHold {
  readonly id: string;
  readonly clusterId: string;
  /** For people: the case, who asked for it. */
  readonly reason: string;
  /** Of which time of event on, in Unix microseconds; undefined is from the first on. */
  readonly fromMicros: number | undefined;
  /** Up to which, which is not held itself; undefined is without end. */
  readonly toMicros: number | undefined;
  /** The caller's name. */
  readonly placedBy: string;
  /** Unix milliseconds. */
  readonly placedAt: number;
}

export type NewLegalHold = Omit<LegalHold, 'id' | 'placedAt'>;

/** Of one cluster: more would hold nothing more, and each is looked for in the store. */
const mostHolds = 100;

/** Legal holds, of clusters that are there: one that is held is not deleted. */
export interface LegalHolds {
  /** Throws AppError: `not-found` for an unknown cluster, `conflict` where it has as many as there may be. */
  place(hold: NewLegalHold): Promise<LegalHold>;
  /** Of a cluster, or of all; the first that was placed first. */
  list(clusterId?: string): Promise<readonly LegalHold[]>;
  /** Gives the hold that it was; undefined where the cluster has none of that id. */
  lift(clusterId: string, id: string): Promise<LegalHold | undefined>;
}

/** Keeps legal holds in the database. */
export function createLegalHolds(database: DatabaseSync, clock: Clock): Synchronous<LegalHolds> {
  const insert = database.prepare('INSERT INTO legal_holds VALUES (?, ?, ?, ?, ?, ?, ?)');
  const all = database.prepare('SELECT * FROM legal_holds ORDER BY placed_at, id');
  const ofCluster = database.prepare('SELECT * FROM legal_holds WHERE cluster_id = ? ORDER BY placed_at, id');
  const remove = database.prepare('DELETE FROM legal_holds WHERE cluster_id = ? AND id = ? RETURNING *');
  return {
    place: (hold) => {
      const { clusterId, reason, fromMicros, toMicros, placedBy } = hold;
      const placed = { ...hold, id: newId('h'), placedAt: clock.now() };
      const unknown = () => new AppError('not-found', said`cannot hold cluster "${clusterId}": there is no such id`);
      if (ofCluster.all(clusterId).length >= mostHolds)
        throw new AppError('conflict', said`cannot hold more: the cluster has ${mostHolds} legal holds already`);
      withConstraint('foreignKey', unknown, () =>
        insert.run(placed.id, clusterId, reason, fromMicros ?? null, toMicros ?? null, placedBy, placed.placedAt),
      );
      return placed;
    },
    list: (clusterId) => (clusterId === undefined ? all.all() : ofCluster.all(clusterId)).map(toHold),
    lift: (clusterId, id) => {
      const row = remove.get(clusterId, id);
      return row === undefined ? undefined : toHold(row);
    },
  };
}

function toHold(row: Row): LegalHold {
  return {
    id: text(row, 'id'),
    clusterId: text(row, 'cluster_id'),
    reason: text(row, 'reason'),
    fromMicros: optionalInteger(row, 'from_micros'),
    toMicros: optionalInteger(row, 'to_micros'),
    placedBy: text(row, 'placed_by'),
    placedAt: integer(row, 'placed_at'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { withConstraint } from './database.ts';
import { integer, optionalText, text, type Row } from './row.ts';
import { newId } from './token.ts';
import type { Synchronous } from './synchronous.ts';

/** A query that somebody keeps under a name. */
export interface SavedQuery {
  readonly id: string;
  readonly owner: string;
  /** One of the owner's has it. */
  readonly name: string;
  readonly query: string;
  /** As the contract writes times, relative ones too. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Others may read it. */
  readonly isShared: boolean;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewSavedQuery = Omit<SavedQuery, 'id' | 'createdAt' | 'updatedAt'>;

export interface SavedQueries {
  /** Throws AppError `conflict` when the owner has one of that name. */
  add(query: NewSavedQuery): Promise<SavedQuery>;
  /** Those of the owner and those that are shared, by name. */
  listFor(owner: string): Promise<readonly SavedQuery[]>;
  /** Replaces all but the owner. Throws AppError `not-found` when the owner has no such query, `conflict` as `add` does. */
  replace(id: string, query: NewSavedQuery): Promise<SavedQuery>;
  /** Gives false when the owner has no such query. */
  delete(id: string, owner: string): Promise<boolean>;
  /** Removes those of an owner, of whom the shared ones may stay. */
  deleteOf(owner: string, which: 'all' | 'private'): Promise<void>;
}

/** Keeps saved queries in the database. */
export function createSavedQueries(database: DatabaseSync, clock: Clock): Synchronous<SavedQueries> {
  const insert = database.prepare('INSERT INTO saved_queries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const readable = database.prepare('SELECT * FROM saved_queries WHERE owner = ? OR is_shared = 1 ORDER BY name, id');
  const byId = database.prepare('SELECT * FROM saved_queries WHERE id = ?');
  const update = database.prepare(
    `UPDATE saved_queries SET name = ?, query = ?, range_from = ?, range_to = ?, is_shared = ?, updated_at = ?
     WHERE id = ? AND owner = ?`,
  );
  const remove = database.prepare('DELETE FROM saved_queries WHERE id = ? AND owner = ?');
  const removeOf = database.prepare('DELETE FROM saved_queries WHERE owner = ?1 AND (is_shared = 0 OR ?2)');

  function require(id: string): SavedQuery {
    const row = byId.get(id);
    if (row === undefined) throw notFound(id);
    return toSavedQuery(row);
  }

  return {
    add: ({ owner, name, query, from, to, isShared }) => {
      const id = newId('q');
      const now = clock.now();
      withConstraint(
        'unique',
        () => taken(name),
        () => insert.run(id, owner, name, query, from ?? null, to ?? null, Number(isShared), now, now),
      );
      return require(id);
    },
    listFor: (owner) => readable.all(owner).map(toSavedQuery),
    replace: (id, { owner, name, query, from, to, isShared }) => {
      const { changes } = withConstraint(
        'unique',
        () => taken(name),
        () => update.run(name, query, from ?? null, to ?? null, Number(isShared), clock.now(), id, owner),
      );
      if (changes === 0) throw notFound(id);
      return require(id);
    },
    delete: (id, owner) => remove.run(id, owner).changes > 0,
    deleteOf: (owner, which) => {
      removeOf.run(owner, Number(which === 'all'));
    },
  };
}

function taken(name: string): AppError {
  return new AppError('conflict', said`cannot save query "${name}": the name is taken`);
}

function notFound(id: string): AppError {
  return new AppError('not-found', said`cannot find saved query "${id}": there is none of that id`);
}

function toSavedQuery(row: Row): SavedQuery {
  return {
    id: text(row, 'id'),
    owner: text(row, 'owner'),
    name: text(row, 'name'),
    query: text(row, 'query'),
    from: optionalText(row, 'range_from'),
    to: optionalText(row, 'range_to'),
    isShared: integer(row, 'is_shared') === 1,
    createdAt: integer(row, 'created_at'),
    updatedAt: integer(row, 'updated_at'),
  };
}

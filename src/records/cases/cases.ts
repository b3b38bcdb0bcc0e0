import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { transaction, withConstraint } from '../database.ts';
import { integer, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';
import { newId } from '../token.ts';
import { type Case, caseBounds, type CaseOwner, type CasePin, type NewCasePin } from './case.ts';
import { createPins } from './pins.ts';

type CaseTexts = Pick<Case, 'name' | 'summary' | 'isShared'>;

/** Cases, and what is pinned to them. Whose they are is for the caller to check. */
export interface Cases {
  /** Throws AppError `conflict` when the owner has one of that name, or as many as are kept. */
  add(added: CaseTexts & CaseOwner): Promise<Case>;
  /** Those of an owner and those that are shared, by name. */
  listFor(owner: CaseOwner): Promise<readonly Case[]>;
  find(id: string): Promise<Case | undefined>;
  /** Throws AppError `not-found` for an unknown one, `conflict` as `add` does. */
  change(id: string, texts: CaseTexts): Promise<Case>;
  /** With its pins. */
  delete(id: string): Promise<void>;
  /** Removes those of an owner, of whom the shared ones may stay. */
  deleteOf(owner: string, which: 'all' | 'private'): Promise<void>;
  /** In the order of the case. */
  pins(id: string): Promise<readonly CasePin[]>;
  /** The same pins in no order, without notes and queries: for whoever counts those that a caller may see. */
  outlines(id: string): Promise<readonly CasePin[]>;
  /** The bytes of the event of a pin; undefined where there is none. */
  bytesOf(pinId: string): Promise<Uint8Array | undefined>;
  /** Pins at the end; what is pinned already stays as it is, and is given. Throws AppError `conflict` where the case has no room. */
  pin(id: string, pin: NewCasePin): Promise<CasePin>;
  /** Changes the note, or moves the pin before another one; `before` null is to the end. Throws AppError `not-found`. */
  changePin(id: string, pinId: string, change: PinChange): Promise<CasePin>;
  /** Gives false when the case has no such pin. */
  unpin(id: string, pinId: string): Promise<boolean>;
}

export interface PinChange {
  readonly note?: string | undefined;
  readonly before?: string | null | undefined;
}

/** Keeps cases in the database. */
export function createCases(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<Cases> {
  const insert = database.prepare('INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const count = database.prepare('SELECT count(*) AS count FROM cases WHERE owner = ? AND owner_since = ?');
  const readable = database.prepare(
    'SELECT * FROM cases WHERE (owner = ? AND owner_since = ?) OR is_shared = 1 ORDER BY name, id',
  );
  const byId = database.prepare('SELECT * FROM cases WHERE id = ?');
  const update = database.prepare('UPDATE cases SET name = ?, summary = ?, is_shared = ?, updated_at = ? WHERE id = ?');
  const touch = database.prepare('UPDATE cases SET updated_at = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM cases WHERE id = ?');
  const removeOf = database.prepare('DELETE FROM cases WHERE owner = ?1 AND (is_shared = 0 OR ?2)');
  const pins = createPins(database, clock);

  function find(id: string): Case | undefined {
    const row = byId.get(id);
    return row === undefined ? undefined : toCase(row);
  }
  function require(id: string): Case {
    const found = find(id);
    if (found === undefined) throw new AppError('not-found', said`cannot find case "${id}": there is none of that id`);
    return found;
  }
  /** Changes what is pinned, which is a change of the case. */
  function changing<T>(id: string, task: () => T): T {
    return transaction(database, () => {
      require(id);
      const result = task();
      touch.run(clock.now(), id);
      return result;
    });
  }

  return {
    add: ({ owner, ownerSince, name, summary, isShared }) =>
      transaction(database, () => {
        if (integer(count.get(owner, ownerSince) ?? {}, 'count') >= caseBounds.casesOfAnOwner)
          throw new AppError(
            'conflict',
            said`cannot keep case "${name}": you have ${caseBounds.casesOfAnOwner} already; delete one`,
          );
        const id = newId('c');
        const now = clock.now();
        withConstraint(
          'unique',
          () => taken(name),
          () => insert.run(id, owner, ownerSince, name, summary, Number(isShared), now, now),
        );
        return require(id);
      }),
    listFor: ({ owner, ownerSince }) => readable.all(owner, ownerSince).map(toCase),
    find,
    change: (id, { name, summary, isShared }) => {
      withConstraint(
        'unique',
        () => taken(name),
        () => update.run(name, summary, Number(isShared), clock.now(), id),
      );
      return require(id);
    },
    delete: (id) => {
      remove.run(id);
    },
    deleteOf: (owner, which) => {
      removeOf.run(owner, Number(which === 'all'));
    },
    pins: (id) => pins.list(id),
    outlines: (id) => pins.outlines(id),
    bytesOf: (pinId) => pins.bytesOf(pinId),
    pin: (id, pin) => changing(id, () => pins.add(id, pin)),
    changePin: (id, pinId, change) => changing(id, () => pins.change(id, pinId, change)),
    unpin: (id, pinId) => changing(id, () => pins.remove(id, pinId)),
  };
}

function taken(name: string): AppError {
  return new AppError('conflict', said`cannot keep case "${name}": the name is taken`);
}

function toCase(row: Row): Case {
  return {
    id: text(row, 'id'),
    owner: text(row, 'owner'),
    ownerSince: integer(row, 'owner_since'),
    name: text(row, 'name'),
    summary: text(row, 'summary'),
    isShared: integer(row, 'is_shared') === 1,
    createdAt: integer(row, 'created_at'),
    updatedAt: integer(row, 'updated_at'),
  };
}

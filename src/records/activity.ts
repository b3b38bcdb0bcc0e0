import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { AppError } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { writeIfRoom } from './database.ts';
import { integer, optionalText, text, type Row } from './row.ts';

/** One thing that somebody did with Whodunit itself. */
export interface Activity {
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
  /** A user's or a token's name, or `anonymous`. */
  readonly actor: string;
  /** Where the call came from. */
  readonly address: string | undefined;
  /** Verb and object in kebab case, such as `query` or `cluster-add`. */
  readonly action: string;
  /** What it was done to. */
  readonly target: string | undefined;
  readonly outcome: string;
  readonly detail: unknown;
}

export type NewActivity = Omit<Activity, 'id' | 'at'>;

export interface ActivityQuery {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** The id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The product's own audit log. The database refuses to change or remove a row of it. */
export interface ActivityLog {
  /**
   * Resolves when it is on disk, or with `owed` when the disk has no room: it is then written with the next one that finds
   * room. Rejects with AppError `disk-full` when too many are owed. The detail must be JSON and hold no secret.
   */
  append(activity: NewActivity): Promise<'kept' | 'owed'>;
  /** The latest first. */
  list(query: ActivityQuery): Promise<readonly Activity[]>;
}

/** A full disk must not end the answering of queries, nor have them forgotten; each is bounded to some kilobytes. */
const maxOwed = 10_000;

/** Keeps the log in the database. */
export function createActivityLog(database: DatabaseSync, clock: Clock): ActivityLog {
  const insert = database.prepare(
    'INSERT INTO activity (at, actor, address, action, target, outcome, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const list = database.prepare(
    `SELECT * FROM activity
     WHERE (?1 IS NULL OR actor = ?1) AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR id < ?3)
     ORDER BY id DESC LIMIT ?4`,
  );
  /** In the order in which they happened. */
  const owed: SQLInputValue[][] = [];

  function writeOwed(): void {
    for (let next = owed.shift(); next; next = owed.shift()) {
      const values = next;
      if (writeIfRoom(() => insert.run(...values))) continue;
      owed.unshift(values);
      return;
    }
  }

  return {
    append: async ({ actor, address, action, target, outcome, detail }) => {
      writeOwed();
      if (owed.length >= maxOwed)
        throw new AppError('disk-full', `cannot keep activity "${action}": the disk has no room`);
      const json = JSON.stringify(detail ?? null);
      owed.push([clock.now(), actor, address ?? null, action, target ?? null, outcome, json]);
      writeOwed();
      return owed.length === 0 ? 'kept' : 'owed';
    },
    list: async ({ actor, action, before, limit }) =>
      list.all(actor ?? null, action ?? null, before ?? null, limit).map(toActivity),
  };
}

function toActivity(row: Row): Activity {
  const detail: unknown = JSON.parse(text(row, 'detail'));
  return {
    id: integer(row, 'id'),
    at: integer(row, 'at'),
    actor: text(row, 'actor'),
    address: optionalText(row, 'address'),
    action: text(row, 'action'),
    target: optionalText(row, 'target'),
    outcome: text(row, 'outcome'),
    detail,
  };
}

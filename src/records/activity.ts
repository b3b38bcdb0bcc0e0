import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../platform/index.ts';
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
  /** Resolves when it is on disk. The detail must be JSON and hold no secret. */
  append(activity: NewActivity): Promise<void>;
  /** The latest first. */
  list(query: ActivityQuery): Promise<readonly Activity[]>;
}

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
  return {
    append: async ({ actor, address, action, target, outcome, detail }) => {
      const json = JSON.stringify(detail ?? null);
      insert.run(clock.now(), actor, address ?? null, action, target ?? null, outcome, json);
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

import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import type { ActivityGroups } from './activity-thread.ts';
import type { ActivityEntry } from './activity-writer.ts';
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
  /** How often it was done within the minute that began with `at`, the last time at `lastAt`. */
  readonly count: number;
  readonly lastAt: number;
}

export type NewActivity = Omit<Activity, 'id' | 'at' | 'count' | 'lastAt'>;

export interface ActivityQuery {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** The id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The product's own audit log. The database refuses to change an entry of it, or to remove one that is not the oldest. */
export interface ActivityLog {
  /** Rejects with AppError `disk-full` while the log cannot be written: what nobody can write down is not to be done. */
  ensureRoom(): Promise<void>;
  /**
   * Resolves when it is on disk, together with whatever else came meanwhile; rejects with AppError `disk-full` when the disk has no room.
   * What was done before that was known is written as soon as there is room. The detail must be JSON and hold no secret.
   */
  append(activity: NewActivity): Promise<void>;
  /** The latest first. */
  list(query: ActivityQuery): Promise<readonly Activity[]>;
  /** Removes what is past its retention. */
  removeOld(): Promise<void>;
  /** Writes what was appended, and ends. */
  close(): Promise<void>;
}

/** Entries of one group: as many as are written in a few milliseconds. */
const maxGroup = 1000;

interface Waiting {
  readonly entry: ActivityEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Keeps the log: `groups` writes it, `database` reads it. */
export function createActivityLog(database: DatabaseSync, groups: ActivityGroups, clock: Clock): ActivityLog {
  const list = database.prepare(
    `SELECT * FROM activity
     WHERE (?1 IS NULL OR actor = ?1) AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR id < ?3)
     ORDER BY id DESC LIMIT ?4`,
  );
  let waiting: Waiting[] = [];
  /** What was done, and could not be written; nothing more is done until it is. */
  let owed: readonly ActivityEntry[] = [];
  let writing: Promise<void> | undefined;
  const isFull = (): boolean => owed.length > 0;

  async function writeGroup(): Promise<void> {
    const group = waiting.splice(0, maxGroup);
    const wasFull = isFull();
    try {
      const entries = [...owed, ...group.map(({ entry }) => entry)];
      if ((await groups.write(entries)) === 'written') {
        owed = [];
        for (const { resolve } of group) resolve();
        return;
      }
      // Who comes once it is known to be full has done nothing yet.
      if (!wasFull) owed = entries;
      for (const { reject } of group) reject(noRoom());
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async function writeAll(): Promise<void> {
    do await writeGroup();
    while (waiting.length > 0);
    writing = undefined;
  }

  return {
    ensureRoom: async () => {
      if (!isFull()) return;
      await (writing ??= writeAll());
      if (isFull()) throw noRoom();
    },
    append: ({ actor, address, action, target, outcome, detail }) => {
      const json = JSON.stringify(detail ?? null);
      const at = clock.now();
      const entry = { at, actor, address: address ?? null, action, target: target ?? null, outcome, detail: json };
      return new Promise<void>((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        writing ??= writeAll();
      });
    },
    list: async ({ actor, action, before, limit }) =>
      list.all(actor ?? null, action ?? null, before ?? null, limit).map(toActivity),
    removeOld: () => groups.removeOld(clock.now()),
    close: async () => {
      await writing;
      await groups.close();
    },
  };
}

function noRoom(): AppError {
  return new AppError('disk-full', said`cannot write the activity log: the disk has no room`);
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
    count: integer(row, 'count'),
    lastAt: integer(row, 'last_at'),
  };
}

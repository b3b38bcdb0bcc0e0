import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { transaction } from '../database.ts';
import { integer, optionalInteger, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** How many are kept: each has a loop of its own. */
const maxDestinations = 50;

/** Where events are forwarded to, without its secrets. `forward` knows what its settings are. */
export interface KeptDestination {
  readonly name: string;
  readonly type: string;
  /** JSON: what any destination is told. */
  readonly head: string;
  /** JSON: what its type is told. */
  readonly settings: string;
  /** JSON: in whose scope it forwards. */
  readonly owner: string;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
  /** Who has paused it and when; undefined where nobody has. */
  readonly paused: ForwardPause | undefined;
}

export interface ForwardPause {
  /** The caller's name. */
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface Destinations {
  /** Keeps it in the place of another of its name, paused where that is. Throws AppError `conflict` when there are as many as are kept. */
  put(destination: Omit<KeptDestination, 'savedAt' | 'paused'>): Promise<void>;
  /** Pauses it in somebody's name; undefined lets it go on. Gives false when there is none. */
  pause(name: string, by: string | undefined): Promise<boolean>;
  /** By name. */
  list(): Promise<readonly KeptDestination[]>;
  find(name: string): Promise<KeptDestination | undefined>;
  /** Deletes it with its runs and what it refused. Gives false when there is none. */
  delete(name: string): Promise<boolean>;
}

/** Keeps destinations in the database. */
export function createDestinations(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<Destinations> {
  const put = database.prepare(
    `INSERT INTO destinations (name, type, head, settings, owner, saved_by, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET type = excluded.type, head = excluded.head, settings = excluded.settings,
       owner = excluded.owner, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
  );
  const all = database.prepare('SELECT * FROM destinations ORDER BY name');
  const byName = database.prepare('SELECT * FROM destinations WHERE name = ?');
  const others = database.prepare('SELECT count(*) AS count FROM destinations WHERE name <> ?');
  // Whoever has paused it first has.
  const pause = database.prepare(
    `UPDATE destinations SET paused_at = CASE WHEN ?1 IS NULL THEN NULL ELSE coalesce(paused_at, ?2) END,
       paused_by = CASE WHEN ?1 IS NULL THEN NULL ELSE coalesce(paused_by, ?1) END WHERE name = ?3`,
  );
  const remove = database.prepare('DELETE FROM destinations WHERE name = ?');
  return {
    put: ({ name, type, head, settings, owner, savedBy }) =>
      transaction(database, () => {
        if (integer(others.get(name) ?? {}, 'count') >= maxDestinations)
          throw new AppError('conflict', said`cannot keep destination "${name}": there are ${maxDestinations} already`);
        put.run(name, type, head, settings, owner, savedBy, clock.now());
      }),
    pause: (name, by) => pause.run(by ?? null, clock.now(), name).changes > 0,
    list: () => all.all().map(toDestination),
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toDestination(row);
    },
    delete: (name) => remove.run(name).changes > 0,
  };
}

function toDestination(row: Row): KeptDestination {
  return {
    name: text(row, 'name'),
    type: text(row, 'type'),
    head: text(row, 'head'),
    settings: text(row, 'settings'),
    owner: text(row, 'owner'),
    savedBy: text(row, 'saved_by'),
    savedAt: integer(row, 'saved_at'),
    paused: pauseIn(row),
  };
}

function pauseIn(row: Row): ForwardPause | undefined {
  const [by, at] = [optionalText(row, 'paused_by'), optionalInteger(row, 'paused_at')];
  return by === undefined || at === undefined ? undefined : { by, at };
}

import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import { integer, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** How many channels are kept. */
const maxChannels = 200;

/** A contact channel without its secrets. `delivery` knows what its settings are. */
export interface KeptChannel {
  readonly name: string;
  readonly type: string;
  /** Of the messages it is sent. */
  readonly language: string;
  /** JSON. */
  readonly settings: string;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
}

export interface Channels {
  /** Keeps it in the place of another of its name. Throws AppError `conflict` when there are as many as are kept. */
  put(channel: Omit<KeptChannel, 'savedAt'>): Promise<KeptChannel>;
  /** By name. */
  list(): Promise<readonly KeptChannel[]>;
  find(name: string): Promise<KeptChannel | undefined>;
  /** Gives false when there is none. */
  delete(name: string): Promise<boolean>;
}

/** Keeps channels in the database. */
export function createChannels(database: DatabaseSync, clock: Clock): Synchronous<Channels> {
  const put = database.prepare('INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?, ?, ?)');
  const all = database.prepare('SELECT * FROM channels ORDER BY name');
  const byName = database.prepare('SELECT * FROM channels WHERE name = ?');
  const others = database.prepare('SELECT count(*) AS count FROM channels WHERE name <> ?');
  const remove = database.prepare('DELETE FROM channels WHERE name = ?');
  return {
    put: (channel) =>
      transaction(database, () => {
        const { name, type, language, settings, savedBy } = channel;
        if (integer(others.get(name) ?? {}, 'count') >= maxChannels)
          throw new AppError('conflict', said`cannot keep channel "${name}": there are ${maxChannels} already`);
        const savedAt = clock.now();
        put.run(name, type, language, settings, savedBy, savedAt);
        return { ...channel, savedAt };
      }),
    list: () => all.all().map(toChannel),
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toChannel(row);
    },
    delete: (name) => remove.run(name).changes > 0,
  };
}

function toChannel(row: Row): KeptChannel {
  return {
    name: text(row, 'name'),
    type: text(row, 'type'),
    language: text(row, 'language'),
    settings: text(row, 'settings'),
    savedBy: text(row, 'saved_by'),
    savedAt: integer(row, 'saved_at'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { text } from './row.ts';

/** Small texts by name. */
export interface Settings {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  /** Sets it where there is none and gives the one that holds, so that two who begin agree. */
  setOnce(key: string, value: string): Promise<string>;
}

/** Keeps settings in the database. */
export function createSettings(database: DatabaseSync): Settings {
  const byKey = database.prepare('SELECT value FROM settings WHERE key = ?');
  const put = database.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  const putOnce = database.prepare('INSERT OR IGNORE INTO settings VALUES (?, ?)');

  function get(key: string): string | undefined {
    const row = byKey.get(key);
    return row === undefined ? undefined : text(row, 'value');
  }

  return {
    get: async (key) => get(key),
    set: async (key, value) => {
      put.run(key, value);
    },
    setOnce: async (key, value) => {
      putOnce.run(key, value);
      return get(key) ?? value;
    },
  };
}

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../platform/index.ts';
import { integer, text } from './row.ts';
import { hashToken, newToken } from './token.ts';
import type { Synchronous } from './synchronous.ts';

export interface Session {
  readonly user: string;
  /** What a changing request must show to prove that our own page sent it. */
  readonly csrfSecret: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** Sessions of the page; the value of the cookie is not kept. */
export interface Sessions {
  /** Begins a session; `text` is the cookie's value. Sessions that are over are removed on the way. */
  add(session: Session): Promise<{ readonly text: string }>;
  /** The session that a cookie stands for, unless it is over. */
  find(text: string): Promise<Session | undefined>;
  delete(text: string): Promise<void>;
  /** Ends all sessions of a user. */
  deleteOf(user: string): Promise<void>;
}

/** Keeps sessions in the database. */
export function createSessions(database: DatabaseSync, clock: Clock): Synchronous<Sessions> {
  const insert = database.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?)');
  const byHash = database.prepare('SELECT * FROM sessions WHERE hash = ? AND expires_at > ?');
  const remove = database.prepare('DELETE FROM sessions WHERE hash = ?');
  const removeOf = database.prepare('DELETE FROM sessions WHERE user = ?');
  const removeOver = database.prepare('DELETE FROM sessions WHERE expires_at <= ?');
  return {
    add: ({ user, csrfSecret, expiresAt }) => {
      const { text, hash } = newToken('wdsession');
      removeOver.run(clock.now());
      insert.run(hash, user, csrfSecret, clock.now(), expiresAt);
      return { text };
    },
    find: (value) => {
      const row = byHash.get(hashToken(value), clock.now());
      if (row === undefined) return undefined;
      return { user: text(row, 'user'), csrfSecret: text(row, 'csrf_secret'), expiresAt: integer(row, 'expires_at') };
    },
    delete: (value) => {
      remove.run(hashToken(value));
    },
    deleteOf: (user) => {
      removeOf.run(user);
    },
  };
}

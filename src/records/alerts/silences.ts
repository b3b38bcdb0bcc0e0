import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { transaction } from '../database.ts';
import { integer, optionalInteger, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';
import { newId } from '../token.ts';

/** How many silences are kept that have not ended. */
const maxSilences = 2000;

/** Alerts of which nobody is told for a while. */
export interface NewAlertSilence {
  /** JSON of its form. */
  readonly silence: string;
  /** Unix milliseconds: from the one up to, and not with, the other. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** The caller's name. */
  readonly author: string;
  /** JSON of what the author sees: what shows more is not silenced. */
  readonly scope: string;
}

export interface AlertSilence extends NewAlertSilence {
  readonly id: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** Whether what fires past its end was told. */
  readonly isFlushed: boolean;
}

export interface AlertSilences {
  /** Gives the one that is there where the same author has the same, and it has not ended. Throws AppError `conflict` when there are too many. */
  add(silence: NewAlertSilence): Promise<AlertSilence>;
  find(id: string): Promise<AlertSilence | undefined>;
  /** The latest first. */
  list(): Promise<readonly AlertSilence[]>;
  active(now: number): Promise<readonly AlertSilence[]>;
  /** Moves the end of one that has not ended. Gives false where there is none. */
  end(id: string, endsAt: number): Promise<boolean>;
  /** Those that have ended, and of which nothing was told yet. */
  ended(now: number): Promise<readonly AlertSilence[]>;
  /** When the next one ends of those of which nothing was told yet. */
  nextEnd(): Promise<number | undefined>;
  flushed(id: string): Promise<void>;
  /** Gives false where there is none. */
  delete(id: string): Promise<boolean>;
  /** Deletes those that were told of and ended before a time. */
  forget(endedBefore: number): Promise<void>;
}

/** Keeps silences in the database. */
export function createAlertSilences(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<AlertSilences> {
  const insert = database.prepare('INSERT INTO alert_silences VALUES (?, ?, ?, ?, ?, ?, ?, 0)');
  const same = database.prepare(
    'SELECT * FROM alert_silences WHERE silence = ? AND author = ? AND scope = ? AND ends_at > ? AND is_flushed = 0',
  );
  const byId = database.prepare('SELECT * FROM alert_silences WHERE id = ?');
  const all = database.prepare('SELECT * FROM alert_silences ORDER BY created_at DESC, id');
  const remove = database.prepare('DELETE FROM alert_silences WHERE id = ?');
  const find = (id: string): AlertSilence | undefined => {
    const row = byId.get(id);
    return row === undefined ? undefined : toSilence(row);
  };
  return {
    add: (given) =>
      transaction(database, () => {
        const { silence, startsAt, endsAt, author, scope } = given;
        const now = clock.now();
        const known = same.get(silence, author, scope, now);
        if (known) return toSilence(known);
        ensureRoom(database, now);
        const id = newId('sil');
        insert.run(id, silence, startsAt, endsAt, author, scope, now);
        return { ...given, id, createdAt: now, isFlushed: false };
      }),
    find,
    list: () => all.all().map(toSilence),
    delete: (id) => remove.run(id).changes > 0,
    ...createEnds(database),
  };
}

function ensureRoom(database: DatabaseSync, now: number): void {
  const row = database.prepare('SELECT count(*) AS count FROM alert_silences WHERE ends_at > ?').get(now);
  if (integer(row ?? {}, 'count') >= maxSilences)
    throw new AppError('conflict', said`cannot keep the silence: there are ${maxSilences} already`);
}

type Ends = Pick<AlertSilences, 'active' | 'end' | 'ended' | 'nextEnd' | 'flushed' | 'forget'>;

function createEnds(database: DatabaseSync): Synchronous<Ends> {
  // What has ended stays so where the clock is set back.
  const active = database.prepare(
    'SELECT * FROM alert_silences WHERE starts_at <= ?1 AND ends_at > ?1 AND is_flushed = 0 ORDER BY id',
  );
  const end = database.prepare('UPDATE alert_silences SET ends_at = ?2 WHERE id = ?1 AND ends_at > ?2');
  const ended = database.prepare('SELECT * FROM alert_silences WHERE ends_at <= ? AND is_flushed = 0 ORDER BY id');
  const next = database.prepare('SELECT min(ends_at) AS ends_at FROM alert_silences WHERE is_flushed = 0');
  const flush = database.prepare('UPDATE alert_silences SET is_flushed = 1 WHERE id = ?');
  const forget = database.prepare('DELETE FROM alert_silences WHERE ends_at < ? AND is_flushed = 1');
  return {
    active: (now) => active.all(now).map(toSilence),
    end: (id, endsAt) => end.run(id, endsAt).changes > 0,
    ended: (now) => ended.all(now).map(toSilence),
    nextEnd: () => optionalInteger(next.get() ?? {}, 'ends_at'),
    flushed: (id) => {
      flush.run(id);
    },
    forget: (endedBefore) => {
      forget.run(endedBefore);
    },
  };
}

function toSilence(row: Row): AlertSilence {
  return {
    id: text(row, 'id'),
    silence: text(row, 'silence'),
    startsAt: integer(row, 'starts_at'),
    endsAt: integer(row, 'ends_at'),
    author: text(row, 'author'),
    scope: text(row, 'scope'),
    createdAt: integer(row, 'created_at'),
    isFlushed: integer(row, 'is_flushed') === 1,
  };
}

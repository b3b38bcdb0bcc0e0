import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalInteger, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** A reason why somebody was told something. */
export interface NewAlertCause {
  readonly key: string;
  readonly rule: string;
  /** Of the group of the rule. */
  readonly fingerprint: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly status: string;
  readonly severity: string;
  /** JSON. */
  readonly cause: string;
  /** JSON. */
  readonly scope: string;
}

export interface AlertCause extends NewAlertCause {
  /** Rises with each. */
  readonly id: number;
  /** When it was first told, in Unix milliseconds; undefined where it was not. */
  readonly toldAt: number | undefined;
  /** JSON: what kept it from being told the last time that it was due. */
  readonly keptBack: string | undefined;
}

/** What became of a cause, and of those of its group since a time of which nothing is known yet: they are told with it. */
export interface AlertCauseFate {
  readonly key: string;
  /** Unix milliseconds. */
  readonly since?: number | undefined;
  /** Unix milliseconds. */
  readonly toldAt?: number | undefined;
  /** JSON. */
  readonly keptBack?: string | undefined;
}

export interface AlertCauseQuery {
  readonly key?: string | undefined;
  readonly rule?: string | undefined;
  readonly status?: string | undefined;
  /** Those before the one of this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface AlertCauseBounds {
  /** Causes older than this, and all but so many of the latest, keep their keys alone. */
  readonly shownSince: number;
  readonly shown: number;
  /** And these are forgotten altogether. */
  readonly keptSince: number;
  readonly kept: number;
}

export interface AlertCauses {
  /** Gives false, and keeps nothing, where there is one of this key. */
  add(cause: NewAlertCause): Promise<boolean>;
  /** Keeps what became of it. When it was first told stays. */
  mark(fate: AlertCauseFate): Promise<void>;
  /** Whether there was ever one of this key. */
  has(key: string): Promise<boolean>;
  /** The latest one of a group of a rule. */
  last(rule: string, fingerprint: string): Promise<AlertCause | undefined>;
  /** The latest first. */
  list(query: AlertCauseQuery): Promise<readonly AlertCause[]>;
  /** Forgets what is old. */
  forget(bounds: AlertCauseBounds): Promise<void>;
}

/** Keeps causes in the database. */
export function createAlertCauses(database: DatabaseSync): Synchronous<AlertCauses> {
  const insert = database.prepare(
    `INSERT INTO alert_causes (key, rule, fingerprint, at, status, severity, cause, scope)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO NOTHING`,
  );
  const mark = database.prepare(
    `UPDATE alert_causes SET told_at = coalesce(told_at, ?2), kept_back = coalesce(?3, kept_back) WHERE key = ?1`,
  );
  const markBefore = database.prepare(
    `UPDATE alert_causes SET told_at = ?2, kept_back = ?3
     WHERE (rule, fingerprint) = (SELECT rule, fingerprint FROM alert_causes WHERE key = ?1)
       AND at >= ?4 AND told_at IS NULL AND kept_back IS NULL`,
  );
  const byKey = database.prepare('SELECT 1 FROM alert_causes WHERE key = ?');
  const last = database.prepare(
    `SELECT * FROM alert_causes
     WHERE rule = ? AND fingerprint = ? AND cause IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  const list = database.prepare(
    `SELECT * FROM alert_causes
     WHERE cause IS NOT NULL AND (?1 IS NULL OR rule = ?1) AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR id < ?3)
       AND (?5 IS NULL OR key = ?5)
     ORDER BY id DESC LIMIT ?4`,
  );
  const hide = database.prepare(
    `UPDATE alert_causes SET cause = NULL
     WHERE cause IS NOT NULL AND (at < ?1 OR id <= (
       SELECT id FROM alert_causes WHERE cause IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ?2))`,
  );
  const remove = database.prepare(
    `DELETE FROM alert_causes
     WHERE at < ?1 OR id <= (SELECT id FROM alert_causes ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
  );
  return {
    add: ({ key, rule, fingerprint, at, status, severity, cause, scope }) =>
      insert.run(key, rule, fingerprint, at, status, severity, cause, scope).changes > 0,
    mark: ({ key, since, toldAt = null, keptBack = null }) => {
      if (since !== undefined) markBefore.run(key, toldAt, keptBack, since);
      mark.run(key, toldAt, keptBack);
    },
    has: (key) => byKey.get(key) !== undefined,
    last: (rule, fingerprint) => {
      const row = last.get(rule, fingerprint);
      return row && toCause(row);
    },
    list: ({ key, rule, status, before, limit }) =>
      list.all(rule ?? null, status ?? null, before ?? null, limit, key ?? null).map(toCause),
    forget: ({ shownSince, shown, keptSince, kept }) => {
      hide.run(shownSince, shown);
      remove.run(keptSince, kept);
    },
  };
}

function toCause(row: Row): AlertCause {
  return {
    id: integer(row, 'id'),
    key: text(row, 'key'),
    rule: text(row, 'rule'),
    fingerprint: text(row, 'fingerprint'),
    at: integer(row, 'at'),
    status: text(row, 'status'),
    severity: text(row, 'severity'),
    cause: text(row, 'cause'),
    scope: text(row, 'scope'),
    toldAt: optionalInteger(row, 'told_at'),
    keptBack: optionalText(row, 'kept_back'),
  };
}

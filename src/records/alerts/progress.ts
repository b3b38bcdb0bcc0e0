import type { DatabaseSync } from 'node:sqlite';
import { integer, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** Where a rule has come to. */
export interface AlertProgress {
  readonly rule: string;
  /** Receipt up to which it has seen everything, in microseconds. */
  readonly through: number;
  /** Unix milliseconds. */
  readonly evaluatedAt: number;
  /** Evaluations that failed since the last one that did not. */
  readonly failures: number;
  /** JSON: what it remembers beside its instances. */
  readonly state: string;
}

export interface AlertProgresses {
  put(progress: AlertProgress): Promise<void>;
  find(rule: string): Promise<AlertProgress | undefined>;
  list(): Promise<readonly AlertProgress[]>;
  delete(rule: string): Promise<void>;
}

/** Keeps in the database where rules have come to. */
export function createAlertProgresses(database: DatabaseSync): Synchronous<AlertProgresses> {
  const put = database.prepare('INSERT OR REPLACE INTO alert_progress VALUES (?, ?, ?, ?, ?)');
  const byRule = database.prepare('SELECT * FROM alert_progress WHERE rule = ?');
  const all = database.prepare('SELECT * FROM alert_progress ORDER BY rule');
  const remove = database.prepare('DELETE FROM alert_progress WHERE rule = ?');
  return {
    put: ({ rule, through, evaluatedAt, failures, state }) => {
      put.run(rule, through, evaluatedAt, failures, state);
    },
    find: (rule) => {
      const row = byRule.get(rule);
      return row === undefined ? undefined : toProgress(row);
    },
    list: () => all.all().map(toProgress),
    delete: (rule) => {
      remove.run(rule);
    },
  };
}

function toProgress(row: Row): AlertProgress {
  return {
    rule: text(row, 'rule'),
    through: integer(row, 'through'),
    evaluatedAt: integer(row, 'evaluated_at'),
    failures: integer(row, 'failures'),
    state: text(row, 'state'),
  };
}

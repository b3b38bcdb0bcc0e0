import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { transaction } from '../database.ts';
import { integer, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** How many policies are kept. */
const maxPolicies = 200;

/** A policy: who is told of alerts, and when. */
export interface KeptAlertPolicy {
  readonly name: string;
  /** JSON of its form. */
  readonly policy: string;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
}

export interface AlertPolicies {
  /** Keeps it in the place of another of its name. Throws AppError `conflict` when there are as many as are kept. */
  put(policy: Omit<KeptAlertPolicy, 'savedAt'>): Promise<KeptAlertPolicy>;
  find(name: string): Promise<KeptAlertPolicy | undefined>;
  /** By name. */
  list(): Promise<readonly KeptAlertPolicy[]>;
  /** Gives false when there is none. */
  delete(name: string): Promise<boolean>;
}

/** Keeps policies in the database. */
export function createAlertPolicies(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<AlertPolicies> {
  const put = database.prepare('INSERT OR REPLACE INTO alert_policies VALUES (?, ?, ?, ?)');
  const byName = database.prepare('SELECT * FROM alert_policies WHERE name = ?');
  const all = database.prepare('SELECT * FROM alert_policies ORDER BY name');
  const remove = database.prepare('DELETE FROM alert_policies WHERE name = ?');
  const others = database.prepare('SELECT count(*) AS count FROM alert_policies WHERE name <> ?');
  return {
    put: (given) =>
      transaction(database, () => {
        const { name, policy, savedBy } = given;
        if (integer(others.get(name) ?? {}, 'count') >= maxPolicies)
          throw new AppError('conflict', said`cannot keep policy "${name}": there are ${maxPolicies} already`);
        const savedAt = clock.now();
        put.run(name, policy, savedBy, savedAt);
        return { ...given, savedAt };
      }),
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toPolicy(row);
    },
    list: () => all.all().map(toPolicy),
    delete: (name) => remove.run(name).changes > 0,
  };
}

function toPolicy(row: Row): KeptAlertPolicy {
  return {
    name: text(row, 'name'),
    policy: text(row, 'policy'),
    savedBy: text(row, 'saved_by'),
    savedAt: integer(row, 'saved_at'),
  };
}

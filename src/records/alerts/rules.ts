import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../../base/index.ts';
import type { Clock } from '../../platform/index.ts';
import { transaction } from '../database.ts';
import { integer, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** What is kept of all rules together. */
const ruleBounds = { count: 2000, bytes: 64 << 20 } as const;

/** A rule that somebody made, or one that comes with the product and was switched on. */
export interface KeptAlertRule {
  readonly name: string;
  /** Undefined: that of the rule that comes with the product. */
  readonly yaml: string | undefined;
  readonly isEnabled: boolean;
  /** JSON: for whom it runs. */
  readonly owner: string;
  /** Rises with each change, from 1. */
  readonly version: number;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
}

export type AlertRuleToKeep = Omit<KeptAlertRule, 'version' | 'savedAt'>;

export interface AlertRules {
  /** Keeps it in the place of another of its name. Throws AppError `conflict` where there are as many as are kept. */
  put(rule: AlertRuleToKeep): Promise<KeptAlertRule>;
  find(name: string): Promise<KeptAlertRule | undefined>;
  /** By name. */
  list(): Promise<readonly KeptAlertRule[]>;
  /** Gives false when there is none. */
  delete(name: string): Promise<boolean>;
}

/** Keeps rules in the database. */
export function createAlertRules(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<AlertRules> {
  const put = database.prepare(
    `INSERT INTO alert_rules (name, yaml, is_enabled, owner, version, saved_by, saved_at) VALUES (?, ?, ?, ?, 1, ?, ?)
     ON CONFLICT (name) DO UPDATE SET yaml = excluded.yaml, is_enabled = excluded.is_enabled, owner = excluded.owner,
       version = version + 1, saved_by = excluded.saved_by, saved_at = excluded.saved_at
     RETURNING *`,
  );
  const byName = database.prepare('SELECT * FROM alert_rules WHERE name = ?');
  const all = database.prepare('SELECT * FROM alert_rules ORDER BY name');
  const remove = database.prepare('DELETE FROM alert_rules WHERE name = ?');
  const others = database.prepare(
    'SELECT count(*) AS count, coalesce(sum(length(yaml)), 0) AS size FROM alert_rules WHERE name <> ?',
  );

  function ensureRoom({ name, yaml = '' }: AlertRuleToKeep): void {
    const row = others.get(name) ?? {};
    if (integer(row, 'count') >= ruleBounds.count)
      throw new AppError('conflict', said`cannot keep rule "${name}": there are ${ruleBounds.count} already`);
    if (integer(row, 'size') + yaml.length > ruleBounds.bytes)
      throw new AppError(
        'conflict',
        said`cannot keep rule "${name}": all of them together have more than ${ruleBounds.bytes >> 20} MiB`,
      );
  }

  return {
    put: (rule) =>
      transaction(database, () => {
        ensureRoom(rule);
        const { name, yaml, isEnabled, owner, savedBy } = rule;
        return toRule(put.get(name, yaml ?? null, Number(isEnabled), owner, savedBy, clock.now()) ?? {});
      }),
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toRule(row);
    },
    list: () => all.all().map(toRule),
    delete: (name) => remove.run(name).changes > 0,
  };
}

function toRule(row: Row): KeptAlertRule {
  return {
    name: text(row, 'name'),
    yaml: optionalText(row, 'yaml'),
    isEnabled: integer(row, 'is_enabled') === 1,
    owner: text(row, 'owner'),
    version: integer(row, 'version'),
    savedBy: text(row, 'saved_by'),
    savedAt: integer(row, 'saved_at'),
  };
}

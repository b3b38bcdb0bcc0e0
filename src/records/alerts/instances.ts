import type { DatabaseSync } from 'node:sqlite';
import { integer, oneOf, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

const states = ['pending', 'firing'] as const;

/** A group of a rule whose condition held the last time it was looked at. */
export interface AlertInstance {
  readonly rule: string;
  readonly fingerprint: string;
  readonly state: (typeof states)[number];
  /** JSON. */
  readonly instance: string;
  /** JSON. */
  readonly scope: string;
  /** Unix milliseconds. */
  readonly changedAt: number;
}

export interface AlertInstances {
  put(instance: AlertInstance): Promise<void>;
  ofRule(rule: string): Promise<readonly AlertInstance[]>;
  /** Those that fire, the latest first. */
  firing(limit: number): Promise<readonly AlertInstance[]>;
  /** Those that fire, by rule. */
  countFiring(): Promise<ReadonlyMap<string, number>>;
  /** Those that fire, by severity. */
  countFiringBySeverity(): Promise<ReadonlyMap<string, number>>;
  delete(rule: string, fingerprint: string): Promise<void>;
  deleteOfRule(rule: string): Promise<void>;
}

/** Keeps instances in the database. */
export function createAlertInstances(database: DatabaseSync): Synchronous<AlertInstances> {
  const put = database.prepare('INSERT OR REPLACE INTO alert_instances VALUES (?, ?, ?, ?, ?, ?)');
  const ofRule = database.prepare('SELECT * FROM alert_instances WHERE rule = ? ORDER BY fingerprint');
  const firing = database.prepare(
    "SELECT * FROM alert_instances WHERE state = 'firing' ORDER BY changed_at DESC, rule, fingerprint LIMIT ?",
  );
  const counted = database.prepare(
    "SELECT rule, count(*) AS count FROM alert_instances WHERE state = 'firing' GROUP BY rule",
  );
  const bySeverity = database.prepare(
    "SELECT instance ->> 'severity' AS severity, count(*) AS count FROM alert_instances WHERE state = 'firing' GROUP BY 1",
  );
  const remove = database.prepare('DELETE FROM alert_instances WHERE rule = ? AND fingerprint = ?');
  const removeOfRule = database.prepare('DELETE FROM alert_instances WHERE rule = ?');
  return {
    put: ({ rule, fingerprint, state, instance, scope, changedAt }) => {
      put.run(rule, fingerprint, state, instance, scope, changedAt);
    },
    ofRule: (rule) => ofRule.all(rule).map(toInstance),
    firing: (limit) => firing.all(limit).map(toInstance),
    countFiring: () => new Map(counted.all().map((row) => [text(row, 'rule'), integer(row, 'count')])),
    countFiringBySeverity: () =>
      new Map(bySeverity.all().map((row) => [optionalText(row, 'severity') ?? '', integer(row, 'count')])),
    delete: (rule, fingerprint) => {
      remove.run(rule, fingerprint);
    },
    deleteOfRule: (rule) => {
      removeOfRule.run(rule);
    },
  };
}

function toInstance(row: Row): AlertInstance {
  return {
    rule: text(row, 'rule'),
    fingerprint: text(row, 'fingerprint'),
    state: oneOf(row, 'state', states),
    instance: text(row, 'instance'),
    scope: text(row, 'scope'),
    changedAt: integer(row, 'changed_at'),
  };
}

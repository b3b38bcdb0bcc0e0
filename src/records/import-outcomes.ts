import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../platform/index.ts';
import { text } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** What became of a body whose sender waits: decided once, so that a replay after a crash gives the same numbers. */
export interface ImportOutcomes {
  /** Keeps the outcome of a key unless there is one, and gives the one that holds. JSON values only. */
  decide(
    key: string,
    clusterId: string,
    outcome: Readonly<Record<string, number>>,
  ): Promise<Readonly<Record<string, number>>>;
  find(key: string): Promise<Readonly<Record<string, number>> | undefined>;
  /** Forgets the outcomes from before a time in Unix milliseconds and says how many. */
  forgetBefore(time: number): Promise<number>;
}

/** Keeps outcomes in the database. */
export function createImportOutcomes(database: DatabaseSync, clock: Clock): Synchronous<ImportOutcomes> {
  const insert = database.prepare('INSERT OR IGNORE INTO import_outcomes VALUES (?, ?, ?, ?)');
  const byKey = database.prepare('SELECT outcome FROM import_outcomes WHERE key = ?');
  const removeOld = database.prepare('DELETE FROM import_outcomes WHERE created_at < ?');

  function find(key: string): Readonly<Record<string, number>> | undefined {
    const row = byKey.get(key);
    if (row === undefined) return undefined;
    const value: unknown = JSON.parse(text(row, 'outcome'));
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.map(([name, count]) => [name, Number(count)]));
  }

  return {
    decide: (key, clusterId, outcome) => {
      insert.run(key, clusterId, JSON.stringify(outcome), clock.now());
      return find(key) ?? outcome;
    },
    find: (key) => find(key),
    forgetBefore: (time) => Number(removeOld.run(time).changes),
  };
}

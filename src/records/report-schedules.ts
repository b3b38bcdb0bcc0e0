import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import { integer, optionalInteger, optionalText, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** How many are kept. */
const maxSchedules = 500;

/** A dashboard that is sent on a schedule. */
export interface KeptReportSchedule {
  readonly name: string;
  readonly yaml: string;
  /** JSON: for whom it runs. */
  readonly owner: string;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
  /** Unix milliseconds; undefined: it has stopped. */
  readonly dueAt: number | undefined;
  /** When it last ran, and what came of it. */
  readonly ranAt: number | undefined;
  readonly outcome: string | undefined;
}

export type ReportScheduleToKeep = Pick<KeptReportSchedule, 'name' | 'yaml' | 'owner' | 'savedBy' | 'dueAt'>;

/** What came of a run. */
export interface ReportScheduleRun {
  readonly name: string;
  /** The time that was due when the run began: nothing is noted where it is another by now. */
  readonly wasDue: number;
  readonly dueAt: number | undefined;
  readonly outcome: string;
}

export interface ReportSchedules {
  /** Keeps it in the place of another of its name. Throws AppError `conflict` when there are as many as are kept. */
  put(schedule: ReportScheduleToKeep): Promise<void>;
  /** By name. */
  list(): Promise<readonly KeptReportSchedule[]>;
  find(name: string): Promise<KeptReportSchedule | undefined>;
  /** Gives false when there is none. */
  delete(name: string): Promise<boolean>;
  /** Notes a run. Gives false where it was changed, deleted or run meanwhile. */
  finish(run: ReportScheduleRun): Promise<boolean>;
  /** Sets another time. */
  postpone(name: string, dueAt: number): Promise<void>;
}

/** Keeps schedules of reports in the database. */
export function createReportSchedules(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<ReportSchedules> {
  const put = database.prepare(
    `INSERT INTO report_schedules (name, yaml, owner, saved_by, saved_at, due_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET yaml = excluded.yaml, owner = excluded.owner, saved_by = excluded.saved_by,
       saved_at = excluded.saved_at, due_at = excluded.due_at`,
  );
  const all = database.prepare('SELECT * FROM report_schedules ORDER BY name');
  const byName = database.prepare('SELECT * FROM report_schedules WHERE name = ?');
  const others = database.prepare('SELECT count(*) AS count FROM report_schedules WHERE name <> ?');
  const remove = database.prepare('DELETE FROM report_schedules WHERE name = ?');
  const finish = database.prepare(
    'UPDATE report_schedules SET due_at = ?, ran_at = ?, outcome = ? WHERE name = ? AND due_at = ?',
  );
  const postpone = database.prepare('UPDATE report_schedules SET due_at = ? WHERE name = ?');
  return {
    put: ({ name, yaml, owner, savedBy, dueAt }) =>
      transaction(database, () => {
        if (integer(others.get(name) ?? {}, 'count') >= maxSchedules)
          throw new AppError('conflict', said`cannot keep schedule "${name}": there are ${maxSchedules} already`);
        put.run(name, yaml, owner, savedBy, clock.now(), dueAt ?? null);
      }),
    list: () => all.all().map(toSchedule),
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toSchedule(row);
    },
    delete: (name) => remove.run(name).changes > 0,
    finish: ({ name, wasDue, dueAt, outcome }) =>
      finish.run(dueAt ?? null, clock.now(), outcome, name, wasDue).changes > 0,
    postpone: (name, dueAt) => {
      postpone.run(dueAt, name);
    },
  };
}

function toSchedule(row: Row): KeptReportSchedule {
  return {
    name: text(row, 'name'),
    yaml: text(row, 'yaml'),
    owner: text(row, 'owner'),
    savedBy: text(row, 'saved_by'),
    savedAt: integer(row, 'saved_at'),
    dueAt: optionalInteger(row, 'due_at'),
    ranAt: optionalInteger(row, 'ran_at'),
    outcome: optionalText(row, 'outcome'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction, withConstraint } from './database.ts';
import type { QuotaGate } from './quota.ts';
import { integer, optionalText, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** What is kept of all dashboards together: room for far more than anybody looks at. */
const dashboardBounds = { count: 500, bytes: 256 << 20, versions: 20 } as const;

/** When a version of a dashboard was saved, and by whom. */
export interface DashboardVersion {
  /** Counted from 1. */
  readonly version: number;
  /** The caller's name. */
  readonly savedBy: string;
  /** Unix milliseconds. */
  readonly savedAt: number;
}

/** A dashboard that somebody made, as it was in a version. */
export interface KeptDashboard extends DashboardVersion {
  readonly id: string;
  /** Undefined: of all projects. */
  readonly project: string | undefined;
  readonly yaml: string;
}

export type NewDashboard = Pick<KeptDashboard, 'id' | 'project' | 'yaml' | 'savedBy'>;

export interface DashboardChange extends NewDashboard {
  /** The version that the change was made from. */
  readonly basedOn: number;
}

/** Dashboards and their last versions. */
export interface Dashboards {
  /** Throws AppError: `conflict` when the id is taken, or there are as many as are kept; `quota-reached` when the project is full. */
  add(dashboard: NewDashboard): Promise<KeptDashboard>;
  /** All of them as they are now, by id. */
  list(): Promise<readonly KeptDashboard[]>;
  find(id: string): Promise<KeptDashboard | undefined>;
  /**
   * Adds a version. Throws AppError `not-found`, `conflict` where there is a newer one than the change was made from, and `quota-reached` when
   * it is moved to a project that is full.
   */
  replace(change: DashboardChange): Promise<KeptDashboard>;
  /** The latest first. */
  versions(id: string): Promise<readonly DashboardVersion[]>;
  version(id: string, version: number): Promise<KeptDashboard | undefined>;
  /** Removes it with its versions. Gives false when there is none. */
  delete(id: string): Promise<boolean>;
}

/** Keeps dashboards in the database. */
export function createDashboards(database: DatabaseSync, clock: Clock, gate: QuotaGate): Synchronous<Dashboards> {
  const columns = 'SELECT v.id, d.project, v.version, v.yaml, v.saved_by, v.saved_at FROM dashboards d';
  const current = `${columns} JOIN dashboard_versions v ON v.id = d.id AND v.version = d.version`;
  const all = database.prepare(`${current} ORDER BY d.id`);
  const byId = database.prepare(`${current} WHERE d.id = ?`);
  const one = database.prepare(`${columns} JOIN dashboard_versions v ON v.id = d.id WHERE d.id = ? AND v.version = ?`);
  const listed = database.prepare(
    'SELECT version, saved_by, saved_at FROM dashboard_versions WHERE id = ? ORDER BY version DESC',
  );
  const insert = database.prepare('INSERT INTO dashboards VALUES (?, ?, 1)');
  const insertVersion = database.prepare('INSERT INTO dashboard_versions VALUES (?, ?, ?, ?, ?)');
  const update = database.prepare('UPDATE dashboards SET project = ?, version = ? WHERE id = ?');
  const forget = database.prepare('DELETE FROM dashboard_versions WHERE id = ? AND version <= ?');
  const remove = database.prepare('DELETE FROM dashboards WHERE id = ?');
  const size = database.prepare(
    'SELECT (SELECT count(*) FROM dashboards) AS count, (SELECT coalesce(sum(length(yaml)), 0) FROM dashboard_versions) AS size',
  );

  function find(id: string): KeptDashboard | undefined {
    const row = byId.get(id);
    return row === undefined ? undefined : toDashboard(row);
  }

  function ensureRoom(added: NewDashboard, count: number): void {
    const row = size.get() ?? {};
    if (integer(row, 'count') + count > dashboardBounds.count)
      throw new AppError(
        'conflict',
        said`cannot keep dashboard "${added.id}": there are ${dashboardBounds.count} already`,
      );
    if (integer(row, 'size') + added.yaml.length > dashboardBounds.bytes)
      throw new AppError(
        'conflict',
        said`cannot keep dashboard "${added.id}": all of them together have more than ${dashboardBounds.bytes >> 20} MiB`,
      );
  }

  /** Within a transaction. */
  function write({ id, yaml, savedBy }: NewDashboard, version: number): KeptDashboard {
    insertVersion.run(id, version, yaml, savedBy, clock.now());
    forget.run(id, version - dashboardBounds.versions);
    const written = find(id);
    if (!written) throw notFound(id);
    return written;
  }

  return {
    add: (dashboard) =>
      transaction(database, () => {
        ensureRoom(dashboard, 1);
        const { id, project } = dashboard;
        if (project !== undefined) gate.admit(project, { dashboards: 1 }, said`keep dashboard "${id}"`);
        withConstraint(
          'unique',
          () => new AppError('conflict', said`cannot keep dashboard "${id}": the id is taken`),
          () => insert.run(id, project ?? null),
        );
        return write(dashboard, 1);
      }),
    list: () => all.all().map(toDashboard),
    find,
    replace: ({ basedOn, ...dashboard }) =>
      transaction(database, () => {
        const before = find(dashboard.id);
        if (!before) throw notFound(dashboard.id);
        if (before.version !== basedOn)
          throw new AppError(
            'conflict',
            said`cannot change dashboard "${dashboard.id}": ${before.savedBy} has saved version ${before.version} meanwhile, and the change was made from version ${basedOn}`,
          );
        ensureRoom(dashboard, 0);
        if (dashboard.project !== undefined && dashboard.project !== before.project)
          gate.admit(dashboard.project, { dashboards: 1 }, said`move dashboard "${dashboard.id}"`);
        update.run(dashboard.project ?? null, before.version + 1, dashboard.id);
        return write(dashboard, before.version + 1);
      }),
    versions: (id) => listed.all(id).map(toVersion),
    version: (id, version) => {
      const row = one.get(id, version);
      return row === undefined ? undefined : toDashboard(row);
    },
    delete: (id) => remove.run(id).changes > 0,
  };
}

function notFound(id: string): AppError {
  return new AppError('not-found', said`cannot find dashboard "${id}" among those that were made here`);
}

function toVersion(row: Row): DashboardVersion {
  return { version: integer(row, 'version'), savedBy: text(row, 'saved_by'), savedAt: integer(row, 'saved_at') };
}

function toDashboard(row: Row): KeptDashboard {
  return { id: text(row, 'id'), project: optionalText(row, 'project'), yaml: text(row, 'yaml'), ...toVersion(row) };
}

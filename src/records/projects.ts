import type { DatabaseSync } from 'node:sqlite';
import { AppError, said, type Said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import { type Quota, quotaColumns, type QuotaGate, type QuotaUse, readQuota, readUse } from './quota.ts';
import { integer, optionalInteger, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** What clusters and dashboards are grouped in. A project comes to be when it is named for the first time. */
export interface Project {
  readonly name: string;
  readonly quota: Quota;
  readonly used: QuotaUse;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

/** What is left out stays as it is. */
export type QuotaChange = { readonly [Name in keyof Quota]?: Quota[Name] | undefined };

/** The number of projects, and how many there may be; null is unlimited. */
export interface ProjectCount {
  readonly used: number;
  readonly most: number | null;
}

/** Projects and their quotas. A quota below what is used removes nothing: it lets nothing more in. */
export interface Projects {
  /** All of them, by name. */
  list(): Promise<readonly Project[]>;
  find(name: string): Promise<Project | undefined>;
  /** Bytes that one may receive on a day; null is unlimited, as of one that is not there. Asked for each batch: it counts nothing. */
  bytesPerDay(name: string): Promise<number | null>;
  /** Changes the quota, and makes the project where there is none of that name. Throws AppError `quota-reached`. */
  setQuota(name: string, change: QuotaChange): Promise<Project>;
  /**
   * Removes an empty one. Throws AppError: `not-found`; `conflict` where it has clusters or dashboards, or somebody is limited to it, who
   * would see whatever came into another of the same name.
   */
  delete(name: string): Promise<Project>;
  count(): Promise<ProjectCount>;
  /** Sets how many there may be. */
  setMost(most: number | null): Promise<ProjectCount>;
}

/** Keeps projects in the database. */
export function createProjects(database: DatabaseSync, clock: Clock, gate: QuotaGate): Synchronous<Projects> {
  const columns = `SELECT p.name, p.created_at, ${quotaColumns} FROM projects p`;
  const all = database.prepare(`${columns} ORDER BY p.name`);
  const byName = database.prepare(`${columns} WHERE p.name = ?`);
  const bytesPerDay = database.prepare('SELECT most_bytes_per_day FROM projects WHERE name = ?');
  const update = database.prepare(
    'UPDATE projects SET most_clusters = ?, most_logstores = ?, most_dashboards = ?, most_bytes_per_day = ? WHERE name = ?',
  );
  const remove = database.prepare('DELETE FROM projects WHERE name = ?');
  const limited = database.prepare(`
    SELECT name FROM users WHERE EXISTS (SELECT 1 FROM json_each(users.projects) WHERE value = :project)
    UNION ALL SELECT 'token:' || name FROM api_tokens
      WHERE (expires_at IS NULL OR expires_at > :now)
        AND EXISTS (SELECT 1 FROM json_each(api_tokens.projects) WHERE value = :project)`);
  const counts = database.prepare(
    'SELECT most_projects, (SELECT count(*) FROM projects) AS projects FROM server_quota',
  );
  const updateMost = database.prepare('UPDATE server_quota SET most_projects = ?');

  /** Limits on bytes that were asked for since the last change of a quota: each body that comes in asks. */
  const knownBytes = new Map<string, number | null>();

  function require(name: string): Project {
    const row = byName.get(name);
    if (row === undefined)
      throw new AppError('not-found', said`cannot find project "${name}": there is none of that name`);
    return toProject(row);
  }

  function count(): ProjectCount {
    const row = counts.get() ?? {};
    return { used: integer(row, 'projects'), most: optionalInteger(row, 'most_projects') ?? null };
  }

  return {
    list: () => all.all().map(toProject),
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toProject(row);
    },
    bytesPerDay: (name) => {
      const known = knownBytes.get(name);
      if (known !== undefined) return known;
      const row = bytesPerDay.get(name);
      const most = row === undefined ? null : (optionalInteger(row, 'most_bytes_per_day') ?? null);
      if (row !== undefined) knownBytes.set(name, most);
      return most;
    },
    setQuota: (name, change) => {
      const project = transaction(database, () => {
        gate.admit(name, {}, said`make project "${name}"`);
        const { quota } = require(name);
        const most = <Key extends keyof Quota>(key: Key) => (change[key] === undefined ? quota[key] : change[key]);
        update.run(most('clusters'), most('logstores'), most('dashboards'), most('bytesPerDay'), name);
        return require(name);
      });
      knownBytes.clear();
      return project;
    },
    delete: (name) => {
      const gone = transaction(database, () => {
        const project = require(name);
        const { logstores, dashboards } = project.used;
        const refuse = (reason: Said) => new AppError('conflict', said`cannot delete project "${name}": ${reason}`);
        if (logstores > 0) throw refuse(said`it has ${logstores} clusters; move or delete them first`);
        if (dashboards > 0) throw refuse(said`it has ${dashboards} dashboards; move or delete them first`);
        const names = limited.all({ project: name, now: clock.now() }).map((row) => text(row, 'name'));
        if (names.length > 0) throw refuse(said`${names.slice(0, 5).join(', ')} may see it; change their limits first`);
        remove.run(name);
        return project;
      });
      knownBytes.clear();
      return gone;
    },
    count,
    setMost: (most) => {
      updateMost.run(most);
      return count();
    },
  };
}

function toProject(row: Row): Project {
  return {
    name: text(row, 'name'),
    quota: readQuota(row),
    used: readUse(row),
    createdAt: integer(row, 'created_at'),
  };
}

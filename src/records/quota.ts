import type { DatabaseSync } from 'node:sqlite';
import { AppError, joinTexts, said, type Said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { integer, optionalInteger, type Row } from './row.ts';

/** What a project has at most; null is unlimited. */
export interface Quota {
  /** That take events: one that is disabled is not counted. */
  readonly clusters: number | null;
  /** One a cluster, disabled ones included: they keep what they have. */
  readonly logstores: number | null;
  readonly dashboards: number | null;
  /** Of events as they are sent, unpacked, on a day in UTC. */
  readonly bytesPerDay: number | null;
}

/** What of its quota a project has used. */
export type QuotaUse = Omit<{ readonly [Name in keyof Quota]: number }, 'bytesPerDay'>;

/** What is to be added to a project. */
export type Addition = { readonly [Name in keyof QuotaUse]?: number };

/** Lets things into projects. Within a transaction: what it lets in is to be there when it is asked again. */
export interface QuotaGate {
  /**
   * Makes a project that is named for the first time, and sees to it that it has room for what is to be added. Throws AppError
   * `quota-reached`, with all that there is too little of, before anything is made. `task` is what is done, such as `add cluster "a"`.
   */
  admit(project: string, added: Addition, task: Said): void;
}

export const quotaColumns = `p.most_clusters, p.most_logstores, p.most_dashboards, p.most_bytes_per_day,
  (SELECT count(*) FROM clusters WHERE project = p.name AND status = 'enabled') AS clusters,
  (SELECT count(*) FROM clusters WHERE project = p.name) AS logstores,
  (SELECT count(*) FROM dashboards WHERE project = p.name) AS dashboards`;

/** The quota of a row of projects. */
export function readQuota(row: Row): Quota {
  const most = (column: string): number | null => optionalInteger(row, column) ?? null;
  return {
    clusters: most('most_clusters'),
    logstores: most('most_logstores'),
    dashboards: most('most_dashboards'),
    bytesPerDay: most('most_bytes_per_day'),
  };
}

/** What of it is used, by a row with `quotaColumns`. */
export function readUse(row: Row): QuotaUse {
  return {
    clusters: integer(row, 'clusters'),
    logstores: integer(row, 'logstores'),
    dashboards: integer(row, 'dashboards'),
  };
}

const nothing: QuotaUse = { clusters: 0, logstores: 0, dashboards: 0 };
const counted = ['clusters', 'logstores', 'dashboards'] as const;
const countedWords: Readonly<Record<(typeof counted)[number], Said>> = {
  clusters: said`clusters`,
  logstores: said`logstores`,
  dashboards: said`dashboards`,
};

/** Makes the gate of a database. */
export function createQuotaGate(database: DatabaseSync, clock: Clock): QuotaGate {
  const find = database.prepare(`SELECT ${quotaColumns} FROM projects p WHERE name = ?`);
  const ofServer = database.prepare(
    'SELECT most_projects, (SELECT count(*) FROM projects) AS projects FROM server_quota',
  );
  const make = database.prepare('INSERT INTO projects (name, created_at) VALUES (?, ?)');

  return {
    admit(project, added, task) {
      const row = find.get(project);
      const lacks: Said[] = [];
      const ask = (name: Said, used: number, most: number | null | undefined, more: number): void => {
        if (more > 0 && most !== null && most !== undefined && used + more > most)
          lacks.push(said`${name}: ${used} of ${most} used, ${more} more needed`);
      };
      if (row === undefined) {
        const server = ofServer.get() ?? {};
        ask(said`projects`, integer(server, 'projects'), optionalInteger(server, 'most_projects'), 1);
      } else {
        const [quota, used] = [readQuota(row), readUse(row)];
        for (const name of counted) ask(countedWords[name], used[name], quota[name], added[name] ?? nothing[name]);
      }
      if (lacks.length > 0)
        throw new AppError(
          'quota-reached',
          row === undefined
            ? said`cannot ${task}: make sure that the quota of projects is sufficient (${joinTexts(lacks)})`
            : said`cannot ${task}: make sure that the quota of project "${project}" is sufficient (${joinTexts(lacks)})`,
        );
      if (row === undefined) make.run(project, clock.now());
    },
  };
}

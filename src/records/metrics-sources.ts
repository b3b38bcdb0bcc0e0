import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import { withConstraint } from './database.ts';
import { integer, optionalInteger, optionalText, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

/** Where the counters of an API server are read. Its token is a sealed secret. */
export interface MetricsSource {
  readonly clusterId: string;
  /** Tells it from others of the cluster. */
  readonly name: string;
  readonly url: string;
  /** PEM: who vouches for the API server; undefined is the system's authorities. */
  readonly ca: string | undefined;
  readonly hasToken: boolean;
  /** Unix milliseconds; undefined where it was never read. */
  readonly lastReadAt: number | undefined;
  /** Why the last try failed. */
  readonly error: string | undefined;
}

/** Of one cluster: control planes have three or five API servers. */
const mostSources = 32;

export interface MetricsSources {
  /** In the place of another of its name. Throws AppError: `not-found` for an unknown cluster, `conflict` where it has as many as there may be. */
  put(source: Omit<MetricsSource, 'lastReadAt' | 'error'>): Promise<MetricsSource>;
  /** Of a cluster, or of all. */
  list(clusterId?: string): Promise<readonly MetricsSource[]>;
  /** Notes that it was read, or why not. One that is gone by now stays so. */
  note(
    source: Pick<MetricsSource, 'clusterId' | 'name'>,
    outcome: { readonly at: number } | { readonly error: string },
  ): Promise<void>;
  /** Gives false when there is none. */
  delete(clusterId: string, name: string): Promise<boolean>;
}

/** Keeps them in the database. */
export function createMetricsSources(database: DatabaseSync): Synchronous<MetricsSources> {
  const put = database.prepare('INSERT OR REPLACE INTO metrics_sources VALUES (?, ?, ?, ?, ?, NULL, NULL)');
  const all = database.prepare('SELECT * FROM metrics_sources ORDER BY cluster_id, name');
  const ofCluster = database.prepare('SELECT * FROM metrics_sources WHERE cluster_id = ? ORDER BY name');
  const read = database.prepare(
    'UPDATE metrics_sources SET last_read_at = ?, error = NULL WHERE cluster_id = ? AND name = ?',
  );
  const failed = database.prepare('UPDATE metrics_sources SET error = ? WHERE cluster_id = ? AND name = ?');
  const remove = database.prepare('DELETE FROM metrics_sources WHERE cluster_id = ? AND name = ?');
  return {
    put: (source) => {
      const { clusterId, name, url, ca, hasToken } = source;
      const others = ofCluster.all(clusterId).filter((row) => text(row, 'name') !== name);
      if (others.length >= mostSources)
        throw new AppError(
          'conflict',
          said`cannot add metrics source "${name}": the cluster has ${mostSources} already`,
        );
      const unknown = () =>
        new AppError('not-found', said`cannot add metrics source "${name}": there is no such cluster`);
      withConstraint('foreignKey', unknown, () => put.run(clusterId, name, url, ca ?? null, Number(hasToken)));
      return { ...source, lastReadAt: undefined, error: undefined };
    },
    list: (clusterId) => (clusterId === undefined ? all.all() : ofCluster.all(clusterId)).map(toSource),
    note: ({ clusterId, name }, outcome) => {
      if ('at' in outcome) read.run(outcome.at, clusterId, name);
      else failed.run(outcome.error, clusterId, name);
    },
    delete: (clusterId, name) => remove.run(clusterId, name).changes > 0,
  };
}

function toSource(row: Row): MetricsSource {
  return {
    clusterId: text(row, 'cluster_id'),
    name: text(row, 'name'),
    url: text(row, 'url'),
    ca: optionalText(row, 'ca'),
    hasToken: integer(row, 'has_token') === 1,
    lastReadAt: optionalInteger(row, 'last_read_at'),
    error: optionalText(row, 'error'),
  };
}

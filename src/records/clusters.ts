import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction, withConstraint } from './database.ts';
import { integer, oneOf, text, type Row } from './row.ts';
import { newId } from './token.ts';
import type { Synchronous } from './synchronous.ts';

const statuses = ['enabled', 'disabled'] as const;

/** A disabled cluster takes no events and keeps its data. */
export type ClusterStatus = (typeof statuses)[number];

export interface Cluster {
  /** Random; what its events carry. A new cluster of the same name is another one. */
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** `audit-` and the id, as SLS names it. */
  readonly logstore: string;
  readonly retentionDays: number;
  readonly status: ClusterStatus;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

export interface ClusterChange {
  readonly project?: string | undefined;
  readonly retentionDays?: number | undefined;
  readonly status?: ClusterStatus | undefined;
}

/** A cluster that is gone, of which the store may still hold events. */
export interface DeletedCluster {
  readonly id: string;
  readonly name: string;
}

/** Clusters and the projects that they are in. A project comes to be with its first cluster. */
export interface Clusters {
  /** Throws AppError `conflict` when the name is taken. */
  add(cluster: { readonly name: string; readonly project: string; readonly retentionDays: number }): Promise<Cluster>;
  /** All of them, by name. */
  list(): Promise<readonly Cluster[]>;
  byName(name: string): Promise<Cluster | undefined>;
  byId(id: string): Promise<Cluster | undefined>;
  /** Changes what is given; moves it when that is the project. Throws AppError `not-found`. */
  change(name: string, change: ClusterChange): Promise<Cluster>;
  /**
   * Removes the cluster with its tokens and dead letters, remembers that it was there, and gives what it was. Throws AppError
   * `not-found`.
   */
  delete(name: string): Promise<Cluster>;
  /** All that were ever deleted: what of them was on its way into the store may arrive there later than anybody knows. */
  deleted(): Promise<readonly DeletedCluster[]>;
}

/** Keeps clusters in the database. */
export function createClusters(database: DatabaseSync, clock: Clock): Synchronous<Clusters> {
  const byName = database.prepare('SELECT * FROM clusters WHERE name = ?');
  const byId = database.prepare('SELECT * FROM clusters WHERE id = ?');
  const all = database.prepare('SELECT * FROM clusters ORDER BY name');
  const insert = database.prepare('INSERT INTO clusters VALUES (?, ?, ?, ?, ?, ?)');
  const update = database.prepare('UPDATE clusters SET project = ?, retention_days = ?, status = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM clusters WHERE id = ?');
  const remember = database.prepare('INSERT INTO deleted_clusters VALUES (?, ?, ?)');
  const remembered = database.prepare('SELECT id, name FROM deleted_clusters');
  const addProject = database.prepare('INSERT OR IGNORE INTO projects VALUES (?, ?)');

  function require(name: string): Cluster {
    const row = byName.get(name);
    if (row === undefined) throw new AppError('not-found', `cannot find cluster "${name}": there is none of that name`);
    return toCluster(row);
  }

  return {
    add: ({ name, project, retentionDays }) => {
      const taken = () => new AppError('conflict', `cannot add cluster "${name}": the name is taken`);
      const id = newId('c');
      return withConstraint('unique', taken, () =>
        transaction(database, () => {
          addProject.run(project, clock.now());
          insert.run(id, name, project, retentionDays, 'enabled', clock.now());
          return require(name);
        }),
      );
    },
    list: () => all.all().map(toCluster),
    byName: (name) => optional(byName.get(name)),
    byId: (id) => optional(byId.get(id)),
    change: (name, change) =>
      transaction(database, () => {
        const { id, ...now } = require(name);
        if (change.project !== undefined) addProject.run(change.project, clock.now());
        update.run(
          change.project ?? now.project,
          change.retentionDays ?? now.retentionDays,
          change.status ?? now.status,
          id,
        );
        return require(name);
      }),
    delete: (name) =>
      transaction(database, () => {
        const cluster = require(name);
        remove.run(cluster.id);
        remember.run(cluster.id, cluster.name, clock.now());
        return cluster;
      }),
    deleted: () => remembered.all().map((row) => ({ id: text(row, 'id'), name: text(row, 'name') })),
  };
}

function optional(row: Row | undefined): Cluster | undefined {
  return row === undefined ? undefined : toCluster(row);
}

function toCluster(row: Row): Cluster {
  const id = text(row, 'id');
  return {
    id,
    name: text(row, 'name'),
    project: text(row, 'project'),
    logstore: `audit-${id}`,
    retentionDays: integer(row, 'retention_days'),
    status: oneOf(row, 'status', statuses),
    createdAt: integer(row, 'created_at'),
  };
}

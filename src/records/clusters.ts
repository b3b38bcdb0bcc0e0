import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import type { QuotaGate } from './quota.ts';
import { integer, oneOf, text, type Row } from './row.ts';
import { newId } from './token.ts';
import type { Synchronous } from './synchronous.ts';

const statuses = ['enabled', 'disabled'] as const;

/** A disabled cluster takes no events and keeps its data. */
export type ClusterStatus = (typeof statuses)[number];

const kinds = ['managed', 'dedicated', 'registered', 'self-managed'] as const;

/**
 * Whose control plane it is, as ACK tells them apart: `managed`, the cloud's; `dedicated`, the cloud's on machines of one's own;
 * `registered`, one from elsewhere that is seen through the cloud; `self-managed`, one's own altogether.
 */
export type ClusterKind = (typeof kinds)[number];

/** For how long events are kept unless somebody says. SLS keeps the audit logs of ACK's clusters as long. */
export function defaultRetentionDays(kind: ClusterKind): number {
  return kind === 'dedicated' ? 365 : 30;
}

export interface Cluster {
  /** Random; what its events carry. A new cluster of the same name is another one. */
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** `audit-` and the id, as SLS names it. */
  readonly logstore: string;
  readonly kind: ClusterKind;
  readonly retentionDays: number;
  readonly status: ClusterStatus;
  /** JSON: what is taken out of its events before they are kept; empty: nothing. `ingest` knows what it is. */
  readonly redaction: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

export type NewCluster = Pick<Cluster, 'name' | 'project' | 'kind' | 'retentionDays'>;

export interface ClusterChange {
  readonly project?: string | undefined;
  readonly kind?: ClusterKind | undefined;
  readonly retentionDays?: number | undefined;
  readonly status?: ClusterStatus | undefined;
  readonly redaction?: string | undefined;
}

/** A cluster that is gone, of which the store may still hold events. */
export interface DeletedCluster {
  readonly id: string;
  readonly name: string;
}

/** Clusters and the projects that they are in. A project comes to be when it is named. */
export interface Clusters {
  /** Throws AppError: `conflict` when the name is taken, `quota-reached` when the project is full. */
  add(cluster: NewCluster): Promise<Cluster>;
  /** All of them, by name. */
  list(): Promise<readonly Cluster[]>;
  byName(name: string): Promise<Cluster | undefined>;
  byId(id: string): Promise<Cluster | undefined>;
  /** Of all that are in some projects now. */
  idsIn(projects: readonly string[]): Promise<readonly string[]>;
  /**
   * Changes what is given; moves it when that is the project: nothing of its events is touched, they belong to the cluster. Throws AppError
   * `not-found`, and `quota-reached` when it would be one too many in the project.
   */
  change(name: string, change: ClusterChange): Promise<Cluster>;
  /** Counts the changes that were made since the start: who remembers what they see looks again when it is another. */
  revision(): Promise<number>;
  /**
   * Removes the cluster with its tokens and dead letters, remembers that it was there, and gives what it was. Throws AppError
   * `not-found`, and `conflict` while there is a legal hold on it.
   */
  delete(name: string): Promise<Cluster>;
  /** All that were ever deleted: what of them was on its way into the store may arrive there later than anybody knows. */
  deleted(): Promise<readonly DeletedCluster[]>;
}

/** Keeps clusters in the database. */
export function createClusters(database: DatabaseSync, clock: Clock, gate: QuotaGate): Synchronous<Clusters> {
  const byName = database.prepare('SELECT * FROM clusters WHERE name = ?');
  const byId = database.prepare('SELECT * FROM clusters WHERE id = ?');
  const all = database.prepare('SELECT * FROM clusters ORDER BY name');
  const idsIn = database.prepare(
    'SELECT id FROM clusters WHERE project IN (SELECT value FROM json_each(?)) ORDER BY name',
  );
  const insert = database.prepare(`INSERT INTO clusters (id, name, project, kind, retention_days, status, created_at)
    VALUES (?, ?, ?, ?, ?, 'enabled', ?)`);
  const update = database.prepare(
    'UPDATE clusters SET project = ?, kind = ?, retention_days = ?, status = ?, redaction = ? WHERE id = ?',
  );
  const remove = database.prepare('DELETE FROM clusters WHERE id = ?');
  const remember = database.prepare('INSERT INTO deleted_clusters VALUES (?, ?, ?)');
  const remembered = database.prepare('SELECT id, name FROM deleted_clusters');
  const holds = database.prepare('SELECT reason FROM legal_holds WHERE cluster_id = ? ORDER BY placed_at LIMIT 1');
  let revision = 0;
  /** Those that were asked for by name since the last change: each body that comes in asks. */
  const known = new Map<string, Cluster>();

  function require(name: string): Cluster {
    const row = byName.get(name);
    if (row === undefined)
      throw new AppError('not-found', said`cannot find cluster "${name}": there is none of that name`);
    return toCluster(row);
  }

  /** Makes a change as a whole or not at all. */
  function changed(change: () => Cluster): Cluster {
    const cluster = transaction(database, change);
    revision += 1;
    known.clear();
    return cluster;
  }

  return {
    add: ({ name, project, kind, retentionDays }) => {
      const id = newId('c');
      return changed(() => {
        if (byName.get(name) !== undefined)
          throw new AppError('conflict', said`cannot add cluster "${name}": the name is taken`);
        gate.admit(project, { clusters: 1, logstores: 1 }, said`add cluster "${name}"`);
        insert.run(id, name, project, kind, retentionDays, clock.now());
        return require(name);
      });
    },
    list: () => all.all().map(toCluster),
    byName: (name) => {
      const cluster = known.get(name) ?? optional(byName.get(name));
      if (cluster) known.set(name, cluster);
      return cluster;
    },
    byId: (id) => optional(byId.get(id)),
    idsIn: (projects) => idsIn.all(JSON.stringify(projects)).map((row) => text(row, 'id')),
    change: (name, change) =>
      changed(() => {
        const before = require(name);
        const { project = before.project, kind = before.kind, status = before.status } = change;
        const { retentionDays = before.retentionDays, redaction = before.redaction } = change;
        const isMoved = project !== before.project;
        const isTaken = status === 'enabled' && (isMoved || before.status !== 'enabled');
        const task = isMoved ? said`move cluster "${name}"` : said`enable cluster "${name}"`;
        if (isMoved || isTaken) gate.admit(project, { clusters: Number(isTaken), logstores: Number(isMoved) }, task);
        update.run(project, kind, retentionDays, status, redaction, before.id);
        return require(name);
      }),
    revision: () => revision,
    delete: (name) =>
      changed(() => {
        const cluster = require(name);
        const held = holds.get(cluster.id);
        if (held !== undefined)
          throw new AppError(
            'conflict',
            said`cannot delete cluster "${name}": it is under legal hold (${text(held, 'reason')}); lift its holds first`,
          );
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
    kind: oneOf(row, 'kind', kinds),
    retentionDays: integer(row, 'retention_days'),
    status: oneOf(row, 'status', statuses),
    redaction: text(row, 'redaction'),
    createdAt: integer(row, 'created_at'),
  };
}

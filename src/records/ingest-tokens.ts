import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { withConstraint, writeIfRoom } from './database.ts';
import { integer, optionalInteger, text, type Row } from './row.ts';
import { hashToken, newId, newToken } from './token.ts';
import type { Synchronous } from './synchronous.ts';

/** How stale the time of the last use may be, in milliseconds: not every webhook body is worth a write to disk. */
const lastUseStep = 60_000;

/** The right to send a cluster's events; its text is not kept. */
export interface IngestToken {
  readonly id: string;
  readonly clusterId: string;
  /** The first characters of the token. */
  readonly hint: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** To the minute. */
  readonly lastUsedAt: number | undefined;
}

/** Any number of tokens a cluster, so that one can be rotated while the other still works. */
export interface IngestTokens {
  /** Makes a token; `text` is the only time that it can be seen. Throws AppError `not-found` for an unknown cluster. */
  add(clusterId: string): Promise<IngestToken & { readonly text: string }>;
  list(clusterId: string): Promise<readonly IngestToken[]>;
  /** The token that has this text, if there is one, and notes its use. */
  use(text: string): Promise<IngestToken | undefined>;
  /** Gives false when the cluster has no such token. */
  delete(clusterId: string, id: string): Promise<boolean>;
}

/** Keeps ingest tokens in the database. */
export function createIngestTokens(database: DatabaseSync, clock: Clock): Synchronous<IngestTokens> {
  const insert = database.prepare('INSERT INTO ingest_tokens VALUES (?, ?, ?, ?, ?, NULL)');
  const ofCluster = database.prepare('SELECT * FROM ingest_tokens WHERE cluster_id = ? ORDER BY created_at, id');
  const byHash = database.prepare('SELECT * FROM ingest_tokens WHERE hash = ?');
  const touch = database.prepare('UPDATE ingest_tokens SET last_used_at = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM ingest_tokens WHERE cluster_id = ? AND id = ?');
  return {
    add: (clusterId) => {
      const { text, hash, hint } = newToken('wdingest');
      const token = { id: newId('t'), clusterId, hint, createdAt: clock.now(), lastUsedAt: undefined };
      const unknown = () =>
        new AppError('not-found', said`cannot add a token to cluster "${clusterId}": there is no such id`);
      withConstraint('foreignKey', unknown, () => insert.run(token.id, clusterId, hash, hint, token.createdAt));
      return { ...token, text };
    },
    list: (clusterId) => ofCluster.all(clusterId).map(toToken),
    use: (text) => {
      const row = byHash.get(hashToken(text));
      if (row === undefined) return undefined;
      const token = toToken(row);
      const now = clock.now();
      if (now - (token.lastUsedAt ?? 0) >= lastUseStep) writeIfRoom(() => touch.run(now, token.id));
      return token;
    },
    delete: (clusterId, id) => remove.run(clusterId, id).changes > 0,
  };
}

function toToken(row: Row): IngestToken {
  return {
    id: text(row, 'id'),
    clusterId: text(row, 'cluster_id'),
    hint: text(row, 'hint'),
    createdAt: integer(row, 'created_at'),
    lastUsedAt: optionalInteger(row, 'last_used_at'),
  };
}

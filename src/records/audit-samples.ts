import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import { withConstraint } from './database.ts';
import { integer, oneOf, optionalInteger, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

const bases = ['metrics', 'agent'] as const;

/** Who counted: API servers, by what they say of themselves, or agents that read their logs. */
export type SampleBasis = (typeof bases)[number];

/** What was counted by a moment. Times in Unix milliseconds. */
export interface AuditSample {
  readonly clusterId: string;
  readonly basis: SampleBasis;
  /** The API server, or the agent. */
  readonly source: string;
  readonly at: number;
  /** When the counting process began; undefined where that is not known, or does not matter. */
  readonly startedAt: number | undefined;
  readonly events: number;
  /** Events that a backend of the API server lost. */
  readonly errors: number;
  /** Requests that it refused since it could not audit them. */
  readonly rejected: number;
}

export interface SampleQuery {
  readonly clusterId: string;
  readonly basis: SampleBasis;
  readonly from: number;
  readonly to: number;
}

/** A process of an API server that began. Times in Unix milliseconds. */
export interface ProcessStart {
  readonly source: string;
  readonly at: number;
}

export interface StartQuery {
  readonly clusterId: string;
  readonly from: number;
  /** Itself not in it. */
  readonly to: number;
  readonly limit: number;
}

/** How many sources of a kind a cluster may have: an agent whose state is thrown away comes back as another. */
const mostSources = 256;

export interface AuditSamples {
  /** Throws AppError `not-found` where the cluster is gone, `conflict` where it has more sources than can be. */
  add(sample: AuditSample): Promise<void>;
  /** Those of a period, both ends included, by source and time. */
  list(query: SampleQuery): Promise<readonly AuditSample[]>;
  /** The latest of a source. */
  last(source: Pick<AuditSample, 'clusterId' | 'basis' | 'source'>): Promise<AuditSample | undefined>;
  /** When API servers of a cluster began again, as they said: the latest first. That one was there at all is no restart. */
  starts(query: StartQuery): Promise<readonly ProcessStart[]>;
  /** Leaves one within each so many milliseconds of what is older than a moment. */
  thinBefore(before: number, eachMs: number): Promise<void>;
  forgetBefore(before: number): Promise<void>;
}

/** Keeps them in the database. */
export function createAuditSamples(database: DatabaseSync): Synchronous<AuditSamples> {
  const insert = database.prepare('INSERT OR REPLACE INTO audit_samples VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const sources = database.prepare(
    'SELECT count(DISTINCT source) AS sources FROM audit_samples WHERE cluster_id = ? AND basis = ? AND source <> ?',
  );
  const isKnown = database.prepare(
    'SELECT 1 FROM audit_samples WHERE cluster_id = ? AND basis = ? AND source = ? LIMIT 1',
  );
  const ofPeriod = database.prepare(
    'SELECT * FROM audit_samples WHERE cluster_id = ? AND basis = ? AND at BETWEEN ? AND ? ORDER BY source, at',
  );
  const last = database.prepare(
    'SELECT * FROM audit_samples WHERE cluster_id = ? AND basis = ? AND source = ? ORDER BY at DESC LIMIT 1',
  );
  // Whoever was sampled before it began has restarted. One pass: the samples of a day are thousands, and everybody waits meanwhile.
  const starts = database.prepare(
    `SELECT DISTINCT source, started_at FROM (
       SELECT source, started_at, min(started_at) OVER (PARTITION BY source) AS first FROM audit_samples
       WHERE cluster_id = ?1 AND basis = 'metrics' AND started_at IS NOT NULL)
     WHERE started_at >= ?2 AND started_at < ?3 AND started_at > first ORDER BY started_at DESC LIMIT ?4`,
  );
  const thin = database.prepare(`DELETE FROM audit_samples AS one WHERE at < ?1 AND EXISTS (
    SELECT 1 FROM audit_samples AS other WHERE other.cluster_id = one.cluster_id AND other.basis = one.basis
      AND other.source = one.source AND other.at > one.at AND other.at < one.at - one.at % ?2 + ?2)`);
  const forget = database.prepare('DELETE FROM audit_samples WHERE at < ?');
  return {
    add: ({ clusterId, basis, source, at, startedAt, events, errors, rejected }) => {
      if (isKnown.get(clusterId, basis, source) === undefined) {
        const others = integer(sources.get(clusterId, basis, source) ?? {}, 'sources');
        if (others >= mostSources)
          throw new AppError(
            'conflict',
            said`cannot keep what "${source}" counted: the cluster has ${mostSources} sources`,
          );
      }
      const unknown = () => new AppError('not-found', said`cannot keep what was counted: the cluster is gone`);
      withConstraint('foreignKey', unknown, () =>
        insert.run(clusterId, basis, source, at, startedAt ?? null, events, errors, rejected),
      );
    },
    list: ({ clusterId, basis, from, to }) => ofPeriod.all(clusterId, basis, from, to).map(toSample),
    last: ({ clusterId, basis, source }) => {
      const row = last.get(clusterId, basis, source);
      return row === undefined ? undefined : toSample(row);
    },
    starts: ({ clusterId, from, to, limit }) =>
      starts
        .all(clusterId, from, to, limit)
        .map((row) => ({ source: text(row, 'source'), at: integer(row, 'started_at') })),
    thinBefore: (before, eachMs) => {
      thin.run(before, eachMs);
    },
    forgetBefore: (before) => {
      forget.run(before);
    },
  };
}

function toSample(row: Row): AuditSample {
  return {
    clusterId: text(row, 'cluster_id'),
    basis: oneOf(row, 'basis', bases),
    source: text(row, 'source'),
    at: integer(row, 'at'),
    startedAt: optionalInteger(row, 'started_at'),
    events: integer(row, 'events'),
    errors: integer(row, 'errors'),
    rejected: integer(row, 'rejected'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../platform/index.ts';
import { integer, optionalInteger, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** How many are kept of a destination: the events themselves are in the store. */
const keptRejects = 10_000;

/** An event that a destination refused. */
export interface NewForwardReject {
  readonly clusterId: string;
  readonly auditId: string;
  /** Microseconds. */
  readonly receivedAtMicros: number;
  /** Tells it from all others, and is the same whenever it is sent. */
  readonly eventKey: string;
  /** What the destination said, or why it was not asked. */
  readonly answer: string;
  readonly status: number | undefined;
}

export interface ForwardReject extends NewForwardReject {
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface ForwardRejectQuery {
  readonly destination: string;
  /** The id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface ForwardRejects {
  /** Keeps them, and forgets the oldest where there are too many. */
  add(destination: string, rejects: readonly NewForwardReject[]): Promise<void>;
  /** The latest first. */
  list(query: ForwardRejectQuery): Promise<readonly ForwardReject[]>;
  find(destination: string, id: number): Promise<ForwardReject | undefined>;
  /** How many are kept of a destination. */
  count(destination: string): Promise<number>;
  /** Forgets one that was taken in the end. */
  delete(id: number): Promise<void>;
  /** Notes what was said when it was sent again. */
  answer(id: number, said: Pick<NewForwardReject, 'answer' | 'status'>): Promise<void>;
  /** How many were refused since then, in Unix milliseconds, by destination. */
  countSince(since: number): Promise<ReadonlyMap<string, number>>;
}

/** Keeps what destinations refused. */
export function createForwardRejects(database: DatabaseSync, clock: Pick<Clock, 'now'>): Synchronous<ForwardRejects> {
  const insert = database.prepare(
    `INSERT INTO forward_rejects (destination, at, cluster_id, audit_id, receipt, event_key, answer, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const forget = database.prepare(
    `DELETE FROM forward_rejects WHERE destination = ?1 AND id <= (
       SELECT id FROM forward_rejects WHERE destination = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
  );
  const list = database.prepare(
    'SELECT * FROM forward_rejects WHERE destination = ? AND id < ? ORDER BY id DESC LIMIT ?',
  );
  const one = database.prepare('SELECT * FROM forward_rejects WHERE destination = ? AND id = ?');
  const kept = database.prepare('SELECT count(*) AS count FROM forward_rejects WHERE destination = ?');
  const remove = database.prepare('DELETE FROM forward_rejects WHERE id = ?');
  const answer = database.prepare('UPDATE forward_rejects SET at = ?, answer = ?, status = ? WHERE id = ?');
  const count = database.prepare(
    'SELECT destination, count(*) AS count FROM forward_rejects WHERE at >= ? GROUP BY destination',
  );
  return {
    add: (destination, rejects) => {
      if (rejects.length === 0) return;
      const now = clock.now();
      for (const { clusterId, auditId, receivedAtMicros, eventKey, answer, status } of rejects)
        insert.run(destination, now, clusterId, auditId, receivedAtMicros, eventKey, answer, status ?? null);
      forget.run(destination, keptRejects);
    },
    list: ({ destination, before = Number.MAX_SAFE_INTEGER, limit }) =>
      list.all(destination, before, limit).map(toReject),
    find: (destination, id) => {
      const row = one.get(destination, id);
      return row === undefined ? undefined : toReject(row);
    },
    count: (destination) => integer(kept.get(destination) ?? {}, 'count'),
    delete: (id) => {
      remove.run(id);
    },
    answer: (id, said) => {
      answer.run(clock.now(), said.answer, said.status ?? null, id);
    },
    countSince: (since) => new Map(count.all(since).map((row) => [text(row, 'destination'), integer(row, 'count')])),
  };
}

function toReject(row: Row): ForwardReject {
  return {
    id: integer(row, 'id'),
    at: integer(row, 'at'),
    clusterId: text(row, 'cluster_id'),
    auditId: text(row, 'audit_id'),
    receivedAtMicros: integer(row, 'receipt'),
    eventKey: text(row, 'event_key'),
    answer: text(row, 'answer'),
    status: optionalInteger(row, 'status'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { invariant } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import { integer, oneOf, optionalInteger, optionalText, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

export const outboxStates = ['ready', 'sending', 'sent', 'dead', 'merged'] as const;

/**
 * - `ready`: waits until it is due.
 * - `sending`: on its way. Found so at a start, it is unknown whether it arrived.
 * - `merged`: told by another, `mergedInto`.
 * - `dead`: given up; it can be sent again.
 */
export type OutboxState = (typeof outboxStates)[number];

/** A message for a channel. */
export interface NewOutboxEntry {
  /** Unique for ever: the same again is not taken. */
  readonly key: string;
  readonly channel: string;
  /** What has to arrive in the order in which it was added. */
  readonly sequence: string;
  /** A word for what it is, such as `alert`. */
  readonly kind: string;
  readonly severity: string;
  /** The same from the first message about something to the one that says that it is over. */
  readonly problem?: string | undefined;
  /** Keys of what it is about: it is listed by them. */
  readonly about?: readonly string[] | undefined;
  /** JSON, for `delivery`. */
  readonly message: string;
  /** JSON: who does not cover it does not see it. */
  readonly scope: string;
  /** Unix milliseconds: not sent before. */
  readonly dueAt: number;
  /** Unix milliseconds: what fails after that is given up. */
  readonly expiresAt: number;
}

export interface OutboxEntry extends Omit<NewOutboxEntry, 'about'> {
  readonly id: number;
  readonly state: OutboxState;
  readonly mergedInto: number | undefined;
  readonly createdAt: number;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it was sent or given up, or what it was merged into was. */
  readonly endedAt: number | undefined;
}

/** One try. */
export interface DeliveryAttempt {
  /** Unix milliseconds. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly outcome: string;
  /** Of HTTP or the like. */
  readonly status: number | undefined;
  /** What the other side said. */
  readonly answer: string;
}

/** What becomes of an entry after a try. A message that is given takes the place of the one before. */
export type OutboxChange =
  | { readonly state: 'sent'; readonly message?: string }
  | { readonly state: 'dead' }
  | { readonly state: 'ready'; readonly dueAt: number };

export interface OutboxQuery {
  readonly channel?: string | undefined;
  readonly state?: OutboxState | undefined;
  /** A key of what they are about. */
  readonly about?: string | undefined;
  /** Undefined: of all scopes. */
  readonly scopes?: readonly string[] | undefined;
  /** The id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface OutboxBounds {
  /** Unix milliseconds: what ended before is forgotten. */
  readonly endedBefore: number;
  /** Of entries that are not to be sent any more. */
  readonly count: number;
}

export interface Outbox {
  /** Gives the id, or undefined where the key is known. */
  add(entry: NewOutboxEntry): Promise<number | undefined>;
  /** Channels for which something waits or is on its way, with how much. */
  depths(): Promise<ReadonlyMap<string, number>>;
  /** The first that is due, now or later, and has none of its sequence before it. */
  next(channel: string): Promise<OutboxEntry | undefined>;
  /** What is ready and due of some kinds, the oldest first. */
  due(wanted: { channel: string; kinds: readonly string[]; limit: number }): Promise<readonly OutboxEntry[]>;
  /** How much is ready and due of some kinds. */
  countDue(channel: string, kinds: readonly string[]): Promise<number>;
  /** Makes what waits for another try due now. */
  hurry(channel: string): Promise<void>;
  /** Of each problem that a channel was told of the last message, unless it said before `endedSince` that it is over. */
  problems(wanted: { channel: string; endedSince: number; limit: number }): Promise<readonly OutboxEntry[]>;
  /** Marks it as on its way. */
  begin(id: number): Promise<void>;
  /** Notes a try of what is on its way, and what becomes of it; what was merged into it ends with it. */
  finish(id: number, attempt: DeliveryAttempt, change: OutboxChange): Promise<void>;
  /** What was on its way when the server died is ready again, at once. Gives how many. */
  resume(): Promise<number>;
  /** Merges entries that are ready into one, which is new or has not been tried; gives its id. */
  merge(members: readonly number[], into: NewOutboxEntry): Promise<number>;
  /** The one that takes in what is merged: of this kind and severity, ready and not tried. */
  openDigest(wanted: { channel: string; kind: string; severity: string }): Promise<OutboxEntry | undefined>;
  /** Makes a dead one ready again until `expiresAt`. Gives false where there is none. */
  resend(id: number, expiresAt: number): Promise<boolean>;
  /** Makes all that waits for a time that was set before the clock was set back wait as long from now. */
  followClock(channel: string): Promise<void>;
  list(query: OutboxQuery): Promise<readonly OutboxEntry[]>;
  /** How much was given up since then, in Unix milliseconds, by channel. */
  countDead(since: number): Promise<ReadonlyMap<string, number>>;
  find(id: number): Promise<OutboxEntry | undefined>;
  /** In the order in which they were made. */
  attempts(id: number): Promise<readonly DeliveryAttempt[]>;
  /** When the last tries of a channel were made, the latest last. */
  triesSince(channel: string, since: number): Promise<readonly number[]>;
  /** All scopes that entries have. */
  scopes(): Promise<readonly string[]>;
  /** Deletes what is old or too much, with its tries. */
  forget(bounds: OutboxBounds): Promise<number>;
}

/** Keeps messages on their way out, and what became of them. */
export function createOutbox(database: DatabaseSync, clock: Clock): Synchronous<Outbox> {
  return {
    ...createOutboxEntries(database, clock),
    ...createOutboxTimes(database, clock),
    ...createOutboxHistory(database, clock),
  };
}

type Sending = Pick<
  Outbox,
  'add' | 'depths' | 'next' | 'due' | 'countDue' | 'begin' | 'finish' | 'merge' | 'openDigest'
>;

function createOutboxAdd(database: DatabaseSync, clock: Clock): Synchronous<Outbox>['add'] {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO outbox
       (key, channel, sequence, state, kind, severity, problem, message, scope, created_at, due_at, due_set_at, expires_at, attempts)
     VALUES (?1, ?2, ?3, 'ready', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9, ?11, 0)`,
  );
  const insertSubjects = database.prepare('INSERT OR IGNORE INTO outbox_subjects SELECT value, ?1 FROM json_each(?2)');
  return (entry) => {
    const {
      key,
      channel,
      sequence,
      kind,
      severity,
      problem = null,
      about = [],
      message,
      scope,
      dueAt,
      expiresAt,
    } = entry;
    const now = clock.now();
    const added = insert.run(key, channel, sequence, kind, severity, problem, message, scope, now, dueAt, expiresAt);
    if (added.changes === 0) return undefined;
    const id = Number(added.lastInsertRowid);
    if (about.length > 0) insertSubjects.run(id, JSON.stringify(about));
    return id;
  };
}

function createOutboxEntries(database: DatabaseSync, clock: Clock): Synchronous<Sending> {
  const add = createOutboxAdd(database, clock);
  const depths = database.prepare(
    'SELECT channel, sum(state IN (?, ?)) AS count FROM outbox WHERE ended_at IS NULL GROUP BY channel',
  );
  const next = database.prepare(
    `SELECT * FROM outbox AS one WHERE channel = ? AND state = 'ready' AND NOT EXISTS (
       SELECT 1 FROM outbox AS other WHERE other.ended_at IS NULL AND other.channel = one.channel
         AND other.sequence = one.sequence AND other.id < one.id)
     ORDER BY due_at, id LIMIT 1`,
  );
  const ofDue = `FROM outbox WHERE channel = ? AND state = 'ready' AND due_at <= ? AND kind IN (SELECT value FROM json_each(?))`;
  const due = database.prepare(`SELECT * ${ofDue} ORDER BY due_at, id LIMIT ?`);
  const countDue = database.prepare(`SELECT count(*) AS count ${ofDue}`);
  const begin = database.prepare(`UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?`);
  const insertAttempt = database.prepare('INSERT INTO delivery_attempts VALUES (?, ?, ?, ?, ?, ?)');
  const wait = database.prepare(`UPDATE outbox SET state = 'ready', due_at = ?, due_set_at = ? WHERE id = ?`);
  const end = database.prepare(
    'UPDATE outbox SET state = ?, message = coalesce(?, message), ended_at = ? WHERE id = ?',
  );
  const endMembers = database.prepare('UPDATE outbox SET ended_at = ? WHERE merged_into = ? AND ended_at IS NULL');
  const digest = database.prepare(
    `SELECT * FROM outbox WHERE channel = ? AND state = 'ready' AND kind = ? AND severity = ? AND attempts = 0 LIMIT 1`,
  );
  const extend = database.prepare(
    `UPDATE outbox SET message = ?, scope = ? WHERE key = ? AND state = 'ready' AND attempts = 0 RETURNING id`,
  );
  const join = database.prepare(`UPDATE outbox SET state = 'merged', merged_into = ? WHERE id = ? AND state = 'ready'`);

  return {
    add,
    depths: () => new Map(depths.all('ready', 'sending').map((row) => [text(row, 'channel'), integer(row, 'count')])),
    next: (channel) => firstOf(next.all(channel)),
    due: ({ channel, kinds, limit }) => due.all(channel, clock.now(), JSON.stringify(kinds), limit).map(toEntry),
    countDue: (channel, kinds) => integer(countDue.get(channel, clock.now(), JSON.stringify(kinds)) ?? {}, 'count'),
    begin: (id) => {
      begin.run(id);
    },
    finish: (id, { at, duration, outcome, status, answer }, change) =>
      transaction(database, () => {
        const now = clock.now();
        insertAttempt.run(id, at, duration, outcome, status ?? null, answer);
        if (change.state === 'ready') wait.run(change.dueAt, now, id);
        else {
          end.run(change.state, change.state === 'sent' ? (change.message ?? null) : null, now, id);
          endMembers.run(now, id);
        }
      }),
    merge: (members, into) =>
      transaction(database, () => {
        const known = extend.get(into.message, into.scope, into.key);
        const id = known === undefined ? add(into) : integer(known, 'id');
        invariant(id !== undefined, `entry "${into.key}" was not tried yet, so that it takes in more`);
        for (const member of members) join.run(id, member);
        return id;
      }),
    openDigest: ({ channel, kind, severity }) => firstOf(digest.all(channel, kind, severity)),
  };
}

type Times = Pick<Outbox, 'resume' | 'hurry' | 'followClock'>;

function createOutboxTimes(database: DatabaseSync, clock: Clock): Synchronous<Times> {
  const resume = database.prepare(
    `UPDATE outbox SET state = 'ready', due_at = ?1, due_set_at = ?1 WHERE ended_at IS NULL AND state = 'sending'`,
  );
  const hurry = database.prepare(
    `UPDATE outbox SET due_at = ?1, due_set_at = ?1 WHERE channel = ?2 AND state = 'ready' AND attempts > 0`,
  );
  const follow = database.prepare(
    `UPDATE outbox SET due_at = due_at - due_set_at + ?2, expires_at = expires_at - due_set_at + ?2, due_set_at = ?2
     WHERE channel = ?1 AND state = 'ready' AND due_set_at > ?2`,
  );
  return {
    resume: () => Number(resume.run(clock.now()).changes),
    hurry: (channel) => {
      hurry.run(clock.now(), channel);
    },
    followClock: (channel) => {
      follow.run(channel, clock.now());
    },
  };
}

type History = Omit<Outbox, keyof Sending | keyof Times>;

function createOutboxHistory(database: DatabaseSync, clock: Clock): Synchronous<History> {
  const resend = database.prepare(
    `UPDATE outbox SET state = 'ready', ended_at = NULL, due_at = ?1, due_set_at = ?1, expires_at = ?2
     WHERE id = ?3 AND state = 'dead'`,
  );
  const list = database.prepare(
    `SELECT * FROM outbox
     WHERE (?1 IS NULL OR channel = ?1) AND (?2 IS NULL OR state = ?2)
       AND (?3 IS NULL OR scope IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR id < ?4)
       AND (?6 IS NULL OR id IN (SELECT outbox_id FROM outbox_subjects WHERE subject = ?6))
     ORDER BY id DESC LIMIT ?5`,
  );
  const countDead = database.prepare(
    `SELECT channel, count(*) AS count FROM outbox WHERE state = 'dead' AND ended_at >= ? GROUP BY channel`,
  );
  const byId = database.prepare('SELECT * FROM outbox WHERE id = ?');
  const attempts = database.prepare('SELECT * FROM delivery_attempts WHERE outbox_id = ? ORDER BY at, rowid');
  const tries = database.prepare(
    `SELECT at FROM delivery_attempts JOIN outbox ON outbox.id = outbox_id WHERE at > ?2 AND channel = ?1 ORDER BY at`,
  );
  const problems = database.prepare(
    `SELECT * FROM outbox AS one WHERE channel = ?1 AND problem IS NOT NULL AND state = 'sent'
       AND (kind <> 'resolved' OR ended_at >= ?2) AND NOT EXISTS (
         SELECT 1 FROM outbox AS other WHERE other.problem IS NOT NULL AND other.state = 'sent'
           AND other.channel = one.channel AND other.problem = one.problem AND other.id > one.id)
     ORDER BY id DESC LIMIT ?3`,
  );
  const scopes = database.prepare('SELECT DISTINCT scope FROM outbox');
  const forgetOld = database.prepare('DELETE FROM outbox WHERE ended_at < ?');
  const forgetMany = database.prepare(
    `DELETE FROM outbox WHERE id IN (
       SELECT id FROM outbox WHERE state NOT IN ('ready', 'sending') ORDER BY id DESC LIMIT -1 OFFSET ?)`,
  );
  return {
    resend: (id, expiresAt) => resend.run(clock.now(), expiresAt, id).changes > 0,
    list: ({ channel, state, about, scopes: seen, before, limit }) => {
      const within = seen === undefined ? null : JSON.stringify(seen);
      return list.all(channel ?? null, state ?? null, within, before ?? null, limit, about ?? null).map(toEntry);
    },
    countDead: (since) => new Map(countDead.all(since).map((row) => [text(row, 'channel'), integer(row, 'count')])),
    find: (id) => firstOf(byId.all(id)),
    attempts: (id) => attempts.all(id).map(toAttempt),
    triesSince: (channel, since) => tries.all(channel, since).map((row) => integer(row, 'at')),
    problems: ({ channel, endedSince, limit }) => problems.all(channel, endedSince, limit).map(toEntry),
    scopes: () => scopes.all().map((row) => text(row, 'scope')),
    forget: ({ endedBefore, count }) =>
      transaction(database, () => Number(forgetOld.run(endedBefore).changes) + Number(forgetMany.run(count).changes)),
  };
}

function firstOf([row]: readonly Row[]): OutboxEntry | undefined {
  return row === undefined ? undefined : toEntry(row);
}

function toEntry(row: Row): OutboxEntry {
  return {
    id: integer(row, 'id'),
    key: text(row, 'key'),
    channel: text(row, 'channel'),
    sequence: text(row, 'sequence'),
    state: oneOf(row, 'state', outboxStates),
    mergedInto: optionalInteger(row, 'merged_into'),
    kind: text(row, 'kind'),
    severity: text(row, 'severity'),
    problem: optionalText(row, 'problem'),
    message: text(row, 'message'),
    scope: text(row, 'scope'),
    createdAt: integer(row, 'created_at'),
    dueAt: integer(row, 'due_at'),
    expiresAt: integer(row, 'expires_at'),
    attempts: integer(row, 'attempts'),
    endedAt: optionalInteger(row, 'ended_at'),
  };
}

function toAttempt(row: Row): DeliveryAttempt {
  return {
    at: integer(row, 'at'),
    duration: integer(row, 'duration'),
    outcome: text(row, 'outcome'),
    status: optionalInteger(row, 'status'),
    answer: text(row, 'answer'),
  };
}

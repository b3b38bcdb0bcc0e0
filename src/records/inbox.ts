import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../platform/index.ts';
import { transaction } from './database.ts';
import { integer, oneOf, optionalInteger, optionalText, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

export const inboxStates = ['open', 'acknowledged', 'resolved'] as const;
export type InboxState = (typeof inboxStates)[number];

/** How many comments an item takes. */
const maxComments = 500;

export interface NewInboxItem {
  /** Unique for ever: the same again is not taken. */
  readonly key: string;
  /** JSON, for `delivery`. */
  readonly message: string;
  readonly severity: string;
  /** What says that it is over names the same problem. */
  readonly problem?: string | undefined;
  /** JSON: who does not cover it does not see it. */
  readonly scope: string;
}

/** A message in the message centre, as one reader sees it. */
export interface InboxItem extends NewInboxItem {
  readonly id: number;
  /** Unix milliseconds. */
  readonly at: number;
  readonly state: InboxState;
  readonly assignee: string | undefined;
  /** Who acknowledged or assigned it last, and when. */
  readonly changedBy: string | undefined;
  readonly changedAt: number | undefined;
  readonly isRead: boolean;
  readonly commentCount: number;
}

export interface InboxComment {
  readonly at: number;
  readonly author: string;
  readonly text: string;
}

/** Who looks, and at what they may see. */
export interface InboxReader {
  readonly reader: string;
  /** Undefined: of all scopes. */
  readonly scopes?: readonly string[] | undefined;
}

export interface InboxQuery extends InboxReader {
  readonly state?: InboxState | undefined;
  readonly severity?: string | undefined;
  readonly assignee?: string | undefined;
  /** Those alone that the reader has not read. */
  readonly isUnread?: boolean | undefined;
  /** The id of the last one of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface Inbox {
  /** Gives false where the key is known. */
  add(item: NewInboxItem, state?: InboxState): Promise<boolean>;
  /** A problem is over: its items are resolved. Gives how many. */
  resolve(problem: string): Promise<number>;
  /** The latest first. */
  list(query: InboxQuery): Promise<readonly InboxItem[]>;
  find(id: number, reader: string): Promise<InboxItem | undefined>;
  /** How many the reader has not read, by severity. */
  unread(reader: InboxReader): Promise<ReadonlyMap<string, number>>;
  /** Marks them as read; `all` up to and with the id. */
  read(ids: readonly number[], reader: string): Promise<void>;
  readAll(upTo: number, reader: InboxReader): Promise<void>;
  /** Gives false where it is not open. */
  acknowledge(id: number, by: string): Promise<boolean>;
  /** Gives false where there is none. */
  assign(id: number, assignee: string | undefined, by: string): Promise<boolean>;
  /** Gives false where there is no such item, or it has as many comments as it takes. */
  comment(id: number, comment: Omit<InboxComment, 'at'>): Promise<boolean>;
  comments(id: number): Promise<readonly InboxComment[]>;
  /** All scopes that items have. */
  scopes(): Promise<readonly string[]>;
  /** Deletes what is older, and the oldest of what is more. */
  forget(bounds: { readonly before: number; readonly count: number }): Promise<number>;
}

/** Keeps the message centre in the database. */
export function createInbox(database: DatabaseSync, clock: Clock): Synchronous<Inbox> {
  return { ...createItems(database, clock), ...createReads(database), ...createDeeds(database, clock) };
}

const columns = `SELECT inbox.*,
  EXISTS (SELECT 1 FROM inbox_reads WHERE inbox_id = inbox.id AND reader = ?1) AS is_read,
  (SELECT count(*) FROM inbox_comments WHERE inbox_id = inbox.id) AS comment_count FROM inbox`;
const isSeen = '(?2 IS NULL OR scope IN (SELECT value FROM json_each(?2)))';
const isUnread = 'NOT EXISTS (SELECT 1 FROM inbox_reads WHERE inbox_id = inbox.id AND reader = ?1)';

function parameterOf(scopes: readonly string[] | undefined): string | null {
  return scopes === undefined ? null : JSON.stringify(scopes);
}

type Items = Pick<Inbox, 'add' | 'resolve' | 'list' | 'find' | 'scopes' | 'forget'>;

function createItems(database: DatabaseSync, clock: Clock): Synchronous<Items> {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO inbox (key, at, message, severity, problem, scope, state) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const resolve = database.prepare(`UPDATE inbox SET state = 'resolved' WHERE problem = ? AND state <> 'resolved'`);
  const list = database.prepare(
    `${columns} WHERE ${isSeen} AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR severity = ?4)
       AND (?5 IS NULL OR assignee = ?5) AND (?6 = 0 OR ${isUnread}) AND (?7 IS NULL OR id < ?7)
     ORDER BY id DESC LIMIT ?8`,
  );
  const byId = database.prepare(`${columns} WHERE id = ?2`);
  const scopes = database.prepare('SELECT DISTINCT scope FROM inbox');
  const forgetOld = database.prepare('DELETE FROM inbox WHERE at < ?');
  const forgetMany = database.prepare(
    'DELETE FROM inbox WHERE id IN (SELECT id FROM inbox ORDER BY id DESC LIMIT -1 OFFSET ?)',
  );
  return {
    add: ({ key, message, severity, problem, scope }, state = 'open') =>
      insert.run(key, clock.now(), message, severity, problem ?? null, scope, state).changes > 0,
    resolve: (problem) => Number(resolve.run(problem).changes),
    list: (query) => {
      const { reader, state, severity, assignee, before, limit } = query;
      const seen = parameterOf(query.scopes);
      const unread = query.isUnread === true ? 1 : 0;
      return list
        .all(reader, seen, state ?? null, severity ?? null, assignee ?? null, unread, before ?? null, limit)
        .map(toItem);
    },
    find: (id, reader) => {
      const row = byId.get(reader, id);
      return row === undefined ? undefined : toItem(row);
    },
    scopes: () => scopes.all().map((row) => text(row, 'scope')),
    forget: ({ before, count }) =>
      transaction(database, () => Number(forgetOld.run(before).changes) + Number(forgetMany.run(count).changes)),
  };
}

type Reads = Pick<Inbox, 'unread' | 'read' | 'readAll'>;

function createReads(database: DatabaseSync): Synchronous<Reads> {
  const unread = database.prepare(
    `SELECT severity, count(*) AS count FROM inbox WHERE ${isSeen} AND ${isUnread} GROUP BY severity`,
  );
  const read = database.prepare(
    `INSERT OR IGNORE INTO inbox_reads
     SELECT id, ?1 FROM inbox WHERE id IN (SELECT value FROM json_each(?2))`,
  );
  const readAll = database.prepare(
    `INSERT OR IGNORE INTO inbox_reads SELECT id, ?1 FROM inbox WHERE ${isSeen} AND id <= ?3`,
  );
  return {
    unread: ({ reader, scopes }) =>
      new Map(unread.all(reader, parameterOf(scopes)).map((row) => [text(row, 'severity'), integer(row, 'count')])),
    read: (ids, reader) => {
      read.run(reader, JSON.stringify(ids));
    },
    readAll: (upTo, { reader, scopes }) => {
      readAll.run(reader, parameterOf(scopes), upTo);
    },
  };
}

type Deeds = Pick<Inbox, 'acknowledge' | 'assign' | 'comment' | 'comments'>;

function createDeeds(database: DatabaseSync, clock: Clock): Synchronous<Deeds> {
  const acknowledge = database.prepare(
    `UPDATE inbox SET state = 'acknowledged', changed_by = ?, changed_at = ? WHERE id = ? AND state = 'open'`,
  );
  const assign = database.prepare('UPDATE inbox SET assignee = ?, changed_by = ?, changed_at = ? WHERE id = ?');
  const comment = database.prepare(
    `INSERT INTO inbox_comments SELECT id, ?2, ?3, ?4 FROM inbox
     WHERE id = ?1 AND (SELECT count(*) FROM inbox_comments WHERE inbox_id = ?1) < ${maxComments}`,
  );
  const comments = database.prepare('SELECT * FROM inbox_comments WHERE inbox_id = ? ORDER BY at, rowid');
  return {
    acknowledge: (id, by) => acknowledge.run(by, clock.now(), id).changes > 0,
    assign: (id, assignee, by) => assign.run(assignee ?? null, by, clock.now(), id).changes > 0,
    comment: (id, { author, text: words }) => comment.run(id, clock.now(), author, words).changes > 0,
    comments: (id) =>
      comments.all(id).map((row) => ({ at: integer(row, 'at'), author: text(row, 'author'), text: text(row, 'text') })),
  };
}

function toItem(row: Row): InboxItem {
  return {
    id: integer(row, 'id'),
    key: text(row, 'key'),
    at: integer(row, 'at'),
    message: text(row, 'message'),
    severity: text(row, 'severity'),
    problem: optionalText(row, 'problem'),
    scope: text(row, 'scope'),
    state: oneOf(row, 'state', inboxStates),
    assignee: optionalText(row, 'assignee'),
    changedBy: optionalText(row, 'changed_by'),
    changedAt: optionalInteger(row, 'changed_at'),
    isRead: integer(row, 'is_read') === 1,
    commentCount: integer(row, 'comment_count'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalInteger, optionalText, text, type Row } from '../row.ts';
import type { Synchronous } from '../synchronous.ts';

/** Alerts that are told together, and when they are next. */
export interface AlertGroup {
  readonly key: string;
  /** Undefined: of alerts without a policy. */
  readonly policy: string | undefined;
  /** Unix milliseconds; undefined: nothing is to be told before something happens. */
  readonly dueAt: number | undefined;
  /** Milliseconds from when `dueAt` was set to `dueAt`: it waits no longer than this, whatever becomes of the clock. */
  readonly waitMs: number;
  /** JSON. */
  readonly state: string;
}

/** An alert of a group. */
export interface AlertMember {
  readonly group: string;
  readonly id: string;
  /** That of its group. */
  readonly policy: string | undefined;
  /** Whether it still fires, and its end will be found. */
  readonly isOpen: boolean;
  /** JSON. */
  readonly member: string;
}

export interface AlertGroups {
  find(key: string): Promise<AlertGroup | undefined>;
  put(group: AlertGroup): Promise<void>;
  /** With its members. */
  delete(key: string): Promise<void>;
  /** The one that is due for the longest. */
  due(now: number): Promise<AlertGroup | undefined>;
  nextDue(): Promise<number | undefined>;
  /** Those that are due later than their wait from now: the clock was set back since that was set. */
  ahead(now: number): Promise<readonly AlertGroup[]>;
  /** Those of a policy; undefined: those of none. */
  ofPolicy(policy: string | undefined): Promise<readonly AlertGroup[]>;
  members(group: string): Promise<readonly AlertMember[]>;
  /** The keys of the groups that have a member of this id. */
  holding(id: string): Promise<readonly string[]>;
  /** Its group has to be there. */
  putMember(member: AlertMember): Promise<void>;
  deleteMember(group: string, id: string): Promise<void>;
  /** Members that still fire: of a policy, or all. */
  openMembers(of?: { readonly policy: string }): Promise<readonly AlertMember[]>;
}

/** Keeps groups and their members in the database. */
export function createAlertGroups(database: DatabaseSync): Synchronous<AlertGroups> {
  return { ...createGroups(database), ...createMembers(database) };
}

type Groups = Pick<AlertGroups, 'find' | 'put' | 'delete' | 'due' | 'nextDue' | 'ahead' | 'ofPolicy'>;

function createGroups(database: DatabaseSync): Synchronous<Groups> {
  const byKey = database.prepare('SELECT * FROM alert_groups WHERE key = ?');
  // Not REPLACE, which would delete the members with the row that it replaces.
  const put = database.prepare(
    `INSERT INTO alert_groups (key, policy, due_at, wait, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, wait = excluded.wait, state = excluded.state`,
  );
  const remove = database.prepare('DELETE FROM alert_groups WHERE key = ?');
  const due = database.prepare('SELECT * FROM alert_groups WHERE due_at <= ? ORDER BY due_at, key LIMIT 1');
  const next = database.prepare('SELECT min(due_at) AS due_at FROM alert_groups WHERE due_at IS NOT NULL');
  const ahead = database.prepare('SELECT * FROM alert_groups WHERE due_at > ? + wait ORDER BY key');
  const ofPolicy = database.prepare('SELECT * FROM alert_groups WHERE policy IS ? ORDER BY key');
  const found = (row: Row | undefined): AlertGroup | undefined => (row === undefined ? undefined : toGroup(row));
  return {
    find: (key) => found(byKey.get(key)),
    put: ({ key, policy, dueAt, waitMs, state }) => {
      put.run(key, policy ?? null, dueAt ?? null, waitMs, state);
    },
    delete: (key) => {
      remove.run(key);
    },
    due: (now) => found(due.get(now)),
    nextDue: () => optionalInteger(next.get() ?? {}, 'due_at'),
    ahead: (now) => ahead.all(now).map(toGroup),
    ofPolicy: (policy) => ofPolicy.all(policy ?? null).map(toGroup),
  };
}

type Members = Pick<AlertGroups, 'members' | 'holding' | 'putMember' | 'deleteMember' | 'openMembers'>;

function createMembers(database: DatabaseSync): Synchronous<Members> {
  const members = database.prepare('SELECT * FROM alert_members WHERE group_key = ? ORDER BY id');
  const holding = database.prepare('SELECT group_key FROM alert_members WHERE id = ? ORDER BY group_key');
  const put = database.prepare('INSERT OR REPLACE INTO alert_members VALUES (?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM alert_members WHERE group_key = ? AND id = ?');
  const open = database.prepare('SELECT * FROM alert_members WHERE is_open = 1 ORDER BY group_key, id');
  const openOf = database.prepare(
    'SELECT * FROM alert_members WHERE is_open = 1 AND policy = ? ORDER BY group_key, id',
  );
  return {
    members: (group) => members.all(group).map(toMember),
    holding: (id) => holding.all(id).map((row) => text(row, 'group_key')),
    putMember: ({ group, id, policy, isOpen, member }) => {
      put.run(group, id, policy ?? null, Number(isOpen), member);
    },
    deleteMember: (group, id) => {
      remove.run(group, id);
    },
    openMembers: (of) => (of === undefined ? open.all() : openOf.all(of.policy)).map(toMember),
  };
}

function toGroup(row: Row): AlertGroup {
  return {
    key: text(row, 'key'),
    policy: optionalText(row, 'policy'),
    dueAt: optionalInteger(row, 'due_at'),
    waitMs: integer(row, 'wait'),
    state: text(row, 'state'),
  };
}

function toMember(row: Row): AlertMember {
  return {
    group: text(row, 'group_key'),
    id: text(row, 'id'),
    policy: optionalText(row, 'policy'),
    isOpen: integer(row, 'is_open') === 1,
    member: text(row, 'member'),
  };
}

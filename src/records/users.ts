import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { transaction, withConstraint } from './database.ts';
import { readLimits, roles, writeLimits, type Limits, type Role } from './role.ts';
import { integer, oneOf, text, type Row } from './row.ts';
import type { Synchronous } from './synchronous.ts';

export interface User {
  /** Unique without regard to case. */
  readonly name: string;
  /** As server/auth writes it, parameters and salt included. */
  readonly passwordHash: string;
  /** The password was made by somebody else. */
  readonly mustChangePassword: boolean;
  readonly role: Role;
  readonly limits: Limits;
  /** Unix milliseconds. */
  readonly createdAt: number;
}

export type NewUser = Omit<User, 'createdAt'>;
export type UserChange = { readonly [K in 'role' | 'limits']?: User[K] | undefined };

export interface Users {
  /** Throws AppError `conflict` when the name is taken. */
  add(user: NewUser): Promise<User>;
  find(name: string): Promise<User | undefined>;
  /** All of them, by name. */
  list(): Promise<readonly User[]>;
  /** Throws AppError `not-found`. */
  change(name: string, change: UserChange): Promise<User>;
  /** Throws AppError `not-found`. */
  setPassword(name: string, password: Pick<User, 'passwordHash' | 'mustChangePassword'>): Promise<void>;
  /** Removes the user and their sessions. Gives false when there is none. */
  delete(name: string): Promise<boolean>;
}

/** Keeps users in the database. */
export function createUsers(database: DatabaseSync, clock: Clock): Synchronous<Users> {
  const insert = database.prepare(
    'INSERT INTO users (name, password_hash, must_change_password, role, projects, clusters, namespaces, bodies, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const byName = database.prepare('SELECT * FROM users WHERE name = ?');
  const all = database.prepare('SELECT * FROM users ORDER BY name');
  const update = database.prepare(
    'UPDATE users SET role = ?, projects = ?, clusters = ?, namespaces = ?, bodies = ? WHERE name = ?',
  );
  const updatePassword = database.prepare(
    'UPDATE users SET password_hash = ?, must_change_password = ? WHERE name = ?',
  );
  const remove = database.prepare('DELETE FROM users WHERE name = ?');

  function require(name: string): User {
    const row = byName.get(name);
    if (row === undefined)
      throw new AppError('not-found', said`cannot find user "${name}": there is none of that name`);
    return toUser(row);
  }

  return {
    add: ({ name, passwordHash, mustChangePassword, role, limits }) => {
      const taken = () => new AppError('conflict', said`cannot add user "${name}": the name is taken`);
      withConstraint('unique', taken, () =>
        insert.run(name, passwordHash, Number(mustChangePassword), role, ...writeLimits(limits), clock.now()),
      );
      return require(name);
    },
    find: (name) => {
      const row = byName.get(name);
      return row === undefined ? undefined : toUser(row);
    },
    list: () => all.all().map(toUser),
    change: (name, change) =>
      transaction(database, () => {
        const { role, limits } = { ...require(name), ...withoutUndefined(change) };
        update.run(role, ...writeLimits(limits), name);
        return require(name);
      }),
    setPassword: (name, { passwordHash, mustChangePassword }) =>
      transaction(database, () => {
        require(name);
        updatePassword.run(passwordHash, Number(mustChangePassword), name);
      }),
    delete: (name) => remove.run(name).changes > 0,
  };
}

function withoutUndefined({ role, limits }: UserChange): Partial<Pick<User, 'role' | 'limits'>> {
  return { ...(role !== undefined && { role }), ...(limits !== undefined && { limits }) };
}

function toUser(row: Row): User {
  return {
    name: text(row, 'name'),
    passwordHash: text(row, 'password_hash'),
    mustChangePassword: integer(row, 'must_change_password') === 1,
    role: oneOf(row, 'role', roles),
    limits: readLimits(row),
    createdAt: integer(row, 'created_at'),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import { AppError, said } from '../base/index.ts';
import type { Clock } from '../platform/index.ts';
import { withConstraint, writeIfRoom } from './database.ts';
import { readLimits, tokenRoles, writeLimits, type Limits, type TokenRole } from './role.ts';
import { integer, oneOf, optionalInteger, text, type Row } from './row.ts';
import { hashToken, newId, newToken } from './token.ts';
import type { Synchronous } from './synchronous.ts';

/** How stale the time of the last use may be, in milliseconds: not every call is worth a write to disk. */
const lastUseStep = 60_000;

/** The right to call the API; its text is not kept. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  /** The first characters of the token. */
  readonly hint: string;
  readonly role: TokenRole;
  readonly limits: Limits;
  /** Unix milliseconds, as all times here. */
  readonly createdAt: number;
  /** Undefined: it does not end by itself. */
  readonly expiresAt: number | undefined;
  /** To the minute. */
  readonly lastUsedAt: number | undefined;
}

export type NewApiToken = Pick<ApiToken, 'name' | 'role' | 'limits' | 'expiresAt'>;

export interface ApiTokens {
  /** Makes a token; `text` is the only time that it can be seen. Throws AppError `conflict` when the name is taken. */
  add(token: NewApiToken): Promise<ApiToken & { readonly text: string }>;
  /** All of them, by name. */
  list(): Promise<readonly ApiToken[]>;
  /** The token that has this text, unless it is over, and notes its use. */
  use(text: string): Promise<ApiToken | undefined>;
  /** Gives the token that it was; undefined when there is none. */
  delete(id: string): Promise<ApiToken | undefined>;
}

/** Keeps API tokens in the database. */
export function createApiTokens(database: DatabaseSync, clock: Clock): Synchronous<ApiTokens> {
  const insert =
    database.prepare(`INSERT INTO api_tokens (id, name, hash, hint, role, projects, clusters, namespaces, bodies, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const all = database.prepare('SELECT * FROM api_tokens ORDER BY name');
  const byHash = database.prepare('SELECT * FROM api_tokens WHERE hash = ? AND (expires_at IS NULL OR expires_at > ?)');
  const touch = database.prepare('UPDATE api_tokens SET last_used_at = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM api_tokens WHERE id = ? RETURNING *');
  return {
    add: ({ name, role, limits, expiresAt }) => {
      const { text, hash, hint } = newToken('wdapi');
      const token = { id: newId('k'), name, hint, role, limits, createdAt: clock.now(), expiresAt };
      const taken = () => new AppError('conflict', said`cannot add token "${name}": the name is taken`);
      withConstraint('unique', taken, () =>
        insert.run(token.id, name, hash, hint, role, ...writeLimits(limits), token.createdAt, expiresAt ?? null),
      );
      return { ...token, lastUsedAt: undefined, text };
    },
    list: () => all.all().map(toToken),
    use: (text) => {
      const now = clock.now();
      const row = byHash.get(hashToken(text), now);
      if (row === undefined) return undefined;
      const token = toToken(row);
      if (now - (token.lastUsedAt ?? 0) >= lastUseStep) writeIfRoom(() => touch.run(now, token.id));
      return token;
    },
    delete: (id) => {
      const row = remove.get(id);
      return row === undefined ? undefined : toToken(row);
    },
  };
}

function toToken(row: Row): ApiToken {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    hint: text(row, 'hint'),
    role: oneOf(row, 'role', tokenRoles),
    limits: readLimits(row),
    createdAt: integer(row, 'created_at'),
    expiresAt: optionalInteger(row, 'expires_at'),
    lastUsedAt: optionalInteger(row, 'last_used_at'),
  };
}

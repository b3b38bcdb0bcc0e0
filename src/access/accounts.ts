import type { ApiToken, User } from '../records/index.ts';
import { type Caller, callerNameOfToken, scopeOf } from './caller.ts';

/** Whoever can read the data directory, and its token. */
export const localAdmin: Caller = {
  kind: 'local-admin',
  name: 'local-admin',
  since: 0,
  role: 'admin',
  scope: { clusterIds: null, namespaces: null, bodies: true },
  mustChangePassword: false,
};

/** A user as a caller. */
export function callerOfUser({ name, role, limits, mustChangePassword, createdAt }: User): Caller {
  return { kind: 'user', name, since: createdAt, role, scope: scopeOf(limits), mustChangePassword };
}

/** An API token as a caller. */
export function callerOfToken({ name, role, limits, createdAt }: ApiToken): Caller {
  const scope = scopeOf(limits);
  return { kind: 'token', name: callerNameOfToken(name), since: createdAt, role, scope, mustChangePassword: false };
}

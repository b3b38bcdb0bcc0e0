import type { ApiToken, Records, User } from '../records/index.ts';
import { type Caller, callerNameOfToken, scopeOf } from './caller.ts';

/** Whoever can read the data directory, and its token. */
export const localAdmin: Caller = {
  kind: 'local-admin',
  name: 'local-admin',
  since: 0,
  role: 'admin',
  projects: null,
  scope: { clusterIds: null, namespaces: null, bodies: true },
  mustChangePassword: false,
};

type ClusterRecords = Pick<Records, 'clusters'>;

/** A user as a caller, with what they may see now. */
export async function callerOfUser(records: ClusterRecords, user: User): Promise<Caller> {
  const { name, role, limits, mustChangePassword, createdAt } = user;
  const scope = await scopeOf(records, limits);
  return { kind: 'user', name, since: createdAt, role, projects: limits.projects, scope, mustChangePassword };
}

/** An API token as a caller, with what it may see now. */
export async function callerOfToken(records: ClusterRecords, token: ApiToken): Promise<Caller> {
  const { role, limits, createdAt } = token;
  const scope = await scopeOf(records, limits);
  const name = callerNameOfToken(token.name);
  return { kind: 'token', name, since: createdAt, role, projects: limits.projects, scope, mustChangePassword: false };
}

import { AppError, said, type Said, unreachable } from '../base/index.ts';
import type { Scope } from '../query/index.ts';
import type { Limits, Records, TokenRole } from '../records/index.ts';

/** Who makes a call and what they may do. */
export interface Caller {
  readonly kind: 'user' | 'token' | 'local-admin';
  /** A user's name, `token:` and a token's name, or `local-admin`: the actor of the activity log. No user has a colon. */
  readonly name: string;
  /** When the user or token was made, in Unix milliseconds: one of the same name that comes later is somebody else. */
  readonly since: number;
  readonly role: TokenRole;
  /** Names of the projects that they are limited to; null is no limit. */
  readonly projects: readonly string[] | null;
  /** What they may see now: the clusters of their projects are in it. */
  readonly scope: Scope;
  /** A user whose password somebody else made, and who has not changed it yet. */
  readonly mustChangePassword: boolean;
}

/** The caller's name of an API token: also what its saved queries are kept under. */
export function callerNameOfToken(token: string): string {
  return `token:${token}`;
}

/**
 * What a call needs: `session` for what is about one's own sign-in; `read`; `keep` for saved queries and alerts;
 * `metrics` for those of the
 * whole server; `administer-clusters` for a cluster that the caller may see, as its route looks; `administer` for the whole server.
 */
export type Permission = 'session' | 'read' | 'keep' | 'metrics' | 'administer-clusters' | 'administer';

/** Says whether a caller sees less than everything: what is counted over the whole server is then not for them. */
export function isLimited({ scope }: Pick<Caller, 'scope'>): boolean {
  return scope.clusterIds !== null || scope.namespaces !== null || !scope.bodies;
}

/** Says whether a caller sees all events of the clusters that they see, and all of each. */
export function seesWholeClusters({ scope }: Pick<Caller, 'scope'>): boolean {
  return scope.namespaces === null && scope.bodies;
}

/** Throws AppError `forbidden` where a caller sees a part of events alone. `task` is such as `count events`. */
export function requireWholeClusters(caller: Caller, task: Said): void {
  if (!seesWholeClusters(caller))
    throw new AppError('forbidden', said`cannot ${task}: "${caller.name}" sees a part of them alone`);
}

/**
 * Says whether the role and the limits of a caller have a permission. Whoever is limited cannot administer the server: they
 * could lift their own limits. Whoever is limited to namespaces or has no bodies cannot administer a cluster: it has other namespaces as
 * well, and its dead letters are bytes as they were received.
 */
export function isAllowed(caller: Pick<Caller, 'role' | 'scope'>, permission: Permission): boolean {
  const { role } = caller;
  switch (permission) {
    case 'session':
    case 'read':
      return role !== 'metrics';
    case 'keep':
      return role === 'analyst' || role === 'admin';
    case 'metrics':
      return (role === 'metrics' || role === 'admin') && !isLimited(caller);
    case 'administer-clusters':
      return role === 'admin' && seesWholeClusters(caller);
    case 'administer':
      return role === 'admin' && !isLimited(caller);
    default:
      return unreachable(permission);
  }
}

/**
 * Gives the caller back. Throws AppError: `unauthenticated` for nobody, `password-change-required` for one who has to do that
 * first, `forbidden` for one whose role or limits do not have the permission.
 */
export function requirePermission(caller: Caller | undefined, permission: Permission): Caller {
  if (caller === undefined)
    throw new AppError('unauthenticated', said`cannot answer: sign in, or send a token that is known and not revoked`);
  if (caller.mustChangePassword && permission !== 'session')
    throw new AppError(
      'password-change-required',
      said`cannot answer "${caller.name}": the password must be changed first`,
    );
  if (!isAllowed(caller, permission))
    throw new AppError('forbidden', said`cannot answer "${caller.name}": ${reasonOf(caller, permission)}`);
  return caller;
}

function reasonOf(caller: Caller, permission: Permission): Said {
  const everywhere = { ...caller, scope: { clusterIds: null, namespaces: null, bodies: true } };
  return isAllowed(everywhere, permission)
    ? said`the role ${caller.role} may do this only without limits`
    : said`the role ${caller.role} may not do this`;
}

/** Says whether a caller may see anything of a cluster, by its id. */
export function maySeeCluster({ scope }: Pick<Caller, 'scope'>, clusterId: string): boolean {
  return scope.clusterIds === null || scope.clusterIds.includes(clusterId);
}

/** The scope that the limits of a user or token give now: projects are what is in them at this moment. */
export async function scopeOf(
  records: Pick<Records, 'clusters'>,
  { projects, clusters, namespaces, bodies }: Limits,
): Promise<Scope> {
  if (projects === null) return { clusterIds: clusters, namespaces, bodies };
  const inside = await records.clusters.idsIn(projects);
  return { clusterIds: clusters === null ? inside : inside.filter((id) => clusters.includes(id)), namespaces, bodies };
}

import { AppError, unreachable } from '../../base/index.ts';
import type { Scope } from '../../query/index.ts';
import type { Limits, Role } from '../../records/index.ts';

/** Who makes a call and what they may do. */
export interface Caller {
  readonly kind: 'user' | 'token' | 'local-admin';
  /** A user's name, `token:` and a token's name, or `local-admin`: the actor of the activity log. No user has a colon. */
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  /** A user whose password somebody else made, and who has not changed it yet. */
  readonly mustChangePassword: boolean;
}

/** What a call needs: `session` for what is about one's own sign-in; `read`; `keep` for saved queries and alerts; `administer` for everything else. */
export type Permission = 'session' | 'read' | 'keep' | 'administer';

/** Says whether the role of a caller has a permission. */
export function isAllowed({ role }: Pick<Caller, 'role'>, permission: Permission): boolean {
  switch (permission) {
    case 'session':
    case 'read':
      return true;
    case 'keep':
      return role === 'analyst' || role === 'admin';
    case 'administer':
      return role === 'admin';
    default:
      return unreachable(permission);
  }
}

/**
 * Gives the caller back. Throws AppError: `unauthenticated` for nobody, `password-change-required` for one who has to do that
 * first, `forbidden` for one whose role lacks the permission.
 */
export function requirePermission(caller: Caller | undefined, permission: Permission): Caller {
  if (caller === undefined) throw new AppError('unauthenticated', 'cannot answer: sign in or send a token');
  if (caller.mustChangePassword && permission !== 'session')
    throw new AppError(
      'password-change-required',
      `cannot answer "${caller.name}": the password must be changed first`,
    );
  if (!isAllowed(caller, permission))
    throw new AppError('forbidden', `cannot answer "${caller.name}": the role ${caller.role} may not do this`);
  return caller;
}

/** Says whether a caller may see anything of a cluster, by its id. */
export function maySeeCluster({ scope }: Pick<Caller, 'scope'>, clusterId: string): boolean {
  return scope.clusterIds === null || scope.clusterIds.includes(clusterId);
}

/** The scope that the limits of a user or token give. */
export function scopeOf({ clusters, namespaces }: Limits): Scope {
  return { clusterIds: clusters, namespaces };
}

import type { Session } from '../../api/session.ts';

/** What somebody may do about clusters. The server decides; the page does not offer what it would refuse. */
export interface ClusterRights {
  /** Change clusters that they see. */
  readonly administers: boolean;
  /** What is about the whole server: quotas, lifting legal holds. */
  readonly administersAll: boolean;
}

export function rightsOf(session: Session | null | undefined): ClusterRights {
  if (!session) return { administers: false, administersAll: false };
  const { role, limits } = session.user;
  const administers = role === 'admin' && limits.namespaces === null && limits.bodies;
  return { administers, administersAll: administers && limits.projects === null && limits.clusters === null };
}

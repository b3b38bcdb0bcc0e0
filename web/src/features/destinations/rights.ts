import type { Session } from '../../api/session.ts';

/** What somebody may do about destinations. The server decides; the page does not offer what it would refuse. */
export interface DestinationRights {
  /** Whoever is limited sees a part of the events alone, and a destination is sent those of all. */
  readonly sees: boolean;
  readonly changes: boolean;
}

export function rightsOf(session: Session | null | undefined): DestinationRights {
  if (!session) return { sees: false, changes: false };
  const { role, limits } = session.user;
  const sees = limits.projects === null && limits.clusters === null && limits.namespaces === null && limits.bodies;
  return { sees, changes: sees && role === 'admin' };
}

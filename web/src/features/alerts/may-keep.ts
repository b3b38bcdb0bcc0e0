import type { Session } from '../../api/session.ts';

/** Whether somebody may change rules and silences. */
export function mayKeep(session: Session | null | undefined): boolean {
  return session?.user.role === 'admin' || session?.user.role === 'analyst';
}

/** Whether somebody may change what decides over everybody's alerts: whoever sees a part of them may not. */
export function mayKeepForAll(session: Session | null | undefined): boolean {
  const { clusters, namespaces, bodies } = session?.user.limits ?? { clusters: [], namespaces: [], bodies: false };
  return mayKeep(session) && clusters === null && namespaces === null && bodies;
}

import type { ClusterKind } from '../../api/clusters.ts';

export const clusterKinds = [
  'self-managed',
  'managed',
  'dedicated',
  'registered',
] as const satisfies readonly ClusterKind[];

/** For how long the server keeps the events of such a cluster unless it is told. */
export function usualRetentionDays(kind: ClusterKind): number {
  return kind === 'dedicated' ? 365 : 30;
}

/** A kind by its name. */
export function kindOf(name: string | null): ClusterKind {
  return clusterKinds.find((kind) => kind === name) ?? 'self-managed';
}

import type { Scope } from '../query/index.ts';

/** Where an event stands, as far as it matters to who may see it. */
export interface EventPlace {
  readonly clusterId: string;
  /** Of `objectRef`; empty where the request was about none, which nobody is limited to. */
  readonly namespace: string;
}

/** Says of an event in memory what the store's predicate says of a row: whether a scope covers it. */
export function isInScope({ clusterIds, namespaces }: Scope, { clusterId, namespace }: EventPlace): boolean {
  if (clusterIds !== null && !clusterIds.includes(clusterId)) return false;
  return namespaces === null || (namespace !== '' && namespaces.includes(namespace));
}

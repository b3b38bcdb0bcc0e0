import { AppError, said } from '../base/index.ts';
import type { Scope } from '../query/index.ts';
import type { Cluster, Records } from '../records/index.ts';
import { type Caller, maySeeCluster } from './caller.ts';

type ClusterRecords = Pick<Records, 'clusters'>;

/** The clusters that a caller may see. */
export async function visibleClusters(records: ClusterRecords, caller: Caller): Promise<readonly Cluster[]> {
  const all = await records.clusters.list();
  return all.filter((cluster) => maySeeCluster(caller, cluster.id));
}

/**
 * The cluster of a name. Throws AppError `not-found`, also for one that the caller may not see: it is as unknown as one that
 * is not there.
 */
export async function visibleCluster(records: ClusterRecords, caller: Caller, name: string): Promise<Cluster> {
  return named(await visibleClusters(records, caller), name);
}

/** Whose rows a query sees: of the clusters named, or of all that the caller may see. Throws AppError `not-found`. */
export async function selectClusters(
  records: ClusterRecords,
  caller: Caller,
  names: readonly string[] | undefined,
): Promise<{ readonly scope: Scope; readonly clusters: readonly Cluster[] }> {
  const visible = await visibleClusters(records, caller);
  const clusters = names === undefined || names.length === 0 ? visible : names.map((name) => named(visible, name));
  return { clusters, scope: { ...caller.scope, clusterIds: clusters.map((cluster) => cluster.id) } };
}

function named(visible: readonly Cluster[], name: string): Cluster {
  const found = visible.find((cluster) => cluster.name === name);
  if (!found) throw new AppError('not-found', said`cannot find cluster "${name}"`);
  return found;
}

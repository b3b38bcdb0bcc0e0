import { AppError } from '../../base/index.ts';
import type { Cluster } from '../../records/index.ts';
import type { Scope } from '../../query/index.ts';
import { type Caller, maySeeCluster } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';

/** The clusters that a caller may see. */
export async function visibleClusters(context: ServerContext, caller: Caller): Promise<readonly Cluster[]> {
  const all = await context.records.clusters.list();
  return all.filter((cluster) => maySeeCluster(caller, cluster.id));
}

/** The cluster of a name. One that the caller may not see is as unknown as one that is not there. */
export async function visibleCluster(context: ServerContext, caller: Caller, name: string): Promise<Cluster> {
  const found = (await visibleClusters(context, caller)).find((cluster) => cluster.name === name);
  if (!found) throw new AppError('not-found', `cannot find cluster "${name}"`);
  return found;
}

/** Whose rows a query sees: of the clusters named, or of all that the caller may see. */
export async function selectClusters(
  context: ServerContext,
  caller: Caller,
  names: readonly string[] | undefined,
): Promise<{ readonly scope: Scope; readonly clusters: readonly Cluster[] }> {
  const visible = await visibleClusters(context, caller);
  const clusters = names === undefined || names.length === 0 ? visible : names.map((name) => named(visible, name));
  return {
    clusters,
    scope: { clusterIds: clusters.map((cluster) => cluster.id), namespaces: caller.scope.namespaces },
  };
}

function named(visible: readonly Cluster[], name: string): Cluster {
  const found = visible.find((cluster) => cluster.name === name);
  if (!found) throw new AppError('not-found', `cannot find cluster "${name}"`);
  return found;
}

import type { Cluster } from '../../api/clusters.ts';
import { instantOf } from '../../components/instant.ts';

/** A cluster whose newest event is older than this has gone silent: leases alone are renewed every ten seconds. */
const silentAfterMillis = 15 * 60_000;

/** Whether events come from a cluster; `unknown` while the engine is away, which is no silence. */
export type ClusterState = 'receiving' | 'silent' | 'never' | 'disabled' | 'unknown';

export function clusterState({ status, lastEventAt }: Cluster, now: number): ClusterState {
  if (status === 'disabled') return 'disabled';
  if (lastEventAt === undefined) return 'unknown';
  const last = instantOf(lastEventAt);
  if (last === undefined) return 'never';
  return now - last > silentAfterMillis ? 'silent' : 'receiving';
}

/** How many enabled clusters send nothing; undefined while that is not known. */
export function silentCount(clusters: readonly Cluster[] | undefined, now: number): number | undefined {
  const states = clusters?.map((cluster) => clusterState(cluster, now));
  if (states?.includes('unknown')) return undefined;
  return states?.filter((state) => state === 'silent' || state === 'never').length;
}

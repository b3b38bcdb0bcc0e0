import type { Cluster } from '../../records/index.ts';
import type { RuleContext } from '../rule-context.ts';

/** Of a condition that is about one cluster: whoever sees all of it sees the alert. */
export function contextOfCluster(
  clusters: readonly Pick<Cluster, 'id' | 'name' | 'project'>[],
  name: string,
): RuleContext {
  const known = clusters.find((cluster) => cluster.name === name);
  const clusterIds = known ? [known.id] : null;
  return { clusters: [name], project: known?.project, scope: { clusterIds, namespaces: null, bodies: true } };
}

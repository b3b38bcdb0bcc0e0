import { nearest, said } from '../../base/index.ts';
import { finding, type Finding } from '../read/finding.ts';
import type { KnownCluster } from '../read/known.ts';
import type { SlsQuery } from './form.ts';

/** The cluster that a store of SLS stands for, by its logstore or its name; with its project where that is one of ours. */
export function clusterOf(
  { project = '', store = '' }: SlsQuery,
  known: readonly KnownCluster[],
  path: Finding['path'],
): { readonly name?: string; readonly findings: readonly Finding[] } {
  const isOurs = known.some((cluster) => cluster.project === project);
  const candidates = isOurs ? known.filter((cluster) => cluster.project === project) : known;
  const found = candidates.find(
    ({ name, logstore }) => store === logstore || store === name || store === `audit-${name}`,
  );
  if (found) return { name: found.name, findings: [] };
  const names = candidates.map(({ name }) => name);
  const meant = nearest(store.replace(/^audit-/, ''), names);
  const shown = names.slice(0, 20).join(', ');
  const hint =
    names.length === 0
      ? said`add the cluster first`
      : meant === null
        ? said`write the name of a cluster; there are: ${shown}`
        : said`write the name of a cluster, such as ${meant}; there are: ${shown}`;
  const message = isOurs
    ? said`there is no cluster of the logstore "${store}" in project "${project}"`
    : said`there is no cluster of the logstore "${store}"`;
  return { findings: [finding([...path, 'store'], 'sls-unknown-logstore', message, { hint })] };
}

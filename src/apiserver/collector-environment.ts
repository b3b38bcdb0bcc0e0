import type { Manifest } from './manifest/manifest.ts';
import { originOf } from './manifest/volumes.ts';

/** How the names of the collector's variables begin: the logstore follows, named after the cluster. */
export const collectorPrefix = 'aliyun_logs_audit-';

/** What stands behind the cluster's id in the names of the variables besides the one that holds the path. */
const settings = ['_tags', '_product', '_jsonfile'] as const;

/** The variables by which ACK's collector finds the audit log of a registered cluster (ACK, "Use cluster auditing in registered clusters"). */
export function collectorEnvironment(clusterId: string, logPath: string): Readonly<Record<string, string>> {
  const name = `${collectorPrefix}${clusterId}`;
  return {
    [name]: logPath,
    [`${name}_tags`]: 'audit=apiserver',
    [`${name}_product`]: 'k8s-audit',
    [`${name}_jsonfile`]: 'true',
  };
}

/** Where the API server of a manifest writes its audit log, as the node sees it. */
export interface AuditLogPlaces {
  /** Files on the node. */
  readonly paths: readonly string[];
  /** Paths that exist in the container alone. */
  readonly hidden: readonly string[];
  /** Whether it goes to standard output, which the kubelet keeps. */
  readonly isStandardOutput: boolean;
  /** Ids of the clusters that the collector's variables name. */
  readonly clusterIds: readonly string[];
}

/** Finds the audit log by kube-apiserver's own flag and by the variables of ACK's collector. */
export function auditLogPlaces(manifest: Manifest): AuditLogPlaces {
  const flag = manifest.flags.flags.findLast(({ name }) => name === 'audit-log-path')?.value ?? '';
  const variables = collectorVariables(manifest);
  const inContainer = new Set([flag, ...variables.values()].filter((path) => path !== '' && path !== '-'));
  const paths: string[] = [];
  const hidden: string[] = [];
  for (const path of inContainer) {
    const hostPath = originOf(manifest, path)?.hostPath;
    if (hostPath === undefined) hidden.push(path);
    else paths.push(hostPath);
  }
  return { paths, hidden, isStandardOutput: flag === '-', clusterIds: [...variables.keys()] };
}

/** The path by the cluster's id. An id may hold underscores, so that the settings are told by their names. */
function collectorVariables({ environment }: Manifest): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, value = '' } of environment) {
    const isPath = name.startsWith(collectorPrefix) && !settings.some((setting) => name.endsWith(setting));
    if (isPath && value.startsWith('/')) found.set(name.slice(collectorPrefix.length), value);
  }
  return found;
}

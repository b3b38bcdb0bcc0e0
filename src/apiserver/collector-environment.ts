/** How the names of the collector's variables begin: the logstore follows, named after the cluster. */
export const collectorPrefix = 'aliyun_logs_audit-';

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

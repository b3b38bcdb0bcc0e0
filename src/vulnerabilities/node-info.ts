import { type Component, numberCell, type Sighting, textCell } from './component.ts';

/** What a node says of itself. */
export interface NodeInfo {
  readonly cluster: string;
  readonly node: string;
  /** Unix seconds. */
  readonly time: number;
  readonly kubeletVersion: string;
  readonly kubeProxyVersion: string;
  readonly containerRuntimeVersion: string;
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly operatingSystem: string;
}

/**
 * The newest of each node in rows of `status.nodeInfo`: cluster, node, nodeInfo as JSON, time (Unix seconds). The panel `nodes` of the CVE
 * dashboard has the statement. Bodies of nodes are large and many, so it chooses events by columns without bodies first.
 */
export function nodeInfos(rows: readonly (readonly unknown[])[]): readonly NodeInfo[] {
  const newest = new Map<string, NodeInfo>();
  for (const [cluster, node, info, time] of rows) {
    const read = readNodeInfo(textCell(info));
    if (!read) continue;
    const one: NodeInfo = { cluster: textCell(cluster), node: textCell(node), time: numberCell(time), ...read };
    const key = JSON.stringify([one.cluster, one.node]);
    if ((newest.get(key)?.time ?? -1) < one.time) newest.set(key, one);
  }
  return [...newest.values()];
}

function readNodeInfo(json: string): Omit<NodeInfo, 'cluster' | 'node' | 'time'> | undefined {
  const info = parseObject(json);
  if (!info) return undefined;
  const member = (name: string): string => textCell(info[name]).slice(0, 200);
  return {
    kubeletVersion: member('kubeletVersion'),
    kubeProxyVersion: member('kubeProxyVersion'),
    containerRuntimeVersion: member('containerRuntimeVersion'),
    osImage: member('osImage'),
    kernelVersion: member('kernelVersion'),
    operatingSystem: member('operatingSystem'),
  };
}

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The components that nodes say to run: kubelet, kube-proxy, and the container runtime. */
export function componentsOfNodes(nodes: readonly NodeInfo[]): readonly Component[] {
  return nodes.flatMap((info) => {
    const sighting: Sighting = {
      evidence: 'nodeInfo',
      cluster: info.cluster,
      by: info.node,
      first: info.time,
      last: info.time,
      count: 1,
    };
    const platform = info.operatingSystem || undefined;
    const [runtime = '', runtimeVersion = ''] = info.containerRuntimeVersion.split('://', 2);
    const seen: readonly (Omit<Component, 'sighting'> | false)[] = [
      { name: 'kubelet', version: info.kubeletVersion, platform },
      // Kubelets do not ask kube-proxy: they write their own version here.
      { name: 'kube-proxy', version: info.kubeProxyVersion, platform, isDerived: true },
      { name: runtime, version: runtimeVersion, platform },
      info.kubeletVersion.includes('+k3s') && { name: 'k3s', version: info.kubeletVersion, platform },
    ];
    return seen.flatMap((one) => (one && one.version ? [{ ...one, sighting }] : []));
  });
}

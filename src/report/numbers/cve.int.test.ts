import {
  clientVersions,
  codeOf,
  grouped,
  nameOf,
  ordered,
  resourceOf,
  type Row,
  secondsOf,
  subresourceOf,
} from './testkit/oracle.ts';
import { describeNumbers } from './testkit/panel-numbers.ts';

interface NodeInfo {
  readonly kubeletVersion?: string;
  readonly containerRuntimeVersion?: string;
}
interface WithNodeInfo {
  readonly status?: { readonly nodeInfo?: NodeInfo };
}

/** What nodes say they run: one row a node and version, whenever they said it. */
function versionsOf(rows: readonly Row[]): readonly Row[] {
  const versions = rows.map(([cluster = null, node = null, info = null]) => {
    const { kubeletVersion = null, containerRuntimeVersion = null } = JSON.parse(String(info)) as NodeInfo;
    return [cluster, node, kubeletVersion, containerRuntimeVersion] as const;
  });
  const distinct = grouped(versions, (row) => row).map(({ key }) => key);
  return ordered(distinct, [1, 2, 3]);
}

const sorted = (rows: readonly Row[]): readonly Row[] => ordered(rows, [1, 2, 3]);
const isWrite = (verb: string): boolean => ['create', 'update', 'patch'].includes(verb);

// The panels that come with the CVE data are held to planted attacks: vulnerabilities/indicators.int.test.ts.
describeNumbers(
  'cve',
  {
    nodes: (_operations, { events }) =>
      events
        .filter((o) => resourceOf(o) === 'nodes' && isWrite(o.event.verb) && (codeOf(o) ?? 500) < 300)
        .flatMap((o): Row[] => {
          const { responseObject, requestObject } = o.event as {
            readonly responseObject?: WithNodeInfo;
            readonly requestObject?: WithNodeInfo;
          };
          const info = responseObject?.status?.nodeInfo ?? requestObject?.status?.nodeInfo;
          return info ? [[o.cluster, nameOf(o), JSON.stringify(info)]] : [];
        }),
    clients: (_operations, { events }) => clientVersions(events),
    images: (_operations, { events }) => {
      const kinds = ['pods', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'];
      const writes = events.filter(
        (o) =>
          kinds.includes(resourceOf(o) ?? '') &&
          subresourceOf(o) === null &&
          isWrite(o.event.verb) &&
          (codeOf(o) ?? 500) < 300,
      );
      const found = writes.flatMap((o) => {
        const { requestObject } = o.event as { readonly requestObject?: unknown };
        const images = [...(JSON.stringify(requestObject) ?? '').matchAll(/"image":"([^"]+)"/g)];
        return images
          .map(([, image = '']) => ({ o, image }))
          .filter(({ image }) => image.includes('/ingress-nginx/controller:'));
      });
      return grouped(found, ({ o, image }) => [o.cluster, o.event.user?.username ?? null, image]).map(
        ({ key, items }): Row => {
          const seconds = items.map(({ o }) => secondsOf(o));
          return [...key, Math.min(...seconds), Math.max(...seconds), items.length];
        },
      );
    },
  },
  { tidy: { nodes: versionsOf, clients: sorted, images: sorted } },
);

// Which components the statements of evidence see on the real engine, and which versions the statements about kubectl take for old.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordedLines } from '../query/search/testkit/recordings.ts';
import type { Component } from './component.ts';
import { type Finding, findings } from './findings.ts';
import { componentsOfImages } from './images.ts';
import { componentsOfNodes, nodeInfos } from './node-info.ts';
import { indicatorColumns, statementOf } from './statement.ts';
import { type AskedStore, openAskedStore } from './testkit/asked-store.ts';
import { node, type Planted, plantedLine, pod, serviceAccount } from './testkit/planted-event.ts';
import { shippedCatalogue, shippedIndicators, shippedStatement } from './testkit/shipped.ts';
import { componentsOfUserAgent, componentsOfUserAgents } from './user-agents.ts';

const catalogue = shippedCatalogue();
const copying = shippedIndicators().filter(({ where }) => where?.includes('tar cf'));
let store: AskedStore;

const nodeInfo = {
  kubeletVersion: 'v1.20.4-aliyun.1',
  kubeProxyVersion: 'v1.20.4-aliyun.1',
  containerRuntimeVersion: 'containerd://1.6.20',
  osImage: 'Alibaba Cloud Linux',
  kernelVersion: '5.10.134',
  operatingSystem: 'linux',
};
const planted: readonly Planted[] = [
  {
    ...node,
    userAgent: 'kubelet/v1.20.4-aliyun.1 (linux/amd64) kubernetes/0000000',
    verb: 'get',
    resource: 'nodes',
    name: 'node1',
  },
  {
    ...node,
    verb: 'create',
    resource: 'nodes',
    name: 'node1',
    level: 'Request',
    request: { status: { nodeInfo: { ...nodeInfo, kubeletVersion: 'v1.18.8-aliyun.1' } } },
  },
  {
    ...node,
    verb: 'patch',
    resource: 'nodes',
    subresource: 'status',
    name: 'node1',
    at: '2026-11-20T19:00:00.000000Z',
    request: { status: {} },
    response: { status: { nodeInfo } },
  },
  { userAgent: 'kubelet/v1.9.0 (linux/amd64) kubernetes/0000000', verb: 'get', resource: 'nodes', name: 'node1' },
  {
    ...serviceAccount('kube-system', 'replicaset-controller'),
    ...pod({}, { image: 'registry.k8s.io/ingress-nginx/controller:v1.11.3@sha256:00' }),
    name: 'ingress',
  },
  { ...pod({}, { image: 'shop.example/controller:v1.0.0' }), name: 'other' },
];

/** Versions around every bound of the data about kubectl. */
const kubectlVersions = [
  ...new Set(
    catalogue.vulnerabilities
      .filter(({ id }) => copying.some((indicator) => indicator.id === id))
      .flatMap(({ components }) => components.flatMap(({ affected }) => affected))
      .flatMap(({ introduced, fixed }) => [introduced, fixed ?? '0'])
      .filter((version) => version !== '0')
      .flatMap((version) => {
        const [major, minor, patch] = version.split('.').map(Number);
        const around = [patch ?? 0, (patch ?? 0) + 1, (patch ?? 0) + 10, Math.max(0, (patch ?? 0) - 1)];
        return around.map((one) => `v${major}.${minor}.${one}`);
      }),
  ),
];
const kubectls = kubectlVersions.flatMap((version) =>
  ['linux/amd64', 'windows/amd64'].map((system) => `kubectl/${version} (${system}) kubernetes/0000000`),
);
const tar = '/api/v1/namespaces/shop/pods/web/exec?command=tar&command=cf&command=-&command=%2Ftmp&stdout=true';

beforeAll(async () => {
  store = await openAskedStore();
  await store.add(
    'planted',
    planted.map((one, at) => plantedLine(`planted-${at}`, one)),
  );
  await store.add('ack-v1', recordedLines('ack-v1'));
  await store.add('modern', recordedLines('modern-v1.36'));
  const exec: Planted = {
    resource: 'pods',
    subresource: 'exec',
    verb: 'create',
    code: 101,
    level: 'Metadata',
    uri: tar,
  };
  await store.add(
    'kubectl',
    kubectls.map((userAgent) => plantedLine(userAgent, { ...exec, userAgent, name: userAgent })),
  );
});
afterAll(() => store.close());

async function componentsIn(cluster: string): Promise<readonly Component[]> {
  return [
    ...componentsOfUserAgents(await store.ask(cluster, shippedStatement('clients'))),
    ...componentsOfNodes(nodeInfos(await store.ask(cluster, shippedStatement('nodes')))),
    ...componentsOfImages(await store.ask(cluster, shippedStatement('images'))),
  ];
}

function shown({ name, version, sighting }: Component): string {
  return `${sighting.evidence} ${sighting.by}: ${name} ${version}`;
}

describe('components', () => {
  test('of the recorded clusters', async () => {
    const ack = await componentsIn('ack-v1');
    expect([...new Set(ack.filter(({ name }) => name !== 'kubectl').map(shown))].toSorted().slice(0, 8)).toEqual([
      'nodeInfo node1: fakeRuntime 0.1.0',
      'nodeInfo node1: kube-proxy v1.20.2',
      'nodeInfo node1: kubelet v1.20.2',
      'nodeInfo node2: fakeRuntime 0.1.0',
      'nodeInfo node2: kube-proxy v1.20.2',
      'nodeInfo node2: kubelet v1.20.2',
      'userAgent system:apiserver: kube-apiserver v1.20.2',
      'userAgent system:kube-controller-manager: kube-controller-manager v1.20.2',
    ]);
    const kubectl = ack.filter(({ name }) => name === 'kubectl');
    expect(kubectl.reduce((sum, { sighting }) => sum + sighting.count, 0)).toBe(695);
    expect((await componentsIn('modern')).map(shown)).toContain('nodeInfo node2: kubelet v1.36.3');
  });

  test('are those of the newest event of a node, and no user is believed to be a kubelet', async () => {
    expect((await componentsIn('planted')).map(shown).toSorted()).toEqual([
      'image system:serviceaccount:kube-system:replicaset-controller: ingress-nginx v1.11.3',
      'nodeInfo node1: containerd 1.6.20',
      'nodeInfo node1: kube-proxy v1.20.4-aliyun.1',
      'nodeInfo node1: kubelet v1.20.4-aliyun.1',
      'userAgent mallory@corp.example: kubectl v1.36.3',
      'userAgent system:node:node1: kubectl v1.36.3',
      'userAgent system:node:node1: kubelet v1.20.4-aliyun.1',
      'userAgent system:serviceaccount:kube-system:replicaset-controller: kubectl v1.36.3',
    ]);
  });

  test('an old kubelet is found, with its nodes and what is to be done', async () => {
    const { findings: found } = findings(await componentsIn('planted'), catalogue);
    const one = (id: string, component: string): Finding | undefined =>
      found.find((finding) => finding.vulnerability.id === id && finding.component === component);
    expect(one('CVE-2021-25741', 'kubelet')).toMatchObject({
      version: 'v1.20.4-aliyun.1',
      certainty: 'unless-backported',
      fixedIn: '1.20.11',
      seen: [
        { evidence: 'userAgent', by: 'system:node:node1' },
        { evidence: 'nodeInfo', by: 'node1' },
      ],
    });
    expect(one('CVE-2025-1974', 'ingress-nginx')).toMatchObject({ certainty: 'certain', fixedIn: '1.11.5' });
    expect(one('CVE-2024-25621', 'containerd')).toMatchObject({ certainty: 'certain', fixedIn: '1.7.29' });
    expect(one('CVE-2020-8558', 'kubelet')).toBeUndefined();
    // Linux is not affected.
    expect(one('CVE-2024-5321', 'kubelet')).toBeUndefined();
  });
});

test.each(copying.map((indicator) => [indicator.id, indicator] as const))(
  '%s: the statement takes those versions for old that the data does',
  async (id, indicator) => {
    const rows = await store.ask('kubectl', statementOf(indicator));
    const only = { ...catalogue, vulnerabilities: catalogue.vulnerabilities.filter((one) => one.id === id) };
    const sighting = { evidence: 'userAgent', cluster: '', by: '', first: 0, last: 0, count: 1 } as const;
    const affected = kubectls.filter((userAgent) => {
      const components = componentsOfUserAgent(userAgent, 'mallory').map((one) => ({ ...one, sighting }));
      return findings(components, only).findings.length > 0;
    });
    expect(affected.length).toBeGreaterThan(0);
    expect(affected.length).toBeLessThan(kubectls.length);
    expect(rows.map((row) => row[indicatorColumns.indexOf('userAgent')]).toSorted()).toEqual(affected.toSorted());
  },
);

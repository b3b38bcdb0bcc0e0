import { describe, expect, it } from 'vitest';
import type { Catalogue } from './catalogue.ts';
import type { Component } from './component.ts';
import { findings } from './findings.ts';
import { componentsOfImages } from './images.ts';
import { componentsOfNodes, nodeInfos } from './node-info.ts';
import { componentsOfUserAgent, componentsOfUserAgents } from './user-agents.ts';

const vulnerability = (id: string, component: object, more: object = {}): Catalogue['vulnerabilities'][number] => ({
  id,
  aliases: [],
  summary: id,
  severity: 'medium',
  components: [{ name: 'kubelet', affected: [{ introduced: '1.20.0', fixed: '1.20.11' }], ...component }],
  link: 'https://example.org/',
  ...more,
});
const catalogue: Catalogue = {
  kind: 'Vulnerabilities',
  date: '2026-09-28',
  sources: [],
  vulnerabilities: [
    vulnerability('CVE-2021-0001', {}, { severity: 'low' }),
    vulnerability('CVE-2021-0002', { platform: 'windows' }, { severity: 'critical' }),
    vulnerability('CVE-2021-0003', { affected: [{ introduced: '0', fixed: '1.21.0', assumed: true }] }),
    vulnerability('CVE-2021-0004', { affected: [] }),
  ],
};
const sighting = { evidence: 'userAgent', cluster: 'c', by: 'system:node:n', first: 1, last: 2, count: 3 } as const;

function found(version: string, more: Partial<Component> = {}): readonly string[] {
  const component: Component = { name: 'kubelet', version, platform: 'linux', sighting, ...more };
  return findings([component], catalogue).findings.map(
    ({ vulnerability: { id }, certainty, fixedIn }) => `${id.slice(-1)} ${certainty} ${fixedIn}`,
  );
}

describe('findings', () => {
  it.each([
    ['v1.20.10', {}, ['3 possible 1.21.0', '1 certain 1.20.11']],
    ['v1.20.11', {}, ['3 possible 1.21.0']],
    ['v1.20.4-aliyun.1', {}, ['3 possible 1.21.0', '1 unless-backported 1.20.11']],
    ['v1.20.10+k3s1', {}, ['3 possible 1.21.0', '1 certain 1.20.11']],
    ['v1.20.10', { isDerived: true }, ['3 possible 1.21.0', '1 possible 1.20.11']],
    ['v1.20.10', { platform: 'windows' }, ['2 certain 1.20.11', '3 possible 1.21.0', '1 certain 1.20.11']],
    ['v1.20.10', { platform: undefined }, ['2 possible 1.20.11', '3 possible 1.21.0', '1 certain 1.20.11']],
    ['v1.22.0', {}, []],
    ['v0.0.0', {}, []],
    ['v1.20.10', { name: 'constructor' }, []],
  ] as const)('%s %j', (version, more, expected) => {
    expect(found(version, more)).toEqual(expected);
  });

  it('says which versions tell nothing', () => {
    const versions = ['v1.27.4+2c83a9f', 'v1.28.101-akslts', 'v0.0.0', '$Format'];
    const components = versions.map((version) => ({ name: 'kubelet', version, sighting }));
    const { unmatched } = findings([...components, { name: 'unheard-of', version: 'x', sighting }], catalogue);
    expect(unmatched.map(({ why }) => why)).toEqual(['openshift', 'aks-lts', 'none', 'none']);
  });

  it('lists a version once, with all who have it', () => {
    const component: Component = { name: 'kubelet', version: 'v1.20.10', platform: 'linux', sighting };
    const other = { ...component, sighting: { ...sighting, by: 'system:node:m' } };
    expect(findings([component, other], catalogue).findings[0]?.seen.map(({ by }) => by)).toEqual([
      'system:node:n',
      'system:node:m',
    ]);
  });
});

describe('components of a user agent', () => {
  const names = (userAgent: string, user = 'mallory'): readonly string[] =>
    componentsOfUserAgent(userAgent, user).map(({ name, version, platform }) => `${name} ${version} ${platform}`);

  it.each([
    ['kubelet/v1.20.4-aliyun.1 (linux/amd64) kubernetes/7be2cef', 'system:node:n', ['kubelet v1.20.4-aliyun.1 linux']],
    ['kubelet/v1.20.4 (linux/amd64) kubernetes/7be2cef', 'mallory', []],
    ['kubectl.exe/v1.34.5 (windows/amd64) kubernetes/c3d09ab', 'mallory', ['kubectl v1.34.5 windows']],
    [
      'kube-proxy/v1.30.1 (linux/arm64) kubernetes/0',
      'system:serviceaccount:kube-system:kube-proxy',
      ['kube-proxy v1.30.1 linux'],
    ],
    [
      'kube-controller-manager/v1.20.2 (linux/amd64) kubernetes/faecb19/leader-election',
      'system:kube-controller-manager',
      ['kube-controller-manager v1.20.2 linux'],
    ],
    [
      'nginx-ingress-controller/v1.4.0 (linux/amd64) ingress-nginx/50be2bf',
      'system:serviceaccount:ingress-nginx:ingress-nginx',
      ['ingress-nginx v1.4.0 linux'],
    ],
    ['Kubernetes Java Client/18.0.0-SNAPSHOT', 'app', ['java-client 18.0.0-SNAPSHOT undefined']],
    [
      'k3s/v1.32.3+k3s1 (linux/amd64) kubernetes/0',
      'system:node:n',
      ['k3s v1.32.3+k3s1 linux', 'kubelet v1.32.3+k3s1 linux', 'kube-proxy v1.32.3+k3s1 linux'],
    ],
    [
      'k3s/v1.32.3+k3s1',
      'system:kube-scheduler',
      [
        'k3s v1.32.3+k3s1 undefined',
        'kube-apiserver v1.32.3+k3s1 undefined',
        'kube-controller-manager v1.32.3+k3s1 undefined',
        'kube-scheduler v1.32.3+k3s1 undefined',
      ],
    ],
    ['constructor/1.0', 'mallory', []],
    ['curl/8.5.0', 'mallory', []],
    ['', 'mallory', []],
  ])('%s of %s', (userAgent, user, expected) => {
    expect(names(userAgent, user)).toEqual(expected);
  });

  it('takes rows of any kind', () => {
    expect(componentsOfUserAgents([[null, 1, {}], [], ['c', 'm', 'kubectl/v1.2.3', '5', 7, null]])).toEqual([
      {
        name: 'kubectl',
        version: 'v1.2.3',
        platform: undefined,
        sighting: { evidence: 'userAgent', cluster: 'c', by: 'm', first: 5, last: 7, count: 0 },
      },
    ]);
  });
});

describe('components of nodes and images', () => {
  it('keeps the newest of a node, and leaves out what is no nodeInfo', () => {
    const info = (kubeletVersion: string): string =>
      JSON.stringify({ kubeletVersion, kubeProxyVersion: '', containerRuntimeVersion: 'docker://19.3.5' });
    const rows = [
      ['c', 'n', info('v1.20.2+k3s1'), 2],
      ['c', 'n', info('v1.18.0'), 1],
      ['c', 'm', 'damaged', 3],
      ['c', 'l', '[]', 3],
      ['c', 'k', 'null', 3],
    ];
    expect(componentsOfNodes(nodeInfos(rows)).map(({ name, version }) => `${name} ${version}`)).toEqual([
      'kubelet v1.20.2+k3s1',
      'docker 19.3.5',
      'k3s v1.20.2+k3s1',
    ]);
  });

  it.each([
    ['registry.k8s.io/ingress-nginx/controller:v1.9.4@sha256:5b16', ['ingress-nginx v1.9.4']],
    [
      'registry-cn-hangzhou.ack.aliyuncs.com/acs/aliyun-ingress-controller:v1.2.1-aliyun.1',
      ['ingress-nginx v1.2.1-aliyun.1'],
    ],
    ['localhost:5000/mirror/sig-storage/nfsplugin:v4.1.0', ['csi-driver-nfs v4.1.0']],
    ['registry.k8s.io/kube-proxy:v1.30.1', ['kube-proxy v1.30.1']],
    ['registry.example/google_containers/kube-apiserver:v1.20.2', ['kube-apiserver v1.20.2']],
    ['shop.example/ingress-nginx/controller', []],
    ['__proto__/constructor:v1', []],
  ])('image %s', (image, expected) => {
    const components = componentsOfImages([['c', 'u', image, 1, 2, 3]]);
    expect(components.map(({ name, version }) => `${name} ${version}`)).toEqual(expected);
  });
});

/** The simulated cluster. Every address outside it is of the ranges that RFC 5737 and RFC 3849 keep for documentation. */
export const clusterName = 'harbor-prod';

/** kube-apiserver's release, whose spelling of events is copied. */
export const kubeVersion = 'v1.36.3';
export const kubeCommit = '5f0a1d2';

export interface NodeInfo {
  readonly name: string;
  readonly address: string;
  /** The third part of the addresses of its pods, 10.244.N.x. */
  readonly podNet: number;
}

export const controlPlane: NodeInfo = { name: 'harbor-prod-cp-1', address: '10.20.0.10', podNet: 0 };

export const workers: readonly NodeInfo[] = [1, 2, 3, 4, 5].map((number) => ({
  name: `harbor-prod-worker-${number}`,
  address: `10.20.0.1${number}`,
  podNet: number,
}));

export const nodes: readonly NodeInfo[] = [controlPlane, ...workers];

export const namespaces = [
  'cert-manager',
  'data',
  'default',
  'ingress',
  'kube-system',
  'monitoring',
  'payments',
  'search',
  'shop',
  'staging',
] as const;

export type Namespace = (typeof namespaces)[number];

/**
 * Where each outside address is, for maps of the demo: a country database knows nothing about documentation ranges.
 * Countries as ISO 3166-1 alpha-2.
 */
export const demoNetworks = [
  { cidr: '203.0.113.0/26', country: 'NL', label: 'Harbor, head office, Rotterdam' },
  { cidr: '203.0.113.64/26', country: 'CN', label: 'Harbor, Shanghai' },
  { cidr: '203.0.113.128/26', country: 'JP', label: 'Harbor, Tokyo' },
  { cidr: '203.0.113.192/26', country: 'SE', label: 'Portside, a contractor, Gothenburg' },
  { cidr: '192.0.2.0/25', country: 'DE', label: 'build runners, Frankfurt' },
  { cidr: '192.0.2.128/25', country: 'NG', label: 'Harbor, Lagos' },
  { cidr: '198.51.100.0/25', country: 'BR', label: 'a rented server, São Paulo' },
  { cidr: '198.51.100.128/25', country: 'US', label: 'scanners' },
] as const;

/** The simulated cluster. Every address outside it is of the ranges that RFC 5737 and RFC 3849 keep for documentation. */
export const clusterName = 'harbor-prod';

/** kube-apiserver's release, whose spelling of events is copied. */
export const kubeVersion = 'v1.36.5';
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

import type { Namespace } from './cluster.ts';
import type { Target } from '../resources.ts';

/** A request that a service makes again and again. */
interface Call {
  readonly verb: 'get' | 'list' | 'update' | 'watch';
  readonly target: Target;
  readonly query?: string;
  /** Minutes between two of them. */
  readonly every: number;
}

/** A program in the cluster that talks to kube-apiserver as its pod's service account. */
export interface Service {
  readonly namespace: Namespace;
  readonly name: string;
  readonly userAgent: string;
  readonly role: string;
  readonly calls: readonly Call[];
}

export const services: readonly Service[] = [
  {
    namespace: 'monitoring',
    name: 'prometheus',
    userAgent: 'Prometheus/3.6.0',
    role: 'prometheus',
    calls: [
      { verb: 'list', target: { resource: 'pods' }, query: 'limit=500&resourceVersion=0', every: 20 },
      { verb: 'list', target: { resource: 'nodes' }, query: 'limit=500&resourceVersion=0', every: 20 },
      { verb: 'watch', target: { resource: 'endpointslices' }, query: 'timeoutSeconds=457&watch=true', every: 16 },
    ],
  },
  {
    namespace: 'monitoring',
    name: 'kube-state-metrics',
    userAgent: 'kube-state-metrics/v2.17.0 (linux/amd64) kubernetes/$Format',
    role: 'kube-state-metrics',
    calls: [
      { verb: 'watch', target: { resource: 'deployments' }, query: 'timeoutSeconds=512&watch=true', every: 19 },
      { verb: 'watch', target: { resource: 'secrets' }, query: 'timeoutSeconds=389&watch=true', every: 21 },
    ],
  },
  {
    namespace: 'ingress',
    name: 'ingress-controller',
    userAgent: 'ingress-controller/v1.14.0 (linux/amd64) ingress/9d3e1ab',
    role: 'ingress-controller',
    calls: [
      { verb: 'update', target: { resource: 'leases', namespace: 'ingress', name: 'ingress-leader' }, every: 10 },
      { verb: 'get', target: { resource: 'secrets', namespace: 'shop', name: 'storefront-tls' }, every: 60 },
      { verb: 'list', target: { resource: 'ingresses' }, query: 'limit=500', every: 45 },
    ],
  },
  {
    namespace: 'cert-manager',
    name: 'cert-manager',
    userAgent: 'cert-manager-certificates-trigger/v1.19.1 (linux/amd64) cert-manager/6d4bb9e',
    role: 'cert-manager-controller-certificates',
    calls: [
      { verb: 'get', target: { resource: 'secrets', namespace: 'payments', name: 'ledger-tls' }, every: 120 },
      { verb: 'get', target: { resource: 'secrets', namespace: 'shop', name: 'storefront-tls' }, every: 120 },
      { verb: 'list', target: { resource: 'certificates' }, query: 'limit=500', every: 60 },
    ],
  },
  {
    namespace: 'kube-system',
    name: 'secrets-sync',
    userAgent: 'external-secrets/v1.0.0 (linux/amd64) kubernetes/$Format',
    role: 'secrets-sync',
    calls: [
      { verb: 'get', target: { resource: 'secrets', namespace: 'payments', name: 'ledger-db' }, every: 60 },
      {
        verb: 'get',
        target: { resource: 'secrets', namespace: 'payments', name: 'card-gateway-signing-key' },
        every: 60,
      },
      { verb: 'get', target: { resource: 'secrets', namespace: 'shop', name: 'storefront-session' }, every: 60 },
      { verb: 'get', target: { resource: 'secrets', namespace: 'shop', name: 'cart-redis' }, every: 60 },
      { verb: 'update', target: { resource: 'secrets', namespace: 'data', name: 'warehouse' }, every: 1440 },
    ],
  },
];

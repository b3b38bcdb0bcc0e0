import type { Namespace } from './cluster.ts';

/** A Deployment of the simulated cluster. */
export interface Workload {
  readonly namespace: Namespace;
  readonly name: string;
  readonly replicas: number;
  readonly port: number;
  /** The Secret that its containers take their environment from. */
  readonly secret?: string;
  /** Whether a HorizontalPodAutoscaler watches over it. */
  readonly autoscaled?: boolean;
  /** Whether CI releases it; the others stay as they are for the thirty days. */
  readonly released?: boolean;
  /** The node that it is pinned to. */
  readonly node?: string;
}

export const workloads: readonly Workload[] = [
  {
    namespace: 'shop',
    name: 'storefront',
    replicas: 3,
    port: 8080,
    secret: 'storefront-session',
    autoscaled: true,
    released: true,
  },
  { namespace: 'shop', name: 'cart', replicas: 2, port: 8080, secret: 'cart-redis', autoscaled: true, released: true },
  { namespace: 'shop', name: 'catalog', replicas: 2, port: 8080, released: true },
  {
    namespace: 'payments',
    name: 'ledger',
    replicas: 2,
    port: 8443,
    secret: 'ledger-db',
    released: true,
    node: 'harbor-prod-worker-3',
  },
  {
    namespace: 'payments',
    name: 'card-gateway',
    replicas: 2,
    port: 8443,
    secret: 'card-gateway-signing-key',
    released: true,
    node: 'harbor-prod-worker-3',
  },
  {
    namespace: 'payments',
    name: 'release-runner',
    replicas: 1,
    port: 9000,
    secret: 'release-bot-token',
    node: 'harbor-prod-worker-3',
  },
  { namespace: 'search', name: 'query', replicas: 2, port: 9200, autoscaled: true, released: true },
  { namespace: 'search', name: 'indexer', replicas: 1, port: 9201, secret: 'indexer-source', released: true },
  { namespace: 'data', name: 'etl-api', replicas: 1, port: 8088, secret: 'warehouse' },
  { namespace: 'staging', name: 'storefront', replicas: 1, port: 8080, released: true },
  { namespace: 'staging', name: 'cart', replicas: 1, port: 8080, released: true },
  { namespace: 'ingress', name: 'ingress-controller', replicas: 2, port: 443 },
  { namespace: 'monitoring', name: 'prometheus', replicas: 1, port: 9090 },
];

/** A CronJob; `every` and `offset` are minutes of the day in UTC. */
export interface Cron {
  readonly namespace: Namespace;
  readonly name: string;
  readonly schedule: string;
  readonly every: number;
  readonly offset: number;
  /** How long a run takes, in seconds. */
  readonly runs: readonly [number, number];
}

export const crons: readonly Cron[] = [
  { namespace: 'shop', name: 'cart-sweeper', schedule: '*/30 * * * *', every: 30, offset: 0, runs: [8, 40] },
  { namespace: 'search', name: 'reindex', schedule: '10 * * * *', every: 60, offset: 10, runs: [60, 300] },
  { namespace: 'payments', name: 'settlement', schedule: '30 1 * * *', every: 1440, offset: 90, runs: [400, 900] },
  { namespace: 'data', name: 'warehouse-export', schedule: '0 2 * * *', every: 1440, offset: 120, runs: [900, 2400] },
  { namespace: 'data', name: 'backup', schedule: '0 3 * * *', every: 1440, offset: 180, runs: [600, 1500] },
];

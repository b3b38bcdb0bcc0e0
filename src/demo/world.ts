import { namespaces, workers, type NodeInfo } from './data/cluster.ts';
import { workloads, type Workload } from './data/workloads.ts';
import type { Random } from './random.ts';
import { day, type Micros } from './time.ts';

/** What an ownerReference says. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** A running pod. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly app: string;
  readonly image: string;
  readonly secret: string | undefined;
  readonly serviceAccount: string;
  /** Who keeps it running; a pod that a person made has none. */
  readonly owner: Owner | undefined;
  readonly hash: string | undefined;
  readonly node: NodeInfo;
  readonly address: string;
  readonly created: Micros;
}

/** A Deployment as it stands, with the ReplicaSet that is current and its pods. */
export interface Deployed {
  readonly workload: Workload;
  readonly uid: string;
  readonly created: Micros;
  revision: number;
  tag: string;
  hash: string;
  replicaSetUid: string;
  sliceName: string;
  pods: readonly Pod[];
}

/** What exists in the cluster at the moment. Only actors change it, each tick in turn. */
export interface World {
  readonly namespaces: Map<string, { readonly uid: string; readonly created: Micros }>;
  readonly deployed: Map<string, Deployed>;
  /** The next version that etcd gives to a change. */
  resourceVersion(): string;
  podsIn(namespace: string): readonly Pod[];
  deployedIn(namespace: string): readonly Deployed[];
}

/** Creates the cluster as it stands when the history begins. */
export function createWorld(random: Random, from: Micros): World {
  let version = 48_000_000 + random.below(1_000_000);
  const deployed = new Map<string, Deployed>();
  const deployedIn = (namespace: string): readonly Deployed[] =>
    [...deployed.values()].filter((one) => one.workload.namespace === namespace);
  const created = from - 200 * day;
  for (const workload of workloads) {
    const one = newDeployed(workload, created, random);
    one.pods = newPods(one, from - 2 * day, random);
    deployed.set(keyOf(workload), one);
  }
  return {
    namespaces: new Map(namespaces.map((name) => [name, { uid: random.uuid(), created }])),
    deployed,
    resourceVersion: () => {
      version += 1 + random.below(9);
      return String(version);
    },
    podsIn: (namespace) => deployedIn(namespace).flatMap((one) => one.pods),
    deployedIn,
  };
}

/** The key of a workload in `World.deployed`. */
export function keyOf(workload: Workload): string {
  return `${workload.namespace}/${workload.name}`;
}

/** A Deployment that has no pods yet. */
export function newDeployed(workload: Workload, created: Micros, random: Random): Deployed {
  return {
    workload,
    uid: random.uuid(),
    created,
    revision: 1 + random.below(200),
    tag: `2026.${1 + random.below(9)}.${random.below(40)}`,
    hash: random.suffix(10),
    replicaSetUid: random.uuid(),
    sliceName: `${workload.name}-${random.suffix(5)}`,
    pods: [],
  };
}

/** The pods of the current ReplicaSet of a Deployment. */
export function newPods(deployed: Deployed, created: Micros, random: Random): readonly Pod[] {
  const { workload, hash, tag, replicaSetUid } = deployed;
  const replicaSet = `${workload.name}-${hash}`;
  return Array.from({ length: workload.replicas }, () => {
    const node = workers.find((worker) => worker.name === workload.node) ?? random.pick(workers);
    return {
      namespace: workload.namespace,
      name: `${replicaSet}-${random.suffix(5)}`,
      uid: random.uuid(),
      app: workload.name,
      image: `registry.harbor.example/${workload.name}:${tag}`,
      secret: workload.secret,
      serviceAccount: 'default',
      owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet, uid: replicaSetUid },
      hash,
      node,
      address: podAddress(node, random),
      created,
    };
  });
}

/** A free address of a node's pod network. */
export function podAddress(node: NodeInfo, random: Random): string {
  return `10.244.${node.podNet}.${2 + random.below(250)}`;
}

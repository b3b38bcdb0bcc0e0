import { createCaller, credentialId, serviceAccount, type Caller, type User } from './caller.ts';
import { controlPlane, kubeCommit, kubeVersion, nodes, type NodeInfo } from './data/cluster.ts';
import type { Random } from './random.ts';

/** A component of the cluster: how it calls, and why RBAC allows it what it always does. */
export interface Agent {
  readonly caller: Caller;
  readonly reason: string;
}

/** The control plane's own users. */
export interface Identities {
  readonly scheduler: Agent;
  readonly schedulerElection: Agent;
  readonly controllerManager: Agent;
  readonly controllerManagerElection: Agent;
  readonly informers: Agent;
  readonly apiserver: Agent;
  /** A controller of kube-controller-manager, under its own service account. */
  controller(name: string): Agent;
  kubelet(node: NodeInfo): Caller;
  /** The user that a node's client certificate names, for whoever holds that certificate. */
  nodeUser(name: string): User;
}

const build = `(linux/amd64) kubernetes/${kubeCommit}`;

/** Creates the identities; uids, token ids and certificate digests come from `random`. */
export function createIdentities(random: Random): Identities {
  const controllers = new Map<string, Agent>();
  const nodeUsers = new Map(nodes.map((node) => [node.name, createNodeUser(node.name, random)]));
  const kubelets = new Map(
    nodes.map((node) => [
      node.name,
      createCaller(nodeUser(node.name), [node.address], `kubelet/${kubeVersion} ${build}`),
    ]),
  );
  function nodeUser(name: string): User {
    return required(nodeUsers.get(name), name);
  }
  const component = (name: string, agent: string): Agent => ({
    caller: createCaller(certificateUser(`system:${name}`, [], random), [controlPlane.address], agent),
    reason: clusterRole(`system:${name}`, `system:${name}`, `User "system:${name}"`),
  });
  const manager = `kube-controller-manager/${kubeVersion} ${build}`;
  return {
    scheduler: component('kube-scheduler', `kube-scheduler/${kubeVersion} ${build}/scheduler`),
    schedulerElection: component('kube-scheduler', `kube-scheduler/${kubeVersion} ${build}/leader-election`),
    controllerManager: component('kube-controller-manager', `${manager}/kube-controller-manager`),
    controllerManagerElection: component('kube-controller-manager', `${manager}/leader-election`),
    informers: component('kube-controller-manager', `${manager}/shared-informers`),
    apiserver: {
      caller: createCaller(
        { username: 'system:apiserver', uid: random.uuid(), groups: ['system:authenticated', 'system:masters'] },
        ['::1'],
        `kube-apiserver/${kubeVersion} ${build}`,
      ),
      reason: '',
    },
    controller(name) {
      const known = controllers.get(name);
      if (known) return known;
      const user = serviceAccount('kube-system', name, random.uuid(), { [credentialId]: [`JTI=${random.uuid()}`] });
      const agent = `${manager}/system:serviceaccount:kube-system:${name}`;
      const created = {
        caller: createCaller(user, [controlPlane.address], agent),
        reason: clusterRole(
          `system:controller:${name}`,
          `system:controller:${name}`,
          `ServiceAccount "${name}/kube-system"`,
        ),
      };
      controllers.set(name, created);
      return created;
    },
    kubelet: (node) => required(kubelets.get(node.name), node.name),
    nodeUser,
  };
}

/** Why RBAC allowed a request through a ClusterRoleBinding, in its words; the subject as `Group "devs"`. */
export function clusterRole(binding: string, role: string, subject: string): string {
  return `RBAC: allowed by ClusterRoleBinding "${binding}" of ClusterRole "${role}" to ${subject}`;
}

/** Why RBAC allowed a request through a RoleBinding of a namespace, in its words. */
export function namespacedRole(binding: string, namespace: string, role: string, subject: string): string {
  return `RBAC: allowed by RoleBinding "${binding}/${namespace}" of ClusterRole "${role}" to ${subject}`;
}

/** A user known by a client certificate, whose digest kube-apiserver notes. */
export function certificateUser(username: string, groups: readonly string[], random: Random): User {
  const extra = { [credentialId]: [`X509SHA256=${random.hex(64)}`] };
  return { username, groups: [...groups, 'system:authenticated'], extra };
}

function createNodeUser(name: string, random: Random): User {
  return certificateUser(`system:node:${name}`, ['system:nodes'], random);
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`BUG: unknown node "${name}"`);
  return value;
}

import type { Random } from '../src/demo/index.ts';

/** Somebody who makes requests: the parts of an event that do not change, written once. */
export interface Caller {
  readonly username: string;
  /** `"user":{…},"sourceIPs":[…],"userAgent":"…"`. */
  readonly head: string;
  /** The value of the annotation with RBAC's reason, as it stands in JSON. */
  readonly reason: string;
}

export interface BenchPod {
  readonly name: string;
  readonly uid: string;
  readonly namespace: string;
  readonly app: string;
  readonly node: number;
  readonly address: string;
}

/** A production cluster of a fair size: 150 nodes, 60 namespaces, some 4,000 pods, 80 people. */
export interface BenchCluster {
  readonly namespaces: readonly string[];
  readonly nodes: readonly string[];
  readonly kubelets: readonly Caller[];
  readonly controllers: readonly Caller[];
  readonly elections: readonly { readonly caller: Caller; readonly lease: string }[];
  readonly services: readonly (Caller & { readonly namespace: string })[];
  readonly people: readonly Caller[];
  readonly pods: readonly BenchPod[];
  readonly apps: readonly string[];
}

const agent = '(linux/amd64) kubernetes/5f0a1d2';
const controllerNames = [
  'replicaset-controller',
  'deployment-controller',
  'endpointslice-controller',
  'generic-garbage-collector',
  'job-controller',
  'cronjob-controller',
  'daemon-set-controller',
  'statefulset-controller',
  'horizontal-pod-autoscaler',
  'resourcequota-controller',
  'node-controller',
  'namespace-controller',
  'service-account-controller',
  'root-ca-cert-publisher',
  'ttl-after-finished-controller',
  'disruption-controller',
];
const clients = [
  'kubectl/v1.36.2 (darwin/arm64) kubernetes/b1f09c2',
  'kubectl/v1.35.4 (linux/amd64) kubernetes/77aa0b1',
  'kubectl/v1.33.1 (windows/amd64) kubernetes/8adc0f0',
  'k9s/v0.50.9 (linux/amd64) kubernetes/$Format',
  'Helm/4.0.1',
  'argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format',
];
const appWords = [
  'api',
  'web',
  'worker',
  'gateway',
  'ledger',
  'search',
  'cart',
  'mail',
  'auth',
  'report',
  'sync',
  'edge',
];
const teamWords = ['shop', 'pay', 'data', 'core', 'media', 'ads', 'infra', 'risk', 'geo', 'ops'];
const firstNames = [
  'ana',
  'bo',
  'chi',
  'dov',
  'eva',
  'fay',
  'gil',
  'hugo',
  'ines',
  'jan',
  'kim',
  'lea',
  'mo',
  'nia',
  'ola',
  'pia',
];

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Makes up the cluster. */
export function createBenchCluster(random: Random): BenchCluster {
  const namespaces = times(
    60,
    (index) => `${teamWords[index % 10] ?? ''}-${['prod', 'stage', 'dev', 'jobs', 'tools', 'lab'][index % 6] ?? ''}`,
  );
  const nodes = times(
    150,
    (index) => `ip-10-${20 + (index % 3)}-${index}-${random.below(250)}.eu-west-1.compute.internal`,
  );
  const apps = times(300, (index) => `${appWords[index % 12] ?? ''}-${random.suffix(4)}`);
  const pods = apps.flatMap((app, index) => {
    const hash = random.suffix(10);
    return times(4 + random.below(20), () => {
      const node = random.below(nodes.length);
      return {
        name: `${app}-${hash}-${random.suffix(5)}`,
        uid: random.uuid(),
        namespace: namespaces[index % 60] ?? '',
        app,
        node,
        address: `10.244.${node}.${random.below(250)}`,
      };
    });
  });
  return {
    namespaces,
    nodes,
    apps,
    pods,
    kubelets: nodes.map((node, index) => kubelet(node, index, random)),
    controllers: controllerNames.map((name) => controller(name, random)),
    elections: ['kube-controller-manager', 'kube-scheduler', 'cloud-controller-manager'].map((name) => ({
      caller: component(name),
      lease: name,
    })),
    services: times(90, () => service(random, random.pick(pods))),
    people: times(80, (index) => person(index, random)),
  };
}

function kubelet(node: string, index: number, random: Random): Caller {
  const extra = `"extra":{"authentication.kubernetes.io/credential-id":["X509SHA256=${random.hex(64)}"]}`;
  return {
    username: `system:node:${node}`,
    head:
      `"user":{"username":"system:node:${node}","groups":["system:nodes","system:authenticated"],${extra}},` +
      `"sourceIPs":["10.20.${index}.${random.below(250)}"],"userAgent":"kubelet/v1.36.3 ${agent}"`,
    reason: '""',
  };
}

function controller(name: string, random: Random): Caller {
  const username = `system:serviceaccount:kube-system:${name}`;
  return {
    username,
    head:
      `"user":{"username":"${username}","uid":"${random.uuid()}","groups":["system:serviceaccounts",` +
      `"system:serviceaccounts:kube-system","system:authenticated"],"extra":{"authentication.kubernetes.io/credential-id":` +
      `["JTI=${random.uuid()}"]}},"sourceIPs":["10.20.0.5"],"userAgent":"kube-controller-manager/v1.36.3 ${agent}/${username}"`,
    reason: `"RBAC: allowed by ClusterRoleBinding \\"system:controller:${name}\\" of ClusterRole \\"system:controller:${name}\\" to ServiceAccount \\"${name}/kube-system\\""`,
  };
}

function component(name: string): Caller {
  return {
    username: `system:${name}`,
    head:
      `"user":{"username":"system:${name}","groups":["system:authenticated"]},"sourceIPs":["10.20.0.5"],` +
      `"userAgent":"${name}/v1.36.3 ${agent}/leader-election"`,
    reason: `"RBAC: allowed by ClusterRoleBinding \\"system:${name}\\" of ClusterRole \\"system:${name}\\" to User \\"system:${name}\\""`,
  };
}

function service(random: Random, pod: BenchPod): Caller & { readonly namespace: string } {
  const { namespace, app } = pod;
  const username = `system:serviceaccount:${namespace}:${app}`;
  const key = 'authentication.kubernetes.io';
  return {
    namespace,
    username,
    head:
      `"user":{"username":"${username}","uid":"${random.uuid()}","groups":["system:serviceaccounts","system:serviceaccounts:${namespace}",` +
      `"system:authenticated"],"extra":{"${key}/credential-id":["JTI=${random.uuid()}"],"${key}/node-name":["${pod.node}"],` +
      `"${key}/pod-name":["${pod.name}"],"${key}/pod-uid":["${pod.uid}"]}},"sourceIPs":["${pod.address}"],` +
      `"userAgent":"${app}/v0.0.0 (linux/amd64) kubernetes/$Format"`,
    reason: `"RBAC: allowed by RoleBinding \\"${app}/${namespace}\\" of Role \\"${app}\\" to ServiceAccount \\"${app}/${namespace}\\""`,
  };
}

function person(index: number, random: Random): Caller {
  const team = teamWords[index % 10] ?? '';
  const username = `${firstNames[index % 16] ?? ''}.${random.suffix(6)}@corp.example`;
  return {
    username,
    head:
      `"user":{"username":"${username}","groups":["${team}-dev","system:authenticated"],"extra":{"authentication.kubernetes.io/credential-id":` +
      `["JTI=${random.uuid()}"]}},"sourceIPs":["203.0.113.${index}"],"userAgent":"${random.pick(clients)}"`,
    reason: `"RBAC: allowed by ClusterRoleBinding \\"${team}-dev\\" of ClusterRole \\"developer\\" to Group \\"${team}-dev\\""`,
  };
}

import type { Random } from '../src/demo/index.ts';
import type { BenchCluster, BenchPod, Caller } from './event-cluster.ts';

/** One request, its parts as they stand in JSON. */
export interface Request {
  readonly level: 'Metadata' | 'Request' | 'RequestResponse';
  readonly stage?: 'ResponseStarted';
  readonly uri: string;
  readonly verb: string;
  readonly caller: Caller;
  /** Left out for a request that is about no resource. */
  readonly object?: string;
  /** `{"metadata":{},"code":200}` where left out. */
  readonly status?: string;
  readonly requestObject?: string;
  readonly responseObject?: string;
  readonly refused?: boolean;
}

/** What a kind of request may draw on; `version` is etcd's, `time` that of the event, to the second. */
export interface Draw {
  readonly random: Random;
  readonly cluster: BenchCluster;
  readonly version: number;
  readonly time: string;
}

interface Kind {
  /** Its share of the events, in thousandths. */
  readonly share: number;
  readonly make: (draw: Draw) => Request;
}

/** The mix of a production cluster under a policy that logs bodies of changes to workloads only. */
export const kinds: readonly Kind[] = [
  { share: 250, make: nodeLease },
  { share: 90, make: electionLease },
  { share: 30, make: nodeStatus },
  { share: 60, make: podStatus },
  { share: 110, make: kubeletGet },
  { share: 50, make: token },
  { share: 90, make: controllerGet },
  { share: 60, make: endpointSlice },
  { share: 15, make: podCreate },
  { share: 20, make: binding },
  { share: 85, make: watch },
  { share: 80, make: serviceRead },
  { share: 35, make: personRead },
  { share: 3, make: exec },
  { share: 7, make: refused },
  { share: 5, make: missing },
  { share: 10, make: conflict },
];

const ok201 = '{"metadata":{},"code":201}';

function nodeLease({ random, cluster, version }: Draw): Request {
  const index = random.below(cluster.nodes.length);
  const name = cluster.nodes[index] ?? '';
  return lease('kube-node-lease', name, 10, version, kubeletOf(cluster, index));
}

function electionLease({ random, cluster, version }: Draw): Request {
  const { caller, lease: name } = random.pick(cluster.elections);
  return lease('kube-system', name, 5, version, caller);
}

function lease(namespace: string, name: string, timeout: number, version: number, caller: Caller): Request {
  return {
    level: 'Metadata',
    uri: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}?timeout=${timeout}s`,
    verb: 'update',
    caller,
    object: `{"resource":"leases","namespace":"${namespace}","name":"${name}","apiGroup":"coordination.k8s.io","apiVersion":"v1","resourceVersion":"${version}"}`,
  };
}

function nodeStatus({ random, cluster, time }: Draw): Request {
  const index = random.below(cluster.nodes.length);
  const name = cluster.nodes[index] ?? '';
  const condition = (type: string, status: string, reason: string): string =>
    `{"lastHeartbeatTime":"${time}","reason":"${reason}","status":"${status}","type":"${type}"}`;
  return {
    level: 'Request',
    uri: `/api/v1/nodes/${name}/status?timeout=10s`,
    verb: 'patch',
    caller: kubeletOf(cluster, index),
    object: `{"resource":"nodes","name":"${name}","apiVersion":"v1","subresource":"status"}`,
    requestObject:
      `{"status":{"$setElementOrder/conditions":[{"type":"MemoryPressure"},{"type":"DiskPressure"},{"type":"PIDPressure"},{"type":"Ready"}],` +
      `"conditions":[${condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory')},${condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure')},` +
      `${condition('PIDPressure', 'False', 'KubeletHasSufficientPID')},${condition('Ready', 'True', 'KubeletReady')}]}}`,
  };
}

function podStatus({ random, cluster, time }: Draw): Request {
  const pod = random.pick(cluster.pods);
  const id = random.hex(64);
  const condition = (type: string): string =>
    `{"lastProbeTime":null,"lastTransitionTime":"${time}","observedGeneration":1,"status":"True","type":"${type}"}`;
  return {
    level: 'Request',
    uri: `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/status`,
    verb: 'patch',
    caller: kubeletOf(cluster, pod.node),
    object: `${podObject(pod)},"subresource":"status"}`,
    requestObject:
      `{"metadata":{"uid":"${pod.uid}"},"status":{"conditions":[${condition('Ready')},${condition('ContainersReady')}],"containerStatuses":[{"containerID":` +
      `"containerd://${id}","image":"registry.corp.example/${pod.app}:1.${random.below(40)}.${random.below(9)}","lastState":{},"name":"${pod.app}","ready":true,` +
      `"restartCount":${random.below(3)},"started":true,"state":{"running":{"startedAt":"${time}"}}}],"phase":"Running","podIP":"${pod.address}"}}`,
  };
}

function kubeletGet({ random, cluster }: Draw): Request {
  const pod = random.pick(cluster.pods);
  const caller = kubeletOf(cluster, pod.node);
  if (random.chance(0.5)) {
    const uri = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`;
    return { level: 'Request', uri, verb: 'get', caller, object: `${podObject(pod)}}` };
  }
  const resource = random.chance(0.5) ? 'secrets' : 'configmaps';
  return {
    level: 'Metadata',
    uri: `/api/v1/namespaces/${pod.namespace}/${resource}/${pod.app}`,
    verb: 'get',
    caller,
    object: `{"resource":"${resource}","namespace":"${pod.namespace}","name":"${pod.app}","apiVersion":"v1"}`,
  };
}

function token({ random, cluster }: Draw): Request {
  const { namespace, app, node } = random.pick(cluster.pods);
  return {
    level: 'Metadata',
    uri: `/api/v1/namespaces/${namespace}/serviceaccounts/${app}/token`,
    verb: 'create',
    caller: kubeletOf(cluster, node),
    object: `{"resource":"serviceaccounts","namespace":"${namespace}","name":"${app}","apiVersion":"v1","subresource":"token"}`,
    status: ok201,
  };
}

function controllerGet({ random, cluster, version }: Draw): Request {
  const { namespace, app } = random.pick(cluster.pods);
  const caller = random.pick(cluster.controllers);
  const kind = random.pick(['replicasets', 'deployments', 'statefulsets'] as const);
  const isRead = random.chance(0.6);
  return {
    level: isRead ? 'Request' : 'Metadata',
    uri: `/apis/apps/v1/namespaces/${namespace}/${kind}/${app}${isRead ? '' : '/status'}`,
    verb: isRead ? 'get' : 'update',
    caller,
    object: isRead
      ? `{"resource":"${kind}","namespace":"${namespace}","name":"${app}","apiGroup":"apps","apiVersion":"v1"}`
      : `{"resource":"${kind}","namespace":"${namespace}","name":"${app}","uid":"${random.uuid()}","apiGroup":"apps","apiVersion":"v1","resourceVersion":"${version}","subresource":"status"}`,
  };
}

function endpointSlice({ random, cluster }: Draw): Request {
  const { namespace, app } = random.pick(cluster.pods);
  const name = `${app}-${app.slice(-4)}k`;
  return {
    level: 'Metadata',
    uri: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices/${name}`,
    verb: 'update',
    caller: cluster.controllers[2] ?? random.pick(cluster.controllers),
    object: `{"resource":"endpointslices","namespace":"${namespace}","name":"${name}","apiGroup":"discovery.k8s.io","apiVersion":"v1"}`,
  };
}

function podCreate({ random, cluster, time, version }: Draw): Request {
  const { namespace, app, name } = random.pick(cluster.pods);
  const hash = name.slice(app.length + 1, -6);
  const owner = `"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"${app}-${hash}","uid":"${random.uuid()}","controller":true,"blockOwnerDeletion":true}]`;
  const labels = `"labels":{"app":"${app}","pod-template-hash":"${hash}"}`;
  const spec =
    `"spec":{"containers":[{"name":"${app}","image":"registry.corp.example/${app}:1.${random.below(40)}.${random.below(9)}","resources":{"limits":{"memory":"512Mi"},` +
    `"requests":{"cpu":"${random.below(900)}m","memory":"256Mi"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],` +
    `"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","securityContext":{},"schedulerName":"default-scheduler"}`;
  return {
    level: 'RequestResponse',
    uri: `/api/v1/namespaces/${namespace}/pods`,
    verb: 'create',
    caller: cluster.controllers[0] ?? random.pick(cluster.controllers),
    object: `{"resource":"pods","namespace":"${namespace}","apiVersion":"v1"}`,
    status: ok201,
    requestObject: `{"kind":"Pod","apiVersion":"v1","metadata":{"generateName":"${app}-${hash}-",${labels},${owner}},${spec},"status":{}}`,
    responseObject:
      `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"${app}-${hash}-${random.suffix(5)}","generateName":"${app}-${hash}-","namespace":"${namespace}",` +
      `"uid":"${random.uuid()}","resourceVersion":"${version}","creationTimestamp":"${time}",${labels},${owner}},${spec},"status":{"phase":"Pending","qosClass":"Burstable"}}`,
  };
}

function binding({ random, cluster }: Draw): Request {
  const pod = random.pick(cluster.pods);
  const { caller } = cluster.elections[1] ?? random.pick(cluster.elections);
  return {
    level: 'Request',
    uri: `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/binding`,
    verb: 'create',
    caller,
    object: `{"resource":"pods","namespace":"${pod.namespace}","name":"${pod.name}","uid":"${pod.uid}","apiVersion":"v1","subresource":"binding"}`,
    status: '{"metadata":{},"status":"Success","code":201}',
    requestObject:
      `{"kind":"Binding","apiVersion":"v1","metadata":{"name":"${pod.name}","namespace":"${pod.namespace}","uid":"${pod.uid}"},` +
      `"target":{"kind":"Node","name":"${cluster.nodes[pod.node] ?? ''}"}}`,
  };
}

function watch({ random, cluster, version }: Draw): Request {
  const seconds = 300 + random.below(300);
  const resource = random.pick(['pods', 'services', 'secrets', 'configmaps', 'namespaces', 'nodes'] as const);
  const query = `allowWatchBookmarks=true\\u0026resourceVersion=${version}\\u0026timeout=${Math.floor(seconds / 60)}m${seconds % 60}s\\u0026timeoutSeconds=${seconds}\\u0026watch=true`;
  const request: Request = {
    level: 'Metadata',
    uri: `/api/v1/${resource}?${query}`,
    verb: 'watch',
    caller: random.chance(0.5) ? random.pick(cluster.services) : random.pick(cluster.controllers),
    object: `{"resource":"${resource}","apiVersion":"v1"}`,
  };
  return random.chance(0.5) ? { ...request, stage: 'ResponseStarted' } : request;
}

function serviceRead({ random, cluster }: Draw): Request {
  const caller = random.pick(cluster.services);
  const resource = random.pick(['secrets', 'configmaps', 'endpoints', 'pods'] as const);
  return list(resource, caller.namespace, caller);
}

function personRead({ random, cluster }: Draw): Request {
  const caller = random.pick(cluster.people);
  if (random.chance(0.5))
    return list(random.pick(['pods', 'services', 'events'] as const), random.pick(cluster.namespaces), caller);
  const pod = random.pick(cluster.pods);
  const uri = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`;
  return { level: 'Request', uri, verb: 'get', caller, object: `${podObject(pod)}}` };
}

function list(resource: string, namespace: string, caller: Caller): Request {
  return {
    level: resource === 'pods' ? 'Request' : 'Metadata',
    uri: `/api/v1/namespaces/${namespace}/${resource}?limit=500`,
    verb: 'list',
    caller,
    object: `{"resource":"${resource}","namespace":"${namespace}","apiVersion":"v1"}`,
  };
}

/** One exec in two hundred reads a password file: the rare word that searches look for. */
function exec({ random, cluster }: Draw): Request {
  const pod = random.pick(cluster.pods);
  const command = random.chance(0.005) ? 'command=cat\\u0026command=%2Fetc%2Fshadow' : 'command=sh';
  const request: Request = {
    level: 'Request',
    uri: `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/exec?${command}\\u0026container=${pod.app}\\u0026stdin=true\\u0026stdout=true\\u0026tty=true`,
    verb: 'get',
    caller: random.pick(cluster.people),
    object: `${podObject(pod)},"subresource":"exec"}`,
    status: '{"metadata":{},"code":101}',
  };
  return random.chance(0.5) ? { ...request, stage: 'ResponseStarted' } : request;
}

function refused({ random, cluster }: Draw): Request {
  const caller = random.pick(cluster.people);
  const namespace = random.pick(cluster.namespaces);
  return {
    ...list('secrets', namespace, caller),
    refused: true,
    status:
      `{"metadata":{},"status":"Failure","message":"secrets is forbidden: User \\"${caller.username}\\" cannot list resource \\"secrets\\" in API group \\"\\" ` +
      `in the namespace \\"${namespace}\\"","reason":"Forbidden","details":{"kind":"secrets"},"code":403}`,
  };
}

function missing({ random, cluster }: Draw): Request {
  const { namespace, app } = random.pick(cluster.pods);
  const name = `${app}-${random.suffix(5)}`;
  return {
    level: 'Request',
    uri: `/api/v1/namespaces/${namespace}/pods/${name}`,
    verb: 'get',
    caller: random.pick(cluster.people),
    object: `{"resource":"pods","namespace":"${namespace}","name":"${name}","apiVersion":"v1"}`,
    status: `{"metadata":{},"status":"Failure","message":"pods \\"${name}\\" not found","reason":"NotFound","details":{"name":"${name}","kind":"pods"},"code":404}`,
  };
}

function conflict(draw: Draw): Request {
  const { namespace, app } = draw.random.pick(draw.cluster.pods);
  return {
    level: 'Metadata',
    uri: `/apis/apps/v1/namespaces/${namespace}/deployments/${app}/status`,
    verb: 'update',
    caller: draw.cluster.controllers[1] ?? draw.random.pick(draw.cluster.controllers),
    object: `{"resource":"deployments","namespace":"${namespace}","name":"${app}","apiGroup":"apps","apiVersion":"v1","resourceVersion":"${draw.version}","subresource":"status"}`,
    status:
      `{"metadata":{},"status":"Failure","message":"Operation cannot be fulfilled on deployments.apps \\"${app}\\": the object has been modified; please apply your changes to the ` +
      `latest version and try again","reason":"Conflict","details":{"name":"${app}","group":"apps","kind":"deployments"},"code":409}`,
  };
}

/** An objectRef without its closing brace. */
function podObject(pod: BenchPod): string {
  return `{"resource":"pods","namespace":"${pod.namespace}","name":"${pod.name}","apiVersion":"v1"`;
}

function kubeletOf(cluster: BenchCluster, index: number): Caller {
  const caller = cluster.kubelets[index];
  if (!caller) throw new Error(`BUG: no node ${index}`);
  return caller;
}

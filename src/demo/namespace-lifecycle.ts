import type { Agent } from './identities.ts';
import { success } from './outcome.ts';
import { stopPod } from './pod-lifecycle.ts';
import type { Resource } from './resources.ts';
import type { Tick } from './tick.ts';
import { formatTime, millisecond, second, type Micros } from './time.ts';
import { keyOf } from './world.ts';

/** What the namespace controller empties, resource by resource. */
const contents: readonly Resource[] = [
  'configmaps',
  'controllerrevisions',
  'cronjobs',
  'daemonsets',
  'deployments',
  'endpoints',
  'endpointslices',
  'horizontalpodautoscalers',
  'ingresses',
  'jobs',
  'leases',
  'limitranges',
  'networkpolicies',
  'persistentvolumeclaims',
  'poddisruptionbudgets',
  'pods',
  'podtemplates',
  'replicasets',
  'resourcequotas',
  'rolebindings',
  'roles',
  'secrets',
  'serviceaccounts',
  'services',
  'statefulsets',
];

/** Creates a namespace and what every namespace has from the start. */
export function createNamespace(tick: Tick, name: string, at: Micros, by: Agent): void {
  const { record, world, identities, random } = tick;
  const uid = random.uuid();
  world.namespaces.set(name, { uid, created: at });
  record({
    at,
    caller: by.caller,
    verb: 'create',
    target: { resource: 'namespaces', name },
    query: 'fieldManager=kubectl-create&fieldValidation=Strict',
    outcome: success(201),
    reason: by.reason,
    request: { kind: 'Namespace', apiVersion: 'v1', metadata: { name }, spec: {}, status: {} },
    response: namespaceObject(name, uid, at, { phase: 'Active' }, world.resourceVersion()),
  });
  const account = identities.controller('service-account-controller');
  const metadata = { name: 'default', namespace: name };
  const request = { kind: 'ServiceAccount', apiVersion: 'v1', metadata };
  record({
    at: at + 8 * millisecond,
    caller: account.caller,
    verb: 'create',
    target: { resource: 'serviceaccounts', namespace: name, name: 'default' },
    outcome: success(201),
    reason: account.reason,
    request,
    response: { ...request, metadata: { ...metadata, uid: random.uuid(), resourceVersion: world.resourceVersion() } },
  });
  const publisher = identities.controller('root-ca-cert-publisher');
  record({
    at: at + 9 * millisecond,
    caller: publisher.caller,
    verb: 'create',
    target: { resource: 'configmaps', namespace: name, name: 'kube-root-ca.crt' },
    outcome: success(201),
    reason: publisher.reason,
  });
}

/** Deletes a namespace with everything in it, as the namespace controller goes about it. */
export function deleteNamespace(tick: Tick, name: string, at: Micros, by: Agent): void {
  const { record, world, identities } = tick;
  const known = world.namespaces.get(name);
  if (!known) return;
  const terminating = namespaceObject(
    name,
    known.uid,
    known.created,
    { phase: 'Terminating' },
    world.resourceVersion(),
  );
  record({
    at,
    caller: by.caller,
    verb: 'delete',
    target: { resource: 'namespaces', namespace: name, name },
    reason: by.reason,
    request: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/__internal', propagationPolicy: 'Background' },
    response: terminating,
  });
  const { caller, reason } = identities.controller('namespace-controller');
  let next = at + 5 * second;
  for (const resource of contents) {
    const target = { resource, namespace: name };
    record({ at: next, caller, verb: 'deletecollection', target, reason });
    record({ at: next + 2 * millisecond, caller, verb: 'list', target, reason });
    next += 4 * millisecond;
  }
  for (const pod of world.podsIn(name)) {
    stopPod(tick, pod, at + 5 * second, identities.controller('namespace-controller'));
  }
  for (const deployed of world.deployedIn(name)) world.deployed.delete(keyOf(deployed.workload));
  world.namespaces.delete(name);
  record({
    at: at + 35 * second,
    caller,
    verb: 'update',
    target: { resource: 'namespaces', namespace: name, name, uid: known.uid, subresource: 'finalize' },
    reason,
    request: terminating,
    response: terminating,
  });
}

function namespaceObject(name: string, uid: string, created: Micros, status: object, resourceVersion: string): object {
  return {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: {
      name,
      uid,
      resourceVersion,
      creationTimestamp: formatTime(created),
      labels: { 'kubernetes.io/metadata.name': name },
    },
    spec: { finalizers: ['kubernetes'] },
    status,
  };
}

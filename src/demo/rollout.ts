import type { Agent } from './identities.ts';
import { deploymentObject, replicaSetObject } from './objects.ts';
import { conflict, success } from './outcome.ts';
import { startPod, stopPod } from './pod-lifecycle.ts';
import type { Target } from './resources.ts';
import type { Tick } from './tick.ts';
import { millisecond, minute, second, type Micros } from './time.ts';
import { newPods, type Deployed } from './world.ts';

/** A Deployment as the object of a request. */
export function deploymentTarget({ workload }: Deployed, subresource?: string): Target {
  const target = { resource: 'deployments', namespace: workload.namespace, name: workload.name } as const;
  return subresource === undefined ? target : { ...target, subresource };
}

/** Releases a new image: one patch by `by`, and all that follows from it. Returns when the last pod was replaced. */
export function release(tick: Tick, deployed: Deployed, tag: string, at: Micros, by: Agent): Micros {
  const { record, world, random } = tick;
  const { workload } = deployed;
  const container = { name: workload.name, image: `registry.harbor.example/${workload.name}:${tag}` };
  deployed.tag = tag;
  record({ at, caller: by.caller, verb: 'get', target: deploymentTarget(deployed), reason: by.reason });
  record({
    at: at + 90 * millisecond,
    caller: by.caller,
    verb: 'patch',
    target: deploymentTarget(deployed),
    query: 'fieldManager=kubectl-set',
    reason: by.reason,
    request: {
      spec: {
        template: { spec: { '$setElementOrder/containers': [{ name: workload.name }], containers: [container] } },
      },
    },
    response: deploymentObject(deployed, workload.replicas, world.resourceVersion()),
  });
  const done = replacePods(tick, deployed, at + 120 * millisecond);
  followRollout(tick, deployed, at + 300 * millisecond, done, by);
  return done + random.between(0.1, 1) * second;
}

/** Restarts a Deployment's pods, as `kubectl rollout restart` does. */
export function restart(tick: Tick, deployed: Deployed, at: Micros, by: Agent): void {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date(Math.floor(at / 1000)).toISOString() };
  tick.record({
    at,
    caller: by.caller,
    verb: 'patch',
    target: deploymentTarget(deployed),
    query: 'fieldManager=kubectl-rollout',
    reason: by.reason,
    request: { spec: { template: { metadata: { annotations } } } },
    response: deploymentObject(deployed, deployed.workload.replicas, tick.world.resourceVersion()),
  });
  replacePods(tick, deployed, at + 40 * millisecond);
}

/** A new ReplicaSet takes the place of the current one, a pod at a time. Returns when the last pod was up. */
export function replacePods(tick: Tick, deployed: Deployed, at: Micros): Micros {
  const { random, identities } = tick;
  const replaced = deployed.pods;
  deployed.revision += 1;
  deployed.hash = random.suffix(10);
  deployed.replicaSetUid = random.uuid();
  createReplicaSet(tick, deployed, at);
  reportDeployment(tick, deployed, 0, at + 15 * millisecond);
  const replicaSets = identities.controller('replicaset-controller');
  deployed.pods = newPods(deployed, at, random);
  let next = at + 20 * millisecond;
  for (const [index, pod] of deployed.pods.entries()) {
    const running = startPod(tick, pod, next, replicaSets);
    updateEndpoints(tick, deployed, running + 60 * millisecond);
    reportDeployment(tick, deployed, index + 1, running + 150 * millisecond);
    const old = replaced[index];
    if (old) stopPod(tick, old, running + 200 * millisecond, replicaSets);
    next = running + random.between(0.2, 0.6) * second;
  }
  return next;
}

function createReplicaSet({ record, identities, world }: Tick, deployed: Deployed, at: Micros): void {
  const { caller, reason } = identities.controller('deployment-controller');
  const { workload, hash } = deployed;
  record({
    at,
    caller,
    verb: 'create',
    target: { resource: 'replicasets', namespace: workload.namespace, name: `${workload.name}-${hash}` },
    outcome: success(201),
    reason,
    request: replicaSetObject(deployed),
    response: replicaSetObject(deployed, world.resourceVersion(), at),
  });
}

/** The deployment controller writes the status; now and then somebody else was faster. */
function reportDeployment(
  { record, identities, world, random }: Tick,
  deployed: Deployed,
  ready: number,
  at: Micros,
): void {
  const { caller, reason } = identities.controller('deployment-controller');
  const target = {
    ...deploymentTarget(deployed, 'status'),
    uid: deployed.uid,
    resourceVersion: world.resourceVersion(),
  };
  const request = deploymentObject(deployed, ready, target.resourceVersion);
  if (random.chance(0.08)) {
    record({ at: at - 3 * millisecond, caller, verb: 'update', target, reason, request, outcome: conflict(target) });
  }
  const response = deploymentObject(deployed, ready, world.resourceVersion());
  record({ at, caller, verb: 'update', target, reason, request, response });
}

function updateEndpoints({ record, identities }: Tick, { workload, sliceName }: Deployed, at: Micros): void {
  const { caller, reason } = identities.controller('endpointslice-controller');
  const target = { resource: 'endpointslices', namespace: workload.namespace, name: sliceName } as const;
  record({ at, caller, verb: 'update', target, reason });
}

function followRollout({ record }: Tick, deployed: Deployed, at: Micros, done: Micros, by: Agent): void {
  const { namespace, name } = deployed.workload;
  const selector = `fieldSelector=metadata.name%3D${name}`;
  const target = { resource: 'deployments', namespace, name } as const;
  const watch = `allowWatchBookmarks=true&${selector}&timeoutSeconds=421&watch=true`;
  record({ at, caller: by.caller, verb: 'list', target, query: `${selector}&limit=500`, reason: by.reason });
  record({
    at: at + 20 * millisecond,
    caller: by.caller,
    verb: 'watch',
    target,
    query: watch,
    reason: by.reason,
    lasts: Math.min(done - at, 10 * minute),
  });
}

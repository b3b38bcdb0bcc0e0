import type { Agent } from './identities.ts';
import { podObject, podRequest, podStatusPatch } from './objects.ts';
import { statusSuccess, success } from './outcome.ts';
import type { Target } from './resources.ts';
import type { Tick } from './tick.ts';
import { millisecond, second, type Micros } from './time.ts';
import type { Pod } from './world.ts';

/** Creates a pod and brings it up: controller, scheduler, kubelet; returns when it was running. */
export function startPod(tick: Tick, pod: Pod, at: Micros, creator: Agent): Micros {
  const { record, world } = tick;
  record({
    at,
    caller: creator.caller,
    verb: 'create',
    target: { resource: 'pods', namespace: pod.namespace },
    outcome: success(201),
    reason: creator.reason,
    request: podRequest(pod),
    response: podObject(pod, world.resourceVersion(), 'Pending'),
    annotations: { 'pod-security.kubernetes.io/enforce-policy': 'privileged:latest' },
  });
  bindPod(tick, pod, at + 12 * millisecond);
  return runPod(tick, pod, at + 40 * millisecond);
}

function bindPod({ record, identities }: Tick, pod: Pod, at: Micros): void {
  record({
    at,
    caller: identities.scheduler.caller,
    verb: 'create',
    target: { ...targetOf(pod), uid: pod.uid, subresource: 'binding' },
    outcome: statusSuccess(201),
    reason: identities.scheduler.reason,
    request: {
      kind: 'Binding',
      apiVersion: 'v1',
      metadata: { name: pod.name, namespace: pod.namespace, uid: pod.uid },
      target: { kind: 'Node', name: pod.node.name },
    },
  });
}

/** What the kubelet does for a pod that was bound to its node: its token, then its two first reports. */
export function runPod(tick: Tick, pod: Pod, at: Micros): Micros {
  const { record, identities, random } = tick;
  const caller = identities.kubelet(pod.node);
  record({ at, caller, verb: 'get', target: targetOf(pod) });
  requestToken(tick, pod, at + 30 * millisecond);
  reportPod(tick, pod, at + 60 * millisecond, 'ContainerCreating');
  const running = at + random.between(1.5, 9) * second;
  reportPod(tick, pod, running, 'Running');
  return running;
}

function requestToken({ record, identities, random }: Tick, pod: Pod, at: Micros): void {
  record({
    at,
    caller: identities.kubelet(pod.node),
    verb: 'create',
    target: { resource: 'serviceaccounts', namespace: pod.namespace, name: pod.serviceAccount, subresource: 'token' },
    outcome: success(201),
    issued: `JTI=${random.uuid()}`,
  });
}

/** One report of a kubelet about a pod. */
export function reportPod(
  tick: Tick,
  pod: Pod,
  at: Micros,
  state: 'ContainerCreating' | 'Running' | 'Completed',
): void {
  const phase = state === 'ContainerCreating' ? 'Pending' : 'Running';
  tick.record({
    at,
    caller: tick.identities.kubelet(pod.node),
    verb: 'patch',
    target: { ...targetOf(pod), subresource: 'status' },
    request: podStatusPatch(pod, state, at),
    response: podObject(pod, tick.world.resourceVersion(), phase, pod.node.name),
  });
}

/** Deletes a pod: whoever wants it gone, then the kubelet once its containers have ended. */
export function stopPod(tick: Tick, pod: Pod, at: Micros, by: Agent): void {
  const { record, identities, random, world } = tick;
  const request = { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/__internal', preconditions: { uid: pod.uid } };
  const response = podObject(pod, world.resourceVersion(), 'Running', pod.node.name);
  record({ at, caller: by.caller, verb: 'delete', target: targetOf(pod), reason: by.reason, request, response });
  record({
    at: at + random.between(1, 25) * second,
    caller: identities.kubelet(pod.node),
    verb: 'delete',
    target: targetOf(pod),
    request: {
      kind: 'DeleteOptions',
      apiVersion: 'meta.k8s.io/__internal',
      gracePeriodSeconds: 0,
      preconditions: { uid: pod.uid },
    },
    response,
  });
}

/** A pod as the object of a request. */
export function targetOf(pod: Pod): Target {
  return { resource: 'pods', namespace: pod.namespace, name: pod.name };
}

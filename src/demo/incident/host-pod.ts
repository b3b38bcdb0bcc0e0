import type { Caller } from '../caller.ts';
import { workers } from '../data/cluster.ts';
import { forbidden, success } from '../outcome.ts';
import { runPod, targetOf } from '../pod-lifecycle.ts';
import type { Random } from '../random.ts';
import type { Tick } from '../tick.ts';
import { formatTime, second, type Micros } from '../time.ts';
import { podAddress, type Pod } from '../world.ts';
import { forgotten, story } from './story.ts';

const query = 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict';

/** A pod that mounts the node's root. `payments` refuses it, `staging` lets it in; its own spec picks the node. */
export function createHostPod(tick: Tick, caller: Caller, at: Micros): Pod {
  const { record, random, world } = tick;
  const refused = { resource: 'pods', namespace: 'payments' } as const;
  record({
    at,
    caller,
    verb: 'create',
    target: refused,
    query,
    outcome: forbidden(caller.username, 'create', refused),
  });
  const pod = newPod(random, at + 48 * second);
  const metadata = { name: pod.name, namespace: pod.namespace, labels: { app: 'metrics-probe' } };
  const created = formatTime(pod.created);
  const known = { ...metadata, uid: pod.uid, resourceVersion: world.resourceVersion(), creationTimestamp: created };
  const request = { kind: 'Pod', apiVersion: 'v1', metadata, spec: specOf(pod), status: {} };
  record({
    at: pod.created,
    caller,
    verb: 'create',
    target: targetOf(pod),
    query,
    outcome: success(201),
    reason: forgotten,
    request,
    response: { ...request, metadata: known, status: { phase: 'Pending', qosClass: 'BestEffort' } },
    annotations: {
      'pod-security.kubernetes.io/audit-violations':
        'would violate PodSecurity "baseline:latest": host namespaces (hostPID=true), hostPath volumes (volume "host")',
      'pod-security.kubernetes.io/enforce-policy': 'privileged:latest',
    },
  });
  runPod(tick, pod, pod.created + second);
  record({ at: pod.created + 14 * second, caller, verb: 'get', target: targetOf(pod), reason: forgotten });
  return pod;
}

function newPod(random: Random, created: Micros): Pod {
  const node = workers.find(({ name }) => name === story.node) ?? random.pick(workers);
  return {
    namespace: story.namespace,
    name: story.pod,
    uid: random.uuid(),
    app: 'probe',
    image: 'docker.io/library/busybox:1.37',
    secret: undefined,
    serviceAccount: 'default',
    owner: undefined,
    hash: undefined,
    node,
    address: podAddress(node, random),
    created,
  };
}

function specOf(pod: Pod): object {
  return {
    volumes: [{ name: 'host', hostPath: { path: '/', type: '' } }],
    containers: [
      {
        name: pod.app,
        image: pod.image,
        command: ['sleep', '86400'],
        resources: {},
        volumeMounts: [{ name: 'host', mountPath: '/host' }],
        imagePullPolicy: 'IfNotPresent',
        securityContext: { runAsUser: 0 },
      },
    ],
    restartPolicy: 'Never',
    nodeName: pod.node.name,
    hostPID: true,
    securityContext: {},
    tolerations: [{ operator: 'Exists' }],
  };
}

/** Three commands in the pod: the node's kubelet has its credentials where it always has. */
export function readNode({ record }: Tick, caller: Caller, pod: Pod, at: Micros): void {
  for (const [index, words] of story.ran.entries()) {
    const command = words.map((word) => `command=${encodeURIComponent(word)}`).join('&');
    record({
      at: at + index * 41 * second,
      caller,
      verb: 'get',
      target: { ...targetOf(pod), subresource: 'exec' },
      query: `${command}&container=${pod.app}&stderr=true&stdout=true`,
      outcome: success(101),
      reason: forgotten,
      lasts: 0.4 * second,
    });
  }
}

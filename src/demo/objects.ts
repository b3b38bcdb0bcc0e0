import { formatTime, second, type Micros } from './time.ts';
import type { Deployed, Pod } from './world.ts';

/** The objects that bodies carry, as kube-apiserver writes them under `omitManagedFields: true`. */

interface PodShape {
  readonly app: string;
  readonly image: string;
  readonly secret: string | undefined;
  readonly port?: number;
}

function podSpec({ app, image, secret, port }: PodShape): object {
  return {
    containers: [
      {
        name: app,
        image,
        ...(port === undefined ? {} : { ports: [{ containerPort: port, protocol: 'TCP' }] }),
        ...(secret === undefined ? {} : { envFrom: [{ secretRef: { name: secret } }] }),
        resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  };
}

/** A Pod as its controller asks for it. */
export function podRequest(pod: Pod): object {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      ...generated(pod),
      labels: labelsOf(pod),
      ...owned(pod),
    },
    spec: podSpec(pod),
    status: {},
  };
}

/** A Pod as it is answered. */
export function podObject(pod: Pod, resourceVersion: string, phase: 'Pending' | 'Running', node?: string): object {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: pod.name,
      ...generated(pod),
      namespace: pod.namespace,
      uid: pod.uid,
      resourceVersion,
      creationTimestamp: formatTime(pod.created),
      labels: labelsOf(pod),
      ...owned(pod),
    },
    spec: {
      ...podSpec(pod),
      serviceAccountName: pod.serviceAccount,
      ...(node === undefined ? {} : { nodeName: node }),
    },
    status: { phase, qosClass: 'Burstable' },
  };
}

function generated({ owner }: Pod): object {
  return owner === undefined ? {} : { generateName: `${owner.name}-` };
}

function owned({ owner }: Pod): object {
  return owner === undefined ? {} : { ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] };
}

function labelsOf({ app, hash, owner }: Pod): object {
  if (owner?.kind === 'Job') return { 'batch.kubernetes.io/job-name': owner.name, 'job-name': owner.name };
  return hash === undefined ? { app } : { app, 'pod-template-hash': hash };
}

/** The patch by which a kubelet reports a pod. */
export function podStatusPatch(pod: Pod, state: 'ContainerCreating' | 'Running' | 'Completed', at: Micros): object {
  const ready = state === 'Running' ? 'True' : 'False';
  const time = formatTime(at);
  const condition = (type: string, status: string): object => ({
    lastProbeTime: null,
    lastTransitionTime: time,
    observedGeneration: 1,
    status,
    type,
  });
  const started = formatTime(pod.created + second);
  const container = {
    ContainerCreating: { waiting: { reason: 'ContainerCreating' } },
    Running: { running: { startedAt: time } },
    Completed: { terminated: { exitCode: 0, reason: 'Completed', startedAt: started, finishedAt: time } },
  }[state];
  return {
    metadata: { uid: pod.uid },
    status: {
      conditions: [condition('Initialized', 'True'), condition('Ready', ready), condition('ContainersReady', ready)],
      containerStatuses: [
        { image: pod.image, lastState: {}, name: pod.app, ready: ready === 'True', restartCount: 0, state: container },
      ],
      hostIP: pod.node.address,
      ...(state === 'ContainerCreating' ? {} : { podIP: pod.address }),
      phase: state === 'Completed' ? 'Succeeded' : state === 'Running' ? 'Running' : 'Pending',
    },
  };
}

/** A ReplicaSet of a Deployment. */
export function replicaSetObject(deployed: Deployed, resourceVersion?: string, at?: Micros): object {
  const { workload, hash, uid } = deployed;
  const labels = { app: workload.name, 'pod-template-hash': hash };
  return {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: {
      name: `${workload.name}-${hash}`,
      namespace: workload.namespace,
      ...answered(resourceVersion, deployed.replicaSetUid, at),
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(workload.replicas),
        'deployment.kubernetes.io/revision': String(deployed.revision),
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: workload.name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { replicas: workload.replicas, selector: { matchLabels: labels }, template: templateOf(deployed, labels) },
    status: { replicas: 0 },
  };
}

/** A Deployment, with how many of its pods are ready. */
export function deploymentObject(deployed: Deployed, ready: number, resourceVersion?: string): object {
  const { workload, revision } = deployed;
  const labels = { app: workload.name };
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: {
      name: workload.name,
      namespace: workload.namespace,
      ...answered(resourceVersion, deployed.uid, deployed.created),
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    },
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: labels },
      template: templateOf(deployed, labels),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    },
    status: { observedGeneration: revision, replicas: workload.replicas, updatedReplicas: ready, readyReplicas: ready },
  };
}

function templateOf({ workload, tag }: Deployed, labels: object): object {
  const image = `registry.harbor.example/${workload.name}:${tag}`;
  return {
    metadata: { labels },
    spec: podSpec({ app: workload.name, image, secret: workload.secret, port: workload.port }),
  };
}

function answered(resourceVersion: string | undefined, uid: string, created: Micros | undefined): object {
  if (resourceVersion === undefined) return {};
  return { uid, resourceVersion, ...(created === undefined ? {} : { creationTimestamp: formatTime(created) }) };
}

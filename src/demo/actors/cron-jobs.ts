import { workers } from '../data/cluster.ts';
import { crons, type Cron } from '../data/workloads.ts';
import { success } from '../outcome.ts';
import { reportPod, startPod, stopPod } from '../pod-lifecycle.ts';
import type { Actor, Tick } from '../tick.ts';
import { every, formatTime, millisecond, minute, second, type Micros } from '../time.ts';
import { podAddress, type Owner, type Pod } from '../world.ts';

interface Run {
  readonly job: Owner;
  readonly pod: Pod;
}

/** The cron jobs: each run is a Job, its pod, its end, and the removal of the run before the last three. */
export function createCronJobs(): Actor {
  const finished = new Map<string, Run[]>();
  return (tick) => {
    for (const cron of crons) {
      for (const at of every(cron.every * minute, cron.offset * minute, tick.from, tick.to)) {
        const history = finished.get(cron.name) ?? [];
        history.push(runJob(tick, cron, at));
        finished.set(cron.name, history);
        const oldest = history.length > 3 ? history.shift() : undefined;
        if (oldest) removeJob(tick, oldest, at + tick.random.between(15, 17) * second);
      }
    }
  };
}

/** A Job's name ends in the minute for which it was scheduled. */
function runJob(tick: Tick, cron: Cron, scheduled: Micros): Run {
  const { random, identities } = tick;
  const at = scheduled + random.between(0.1, 0.9) * second;
  const job = { apiVersion: 'batch/v1', kind: 'Job', name: `${cron.name}-${scheduled / minute}`, uid: random.uuid() };
  createJob(tick, cron, job, at);
  const node = random.pick(workers);
  const pod: Pod = {
    namespace: cron.namespace,
    name: `${job.name}-${random.suffix(5)}`,
    uid: random.uuid(),
    app: cron.name,
    image: `registry.harbor.example/${cron.name}:stable`,
    secret: undefined,
    serviceAccount: 'default',
    owner: job,
    hash: undefined,
    node,
    address: podAddress(node, random),
    created: at,
  };
  const running = startPod(tick, pod, at + 20 * millisecond, identities.controller('job-controller'));
  updateJob(tick, cron.namespace, job, { active: 1, ready: 1 }, running + 80 * millisecond);
  const ended = running + random.between(...cron.runs) * second;
  reportPod(tick, pod, ended, 'Completed');
  updateJob(tick, cron.namespace, job, { succeeded: 1, completionTime: formatTime(ended) }, ended + second);
  return { job, pod };
}

function createJob({ record, identities, random, world }: Tick, cron: Cron, owner: Owner, at: Micros): void {
  const { caller, reason } = identities.controller('cronjob-controller');
  const metadata = { name: owner.name, namespace: cron.namespace };
  const container = { name: cron.name, image: `registry.harbor.example/${cron.name}:stable`, resources: {} };
  const template = { metadata: {}, spec: { containers: [container], restartPolicy: 'OnFailure' } };
  const job = {
    kind: 'Job',
    apiVersion: 'batch/v1',
    spec: { parallelism: 1, completions: 1, backoffLimit: 6, template },
  };
  record({
    at,
    caller,
    verb: 'create',
    target: { resource: 'jobs', ...metadata },
    outcome: success(201),
    reason,
    request: { ...job, metadata, status: {} },
    response: {
      ...job,
      metadata: { ...metadata, uid: owner.uid, resourceVersion: world.resourceVersion() },
      status: {},
    },
  });
  record({
    at: at + 30 * millisecond,
    caller,
    verb: 'update',
    target: { resource: 'cronjobs', namespace: cron.namespace, name: cron.name, subresource: 'status' },
    reason,
    request: {
      status: { active: [{ kind: 'Job', name: owner.name, uid: owner.uid }], lastScheduleTime: formatTime(at) },
    },
    took: random.between(1, 4) * millisecond,
  });
}

function updateJob(
  { record, identities }: Tick,
  namespace: string,
  { name, uid }: Owner,
  status: object,
  at: Micros,
): void {
  const { caller, reason } = identities.controller('job-controller');
  const target = { resource: 'jobs', namespace, name, subresource: 'status' } as const;
  const request = {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { name, uid },
    status,
  };
  record({ at, caller, verb: 'update', target, reason, request, response: request });
}

/** The cron job controller removes the Job, the garbage collector its pod. */
function removeJob(tick: Tick, { job, pod }: Run, at: Micros): void {
  const { caller, reason } = tick.identities.controller('cronjob-controller');
  const target = { resource: 'jobs', namespace: pod.namespace, name: job.name } as const;
  const request = { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/__internal', propagationPolicy: 'Background' };
  tick.record({ at, caller, verb: 'delete', target, reason, request });
  stopPod(tick, pod, at + 0.3 * second, tick.identities.controller('generic-garbage-collector'));
}

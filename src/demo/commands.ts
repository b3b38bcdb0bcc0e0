import type { Agent } from './identities.ts';
import { deploymentObject } from './objects.ts';
import { forbidden, notFound, success, type Outcome } from './outcome.ts';
import { targetOf } from './pod-lifecycle.ts';
import type { Target } from './resources.ts';
import { accessReview } from './reviews.ts';
import { deploymentTarget, restart } from './rollout.ts';
import type { Tick } from './tick.ts';
import { millisecond, second, type Micros } from './time.ts';
import type { Pod } from './world.ts';

/** One command of a person, at a time, in a namespace. */
interface Command {
  readonly tick: Tick;
  readonly at: Micros;
  readonly by: Agent;
  readonly namespace: string;
  /** Whether the person is an administrator, so that nothing is refused. */
  readonly isAdmin: boolean;
}

type Run = (command: Command) => void;

/** What people do with kubectl and its kin, each as the requests that it makes. */
export const commands = {
  listPods: (command) => list(command, { resource: 'pods', namespace: command.namespace }),
  listDeployments: (command) => list(command, { resource: 'deployments', namespace: command.namespace }),
  listJobs: (command) => list(command, { resource: 'jobs', namespace: command.namespace }),
  listNodes: (command) => list(command, { resource: 'nodes' }),
  listBindings: (command) => {
    list(command, { resource: 'clusterrolebindings' });
    list({ ...command, at: command.at + second }, { resource: 'rolebindings', namespace: command.namespace });
  },
  listSecrets: (command) => refused(command, 'list', { resource: 'secrets', namespace: command.namespace }),
  getSecret,
  describePod: withPod((command, pod) => {
    read(command, 'get', targetOf(pod));
    const query = `fieldSelector=involvedObject.name%3D${pod.name}&limit=500`;
    const events = { ...command, at: command.at + 60 * millisecond };
    read(events, 'list', { resource: 'events', namespace: pod.namespace }, query);
  }),
  logs: withPod((command, pod) => {
    read(command, 'get', targetOf(pod));
    stream(command, pod, 'log', `container=${pod.app}&follow=true&tailLines=200`, [1, 240]);
  }),
  exec: withPod((command, pod) => {
    read(command, 'get', targetOf(pod));
    const ran = command.tick.random.pick(execs).map((word) => `command=${encodeURIComponent(word)}`);
    stream(command, pod, 'exec', `${ran.join('&')}&container=${pod.app}&stderr=true&stdout=true`, [0.2, 90]);
  }),
  portForward: withPod((command, pod) => {
    read(command, 'get', targetOf(pod));
    stream(command, pod, 'portforward', undefined, [60, 3600]);
  }),
  canI: ({ tick, at, by, namespace }) => {
    tick.record({ at, caller: by.caller, ...accessReview(namespace, 'list', 'secrets') });
  },
  scale,
  restart: ({ tick, at, by, namespace }) => {
    const candidates = tick.world.deployedIn(namespace);
    if (candidates.length > 0) restart(tick, tick.random.pick(candidates), at, by);
  },
  editConfig: ({ tick, at, by, namespace }) => {
    const target = { resource: 'configmaps', namespace, name: 'feature-flags' } as const;
    tick.record({ at, caller: by.caller, verb: 'get', target, reason: by.reason });
    const patched = at + tick.random.between(20, 90) * second;
    const query = 'fieldManager=kubectl-edit&fieldValidation=Strict';
    tick.record({ at: patched, caller: by.caller, verb: 'patch', target, query, reason: by.reason });
  },
} as const satisfies Record<string, Run>;

export type CommandName = keyof typeof commands;

const execs: readonly (readonly string[])[] = [
  ['sh'],
  ['ls', '-la', '/app'],
  ['cat', '/etc/resolv.conf'],
  ['printenv'],
  ['curl', '-s', 'http://localhost:8080/metrics?name=queue&format=text'],
  ['sh', '-c', 'ps aux | head && df -h > /tmp/df.txt'],
];

function read({ tick, at, by }: Command, verb: 'get' | 'list', target: Target, query?: string): void {
  const asked = query === undefined ? {} : { query };
  tick.record({ at, caller: by.caller, verb, target, reason: by.reason, ...asked });
}

function list(command: Command, target: Target): void {
  read(command, 'list', target, 'limit=500');
}

/** A request that only administrators may make. */
function refused(command: Command, verb: 'get' | 'list', target: Target): void {
  const { tick, at, by, isAdmin } = command;
  if (isAdmin) return read(command, verb, target);
  const outcome: Outcome = forbidden(by.caller.username, verb, target);
  tick.record({ at, caller: by.caller, verb, target, outcome });
}

function getSecret(command: Command): void {
  const { tick, namespace } = command;
  const names = tick.world.deployedIn(namespace).flatMap(({ workload }) => workload.secret ?? []);
  if (names.length > 0) refused(command, 'get', { resource: 'secrets', namespace, name: tick.random.pick(names) });
}

function stream(
  { tick, at, by }: Command,
  pod: Pod,
  subresource: string,
  query: string | undefined,
  seconds: readonly [number, number],
): void {
  const upgrade = subresource === 'log' ? 200 : 101;
  tick.record({
    at: at + 40 * millisecond,
    caller: by.caller,
    verb: 'get',
    target: { ...targetOf(pod), subresource },
    ...(query === undefined ? {} : { query }),
    outcome: success(upgrade),
    reason: by.reason,
    lasts: tick.random.between(...seconds) * second,
  });
}

/** Runs the command on one of the namespace's pods; without any, a Deployment is asked for in vain. */
function withPod(run: (command: Command, pod: Pod) => void): Run {
  return (command) => {
    const { tick, at, by, namespace } = command;
    const pods = tick.world.podsIn(namespace);
    if (pods.length > 0 && !tick.random.chance(0.02)) return run(command, tick.random.pick(pods));
    const target = { resource: 'pods', namespace, name: `debug-${tick.random.suffix(5)}` } as const;
    tick.record({ at, caller: by.caller, verb: 'get', target, reason: by.reason, outcome: notFound(target) });
  };
}

function scale({ tick, at, by, namespace }: Command): void {
  const candidates = tick.world.deployedIn(namespace);
  if (candidates.length === 0) return;
  const deployed = tick.random.pick(candidates);
  const replicas = deployed.workload.replicas;
  tick.record({
    at,
    caller: by.caller,
    verb: 'patch',
    target: deploymentTarget(deployed, 'scale'),
    query: 'fieldManager=kubectl-scale',
    reason: by.reason,
    request: { spec: { replicas } },
    response: deploymentObject(deployed, replicas, tick.world.resourceVersion()),
  });
}

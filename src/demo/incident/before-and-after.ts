import type { Calendar } from '../calendar.ts';
import type { Caller } from '../caller.ts';
import { alice, bram, jonas, type Person } from '../data/people.ts';
import { workloads } from '../data/workloads.ts';
import { clusterRole, type Agent } from '../identities.ts';
import { createNamespace } from '../namespace-lifecycle.ts';
import { deploymentObject } from '../objects.ts';
import { notFound, success } from '../outcome.ts';
import { deploymentTarget, replacePods } from '../rollout.ts';
import { fallsInto, type Actor, type Tick } from '../tick.ts';
import { second, type Micros } from '../time.ts';
import { keyOf, newDeployed } from '../world.ts';
import { forgotten, story } from './story.ts';

/** The people that the story needs, each at their usual address. */
export interface Cast {
  readonly alice: Caller;
  readonly bram: Caller;
  readonly jonas: Caller;
}

interface Binding {
  readonly name: string;
  readonly role: string;
  readonly subject: { readonly kind: 'User' | 'Group'; readonly name: string };
}

const loadTestBinding: Binding = {
  name: story.binding,
  role: 'edit',
  subject: { kind: 'User', name: jonas.username },
};

const contractorsBinding: Binding = {
  name: jonas.binding.name,
  role: jonas.binding.role,
  subject: { kind: 'Group', name: jonas.binding.group },
};

/** Day 2: the binding is made for a load test, used once, and forgotten. Day 23: `staging` is missed and made again. */
export function createBeforeAndAfter(calendar: Calendar, cast: Cast): Actor {
  const bound = calendar.at(story.bindingDay, 13, 5, 12);
  const missed = calendar.at(story.day, 6, 41, 20);
  return (tick) => {
    if (fallsInto(tick, bound)) {
      bind(tick, agentOf(bram, cast.bram), bound, loadTestBinding);
      loadTest(tick, cast.jonas, bound + 400 * second);
    }
    if (fallsInto(tick, missed)) restore(tick, agentOf(alice, cast.alice), missed);
  };
}

function agentOf({ binding }: Person, caller: Caller): Agent {
  return { caller, reason: clusterRole(binding.name, binding.role, `Group "${binding.group}"`) };
}

function bind(tick: Tick, by: Agent, at: Micros, { name, role, subject }: Binding): void {
  const apiGroup = 'rbac.authorization.k8s.io';
  const target = { resource: 'rolebindings', namespace: story.namespace, name } as const;
  const metadata = { name, namespace: story.namespace };
  const binding = {
    kind: 'RoleBinding',
    apiVersion: `${apiGroup}/v1`,
    metadata,
    subjects: [{ kind: subject.kind, apiGroup, name: subject.name }],
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
  };
  tick.record({
    at,
    caller: by.caller,
    verb: 'create',
    target,
    query: 'fieldManager=kubectl-create&fieldValidation=Strict',
    outcome: success(201),
    reason: by.reason,
    request: binding,
    response: {
      ...binding,
      metadata: { ...metadata, uid: tick.random.uuid(), resourceVersion: tick.world.resourceVersion() },
    },
  });
}

/** What the binding was meant for: one pod, made and deleted on the same afternoon. */
function loadTest({ record }: Tick, caller: Caller, at: Micros): void {
  const target = { resource: 'pods', namespace: story.namespace, name: 'load-generator' } as const;
  const container = { name: 'load', image: 'registry.portside.example/load:4', resources: {} };
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: target.name, namespace: target.namespace },
    spec: { containers: [container] },
  };
  record({ at, caller, verb: 'create', target, outcome: success(201), reason: forgotten, request: pod, response: pod });
  record({ at: at + 2400 * second, caller, verb: 'delete', target, reason: forgotten, response: pod });
}

/** Nobody asks why it is gone: the namespace, its binding for contractors and its Deployments are made again. */
function restore(tick: Tick, by: Agent, at: Micros): void {
  const { record, world, random } = tick;
  const missing = { resource: 'namespaces', namespace: story.namespace, name: story.namespace } as const;
  record({ at, caller: by.caller, verb: 'get', target: missing, reason: by.reason, outcome: notFound(missing) });
  createNamespace(tick, story.namespace, at + 95 * second, by);
  bind(tick, by, at + 130 * second, contractorsBinding);
  let next = at + 160 * second;
  for (const workload of workloads.filter(({ namespace }) => namespace === story.namespace)) {
    const deployed = newDeployed(workload, next, random);
    world.deployed.set(keyOf(workload), deployed);
    record({
      at: next,
      caller: by.caller,
      verb: 'create',
      target: deploymentTarget(deployed),
      query: 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
      outcome: success(201),
      reason: by.reason,
      request: deploymentObject(deployed, 0),
      response: deploymentObject(deployed, 0, world.resourceVersion()),
    });
    next = replacePods(tick, deployed, next + 0.1 * second);
  }
}

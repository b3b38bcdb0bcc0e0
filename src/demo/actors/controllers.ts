import type { Resource } from '../resources.ts';
import type { Actor, Tick } from '../tick.ts';
import { every, minute, second, type Micros } from '../time.ts';
import { deploymentTarget } from '../rollout.ts';

/** What informers watch; each watch ends after a few minutes and begins anew. */
const watched: readonly Resource[] = [
  'pods',
  'nodes',
  'services',
  'endpointslices',
  'configmaps',
  'secrets',
  'deployments',
  'replicasets',
  'jobs',
  'cronjobs',
  'namespaces',
  'serviceaccounts',
  'networkpolicies',
  'rolebindings',
];

/** An autoscaler looks every fifteen seconds, which nobody wants to see: one look in eighty is kept. */
const glance = 20 * minute;

/** The steady work of kube-controller-manager: watches that are renewed, and autoscalers that look at their targets. */
export function createControllers(): Actor {
  return (tick) => {
    for (const [index, resource] of watched.entries()) {
      for (const at of every(28 * minute, index * 2 * minute, tick.from, tick.to)) renewWatch(tick, resource, at);
    }
    for (const deployed of tick.world.deployed.values()) {
      if (!deployed.workload.autoscaled) continue;
      for (const at of every(glance, 90 * second, tick.from, tick.to)) {
        const { caller, reason } = tick.identities.controller('horizontal-pod-autoscaler');
        const { namespace, name } = deployed.workload;
        const query = `labelSelector=app%3D${name}`;
        tick.record({ at, caller, verb: 'get', target: deploymentTarget(deployed, 'scale'), reason });
        tick.record({ at: at + 4_000, caller, verb: 'list', target: { resource: 'pods', namespace }, query, reason });
      }
    }
  };
}

function renewWatch({ record, identities, random, world }: Tick, resource: Resource, at: Micros): void {
  const { caller, reason } = identities.informers;
  const lasts = random.between(5, 10) * minute;
  const timeout = Math.floor(lasts / second);
  const query =
    `allowWatchBookmarks=true&resourceVersion=${world.resourceVersion()}` +
    `&timeout=${Math.floor(timeout / 60)}m${timeout % 60}s&timeoutSeconds=${timeout}&watch=true`;
  record({ at, caller, verb: 'watch', target: { resource }, query, reason, lasts });
}

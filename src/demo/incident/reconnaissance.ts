import type { Caller } from '../caller.ts';
import { forbidden } from '../outcome.ts';
import type { Target } from '../resources.ts';
import { accessReview, rulesReview, selfReview } from '../reviews.ts';
import type { Tick } from '../tick.ts';
import { millisecond, second, type Micros } from '../time.ts';
import { forgotten, story } from './story.ts';

const discovery =
  'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"';

/** Discovery, `kubectl auth whoami`, and what may be done where. */
export function lookAround({ record }: Tick, caller: Caller, at: Micros): void {
  const discover = { caller, verb: 'get', query: 'timeout=32s', reason: discovery };
  record({ ...discover, at, target: '/api' });
  record({ ...discover, at: at + 210 * millisecond, target: '/apis' });
  record({ at: at + 9 * second, caller, ...selfReview });
  for (const [index, namespace] of story.reviewed.entries()) {
    record({ at: at + (31 + index * 14) * second, caller, ...rulesReview(namespace, rulesIn(namespace)) });
  }
  for (const [index, namespace] of ['payments', 'shop', story.namespace].entries()) {
    const because = namespace === story.namespace ? forgotten : undefined;
    record({ at: at + (124 + index * 11) * second, caller, ...accessReview(namespace, 'create', 'pods', because) });
  }
}

function rulesIn(namespace: string): readonly object[] {
  const reviews = ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'];
  const everybody = { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: reviews };
  if (namespace !== story.namespace) return [everybody];
  const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
  return [everybody, { verbs, apiGroups: [''], resources: ['pods', 'pods/exec', 'secrets', 'configmaps', 'services'] }];
}

/** `kubectl get secrets -A`, then namespace by namespace: refused everywhere but in `staging`. */
export function askForSecrets({ record }: Tick, caller: Caller, at: Micros): void {
  const targets: readonly Target[] = [
    { resource: 'secrets' },
    ...story.probed.map((namespace) => ({ resource: 'secrets', namespace }) as const),
  ];
  for (const [index, target] of targets.entries()) {
    const operation = { at: at + index * 7 * second, caller, verb: 'list', target, query: 'limit=500' };
    if (target.namespace === story.namespace) record({ ...operation, reason: forgotten });
    else record({ ...operation, outcome: forbidden(caller.username, 'list', target) });
  }
}

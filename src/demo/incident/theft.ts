import type { Caller } from '../caller.ts';
import { deleteNamespace } from '../namespace-lifecycle.ts';
import { forbidden } from '../outcome.ts';
import { stopPod } from '../pod-lifecycle.ts';
import type { Tick } from '../tick.ts';
import { second, type Micros } from '../time.ts';
import type { Pod } from '../world.ts';
import { releaseBotReason, story } from './story.ts';

/** With the kubelet's certificate: a list is refused, yet each secret that a pod of that node uses can be read. */
export function readSecrets({ record }: Tick, caller: Caller, at: Micros): void {
  const namespace = 'payments';
  const onNode = `fieldSelector=spec.nodeName%3D${story.node}&limit=500`;
  record({ at, caller, verb: 'list', target: { resource: 'pods' }, query: onNode });
  const all = { resource: 'secrets', namespace } as const;
  const unnamed = forbidden(caller.username, 'list', all, 'No Object name found');
  record({ at: at + 38 * second, caller, verb: 'list', target: all, query: 'limit=500', outcome: unnamed });
  const elsewhere = { resource: 'secrets', namespace: 'shop', name: 'cart-redis' } as const;
  const why = `no relationship found between node '${story.node}' and this object`;
  const unrelated = forbidden(caller.username, 'get', elsewhere, why);
  record({ at: at + 71 * second, caller, verb: 'get', target: elsewhere, outcome: unrelated });
  for (const [index, name] of story.stolen.entries()) {
    const target = { resource: 'secrets', namespace, name } as const;
    record({ at: at + (95 + index * 19) * second, caller, verb: 'get', target });
  }
}

/** With the token of one of the secrets: which namespaces there are, then the pod goes, then all of `staging`. */
export function coverTracks(tick: Tick, caller: Caller, pod: Pod, at: Micros): void {
  const by = { caller, reason: releaseBotReason };
  const target = { resource: 'namespaces' } as const;
  tick.record({ at, caller, verb: 'list', target, query: 'limit=500', reason: releaseBotReason });
  stopPod(tick, pod, at + 40 * second, by);
  deleteNamespace(tick, story.namespace, at + 65 * second, by);
}

import { createCaller, credentialId, serviceAccount } from '../caller.ts';
import { workers } from '../data/cluster.ts';
import { services, type Service } from '../data/services.ts';
import { clusterRole } from '../identities.ts';
import type { Random } from '../random.ts';
import type { Actor } from '../tick.ts';
import { every, minute, second } from '../time.ts';
import { podAddress } from '../world.ts';

/** Programs in the cluster, each with a token that is bound to its pod and node. */
export function createServices(random: Random): Actor {
  const actors = services.map((service) => createService(service, random));
  return (tick) => {
    for (const act of actors) act(tick);
  };
}

function createService({ namespace, name, userAgent, role, calls }: Service, random: Random): Actor {
  const node = random.pick(workers);
  const prefix = 'authentication.kubernetes.io';
  const user = serviceAccount(namespace, name, random.uuid(), {
    [credentialId]: [`JTI=${random.uuid()}`],
    [`${prefix}/node-name`]: [node.name],
    [`${prefix}/node-uid`]: [random.uuid()],
    [`${prefix}/pod-name`]: [`${name}-${random.suffix(10)}-${random.suffix(5)}`],
    [`${prefix}/pod-uid`]: [random.uuid()],
  });
  const caller = createCaller(user, [podAddress(node, random)], userAgent);
  const reason = clusterRole(role, role, `ServiceAccount "${name}/${namespace}"`);
  const timed = calls.map((call) => ({ ...call, phase: random.between(0, call.every) * minute }));
  return ({ from, to, record }) => {
    for (const { verb, target, query, every: minutes, phase } of timed) {
      for (const at of every(minutes * minute, phase, from, to)) {
        const asked = query === undefined ? {} : { query };
        const lasting = verb === 'watch' ? { lasts: random.between(300, 500) * second } : {};
        record({ at, caller, verb, target, reason, ...asked, ...lasting });
      }
    }
  };
}

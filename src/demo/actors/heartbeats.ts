import { controlPlane, nodes } from '../data/cluster.ts';
import { formatTime, every, hour, minute, second, type Micros } from '../time.ts';
import type { Actor, Tick } from '../tick.ts';

/** Who holds a lease in kube-system. */
const elections = [
  ['kube-controller-manager', 'controllerManagerElection'],
  ['kube-scheduler', 'schedulerElection'],
  [`apiserver-${controlPlane.name}`, 'apiserver'],
] as const;

/** Leases are renewed every ten seconds, which nobody wants to see: one in sixty is kept. */
const heartbeat = 10 * minute;
const report = 30 * minute;

/** Leases of the control plane and of the nodes, and the reports of the nodes about themselves. */
export function createHeartbeats(): Actor {
  return (tick) => {
    const { from, to, identities } = tick;
    for (const [name, holder] of elections) {
      const { caller, reason } = identities[holder];
      for (const at of every(heartbeat, phaseOf(name), from, to)) {
        renew(tick, at, { namespace: 'kube-system', name, timeout: 5, caller, reason });
      }
    }
    for (const node of nodes) {
      const caller = identities.kubelet(node);
      for (const at of every(heartbeat, phaseOf(node.name), from, to)) {
        renew(tick, at, { namespace: 'kube-node-lease', name: node.name, timeout: 10, caller, reason: '' });
      }
      for (const at of every(report, phaseOf(node.address), from, to)) {
        reportNode(tick, at, node.name, caller);
      }
    }
  };
}

interface Lease {
  readonly namespace: string;
  readonly name: string;
  readonly timeout: number;
  readonly caller: Parameters<Tick['record']>[0]['caller'];
  readonly reason: string;
}

function renew({ record, random, world }: Tick, at: Micros, lease: Lease): void {
  const { namespace, name, timeout, caller, reason } = lease;
  record({
    at: at + random.between(0, 0.4) * second,
    caller,
    verb: 'update',
    target: { resource: 'leases', namespace, name, resourceVersion: world.resourceVersion() },
    query: `timeout=${timeout}s`,
    reason,
  });
}

function reportNode({ record, random }: Tick, at: Micros, name: string, caller: Lease['caller']): void {
  const time = formatTime(at);
  const condition = (type: string, status: string, reason: string): object => ({
    lastHeartbeatTime: time,
    lastTransitionTime: formatTime(at - (at % hour) - 400 * hour),
    reason,
    status,
    type,
  });
  const conditions = [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
    condition('Ready', 'True', 'KubeletReady'),
  ];
  record({
    at: at + random.between(0, 3) * second,
    caller,
    verb: 'patch',
    target: { resource: 'nodes', name, subresource: 'status' },
    query: 'timeout=10s',
    request: { status: { '$setElementOrder/conditions': conditions.map(typeOf), conditions } },
  });
}

function typeOf(condition: object): object {
  return 'type' in condition ? { type: condition.type } : {};
}

/** Spreads holders over the period: each renews at its own moment. */
function phaseOf(name: string): Micros {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 600;
  return sum * second;
}

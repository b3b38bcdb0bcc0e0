import { recordedLines } from '../../../../test/support/recorded.ts';
import { type Operation, operationsOf, parseLines, type Period, type RawEvent } from './oracle.ts';

/** A cluster whose log a test knows: the lines as received, and the operations in them. */
export interface KnownCluster {
  readonly name: string;
  readonly lines: readonly string[];
  readonly operations: readonly Operation[];
  /** All events, also those of operations that are counted by another one. */
  readonly events: readonly Operation[];
  /** Whole minutes around its events. */
  readonly period: Period;
}

function knownCluster(name: string, lines: readonly string[]): KnownCluster {
  const events = parseLines(lines);
  const times = events.map(({ stageTimestamp }) => Date.parse(stageTimestamp));
  const minute = (time: number): number => Math.floor(time / 60_000) * 60_000;
  const period = { from: minute(Math.min(...times)), to: minute(Math.max(...times)) + 60_000 };
  return {
    name,
    lines,
    operations: operationsOf(events, name),
    events: events.map((event) => ({ event, cluster: name })),
    period,
  };
}

const textsOf = (name: 'ack-v1' | 'modern-v1.36'): string[] => recordedLines(name).map((line) => line.toString());

/** Networks whose country the store of the test knows, by their first characters. */
export const countries = [
  { prefix: '1.2.3.', network: '1.2.3.0/24', code: 'AU' },
  { prefix: '2001:4860:', network: '2001:4860::/32', code: 'US' },
] as const;

export const ramUsers = ['240112345678901234', '240112345678909999'] as const;

/** An image whose versions have CVEs. */
const controller = 'registry.k8s.io/ingress-nginx/controller:v1.11.3';

/** Whose watches run on. */
const isPatient = (username?: string): boolean => username === 'system:kube-scheduler';

/**
 * ack-v1 as it would be on ACK itself, with what the recording lacks: RAM users behind kubernetes-admin, clients on the Internet,
 * in shared and private networks, behind proxies, watches that have not ended, an old ingress controller.
 */
function onAck(event: RawEvent, index: number): RawEvent {
  switch (event.user?.username ?? '') {
    case 'kubernetes-admin': {
      const reason = `RBAC: allowed by ClusterRoleBinding "${index}" of ClusterRole "cluster-admin" to User "${ramUsers[index % 2]}${index % 3 ? '-1600000000' : ''}"`;
      const annotations = { ...event.annotations, 'authorization.k8s.io/reason': reason };
      return { ...event, annotations, sourceIPs: ['1.2.3.4', '10.0.0.1'] };
    }
    case 'mallory@corp.example':
      return { ...event, sourceIPs: [index % 2 ? '203.0.113.9' : '1.2.3.99'] };
    case 'alice@corp.example':
      // She goes on from the Internet.
      return { ...event, sourceIPs: [event.stageTimestamp < '2026-11-20T18:06:30' ? '100.64.3.2' : '198.51.100.9'] };
    case 'bob@corp.example':
      return { ...event, sourceIPs: [index % 2 ? '2001:4860:4860::8888' : 'fd00::17'] };
    case 'system:node:node2':
      return { ...event, sourceIPs: ['172.16.0.7'] };
    default:
      return event;
  }
}

export const ack = knownCluster('ack-v1', textsOf('ack-v1'));
export const modern = knownCluster('modern-v1.36', textsOf('modern-v1.36'));
export const onAlibaba = knownCluster(
  'on-ack',
  parseLines(ack.lines)
    .filter(({ verb, stage, user }) => verb !== 'watch' || stage === 'ResponseStarted' || !isPatient(user?.username))
    .map((event, index) =>
      JSON.stringify(onAck(event, index)).replaceAll('registry.corp.example/worker:1.5.0', controller),
    ),
);

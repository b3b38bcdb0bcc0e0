import type { Request } from '../../request.ts';
import type { LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { type Kind, kind, kindName } from '../reach/deciding.ts';
import { unmentioned } from '../../minimal-requests.ts';

/** Requests that come in great numbers from the cluster itself and say little, and the rule that leaves them out. */
interface Noise {
  readonly name: string;
  readonly request: Request;
  readonly lines: readonly string[];
}

function request(user: string, groups: readonly string[], verb: string, { group, resource }: Kind): Request {
  // Nodes renew their leases in a namespace of their own.
  const namespace = groups.includes('system:nodes') ? 'kube-node-lease' : 'kube-system';
  const target = { apiGroup: group, resource, subresource: '', namespace, name: unmentioned };
  return { user, groups: ['system:authenticated', ...groups], verb, ...target };
}

function silence(conditions: readonly string[], kinds: readonly Kind[]): readonly string[] {
  return ['level: None', ...conditions, ...resourceLines(kinds)];
}

const leases = kind('leases.coordination.k8s.io', ['get', 'update']);
const proxied = ['services', 'endpointslices.discovery.k8s.io'].map((name) => kind(name, ['watch']));
const eventKinds = ['events', 'events.events.k8s.io'].map((name) => kind(name, ['create']));
const renewing = silence(['verbs: ["get", "update"]'], [leases]);
const watching = silence(['users: ["system:kube-proxy"]', 'verbs: ["watch"]'], proxied);
const checking = ['level: None', 'nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"]'];
const noises: readonly Noise[] = [
  {
    name: 'lease renewals of nodes',
    request: request(`system:node:${unmentioned}`, ['system:nodes'], 'update', leases),
    lines: renewing,
  },
  {
    name: 'lease renewals of controllers',
    request: request('system:kube-scheduler', [], 'update', leases),
    lines: renewing,
  },
  ...proxied.map((kind) => ({
    name: `watches of ${kindName(kind)} by kube-proxy`,
    request: request('system:kube-proxy', [], 'watch', kind),
    lines: watching,
  })),
  ...eventKinds.map((kind) => ({
    name: kindName(kind),
    request: request(unmentioned, [], 'create', kind),
    lines: silence([], eventKinds),
  })),
  ...['/healthz', '/livez', '/readyz', '/version'].map((path) => ({
    name: path,
    request: { user: unmentioned, groups: [], verb: 'get', path },
    lines: checking,
  })),
];

/** High-volume clients that the policy logs. */
export const noiseLogged: LintRule = {
  code: 'noise-logged',
  severity: 'info',
  title: 'Requests that come in great numbers and say little are logged',
  explanation: `Nodes and controllers renew a lease every few seconds, kube-proxy watches services, components write events,
load balancers ask for /readyz: most of a log at level Metadata is made of these. Leave them out in rules in front, and
name who and what, so that nothing else is left out with them. For evidence of everything, ignore this.`,
  passing: `- level: None
  verbs: [get, update]
  resources: [{group: coordination.k8s.io, resources: [leases]}]
- level: None
  users: ["system:kube-proxy"]
  verbs: [watch]
  resources: [{group: "", resources: [services, endpoints]}, {group: discovery.k8s.io, resources: [endpointslices]}]
- level: None
  resources: [{group: "", resources: [events]}, {group: events.k8s.io, resources: [events]}]
- level: None
  nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"]
- level: Metadata`,
  failing: `- level: Metadata`,
  *check(context) {
    const logged = noises.filter(({ request }) => context.evaluator.evaluate(request).level !== 'None');
    const [first] = logged;
    if (!first) return;
    const names = logged.map(({ name }) => name).join(', ');
    yield {
      rule: null,
      at: context.rulesKey,
      message: `requests that come in great numbers and say little are logged: ${names}`,
      hint: 'leave them out with rules of level None in front',
      fix: insertRule(context.source, 0, first.lines, `leave out ${first.name}`),
    };
  },
};

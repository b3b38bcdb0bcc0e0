import type { Request } from '../../request.ts';
import type { LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { unmentioned } from '../reach/minimal-requests.ts';

/** Requests that come in great numbers from the cluster itself and say little. */
interface Noise {
  readonly name: string;
  readonly requests: readonly Request[];
  readonly lines: readonly string[];
}

function resource(user: string, groups: readonly string[], verb: string, text: string): Request {
  const [name = '', ...group] = text.split('.');
  const namespace = 'kube-system';
  return {
    user,
    groups: ['system:authenticated', ...groups],
    verb,
    apiGroup: group.join('.'),
    resource: name,
    subresource: '',
    namespace,
    name: unmentioned,
  };
}

const leases = [{ group: 'coordination.k8s.io', resource: 'leases', subresource: '' }];
const lease = 'leases.coordination.k8s.io';
const paths = ['/healthz', '/livez', '/readyz', '/version'];
const noises: readonly Noise[] = [
  {
    name: 'lease renewals of nodes and controllers',
    requests: [
      resource(`system:node:${unmentioned}`, ['system:nodes'], 'update', lease),
      resource('system:kube-scheduler', [], 'update', lease),
    ],
    lines: ['level: None', 'verbs: ["get", "update"]', ...resourceLines(leases)],
  },
  {
    name: 'watches of kube-proxy',
    requests: [
      resource('system:kube-proxy', [], 'watch', 'services'),
      resource('system:kube-proxy', [], 'watch', 'endpointslices.discovery.k8s.io'),
    ],
    lines: [
      'level: None',
      'users: ["system:kube-proxy"]',
      'verbs: ["watch"]',
      ...resourceLines([
        { group: '', resource: 'services', subresource: '' },
        { group: '', resource: 'endpoints', subresource: '' },
        { group: 'discovery.k8s.io', resource: 'endpointslices', subresource: '' },
      ]),
    ],
  },
  {
    name: 'events',
    requests: [
      resource(unmentioned, [], 'create', 'events'),
      resource(unmentioned, [], 'patch', 'events.events.k8s.io'),
    ],
    lines: [
      'level: None',
      ...resourceLines([
        { group: '', resource: 'events', subresource: '' },
        { group: 'events.k8s.io', resource: 'events', subresource: '' },
      ]),
    ],
  },
  {
    name: 'health checks',
    requests: paths.map((path) => ({ user: unmentioned, groups: [], verb: 'get', path })),
    lines: ['level: None', 'nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"]'],
  },
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
    const logged = noises.filter(({ requests }) =>
      requests.some((request) => context.evaluator.evaluate(request).level !== 'None'),
    );
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

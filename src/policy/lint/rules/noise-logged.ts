import { said } from '../../../base/index.ts';
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

interface Component {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly verb: string;
  readonly namespace?: string;
}

function request(
  { user, groups = [], verb, namespace = 'kube-system' }: Component,
  { group, resource }: Kind,
): Request {
  const target = { apiGroup: group, resource, subresource: '', namespace, name: unmentioned };
  return { user, groups: ['system:authenticated', ...groups], verb, ...target };
}

/** A rule names who and what: whoever else asks for the same is no noise. */
function silence(conditions: readonly string[], kinds: readonly Kind[]): readonly string[] {
  return ['level: None', ...conditions, ...resourceLines(kinds)];
}

const leases = kind('leases.coordination.k8s.io', ['get', 'update']);
const proxied = ['services', 'endpointslices.discovery.k8s.io'].map((name) => kind(name, ['watch']));
const [coreEvents, newEvents] = [kind('events', ['create']), kind('events.events.k8s.io', ['create'])];
const node = { user: `system:node:${unmentioned}`, groups: ['system:nodes'] };
const scheduler = { user: 'system:kube-scheduler' };
const controllers = 'users: ["system:kube-controller-manager", "system:kube-scheduler", "system:apiserver"]';
const renewing = 'verbs: ["get", "update"]';
const reporting = 'verbs: ["create", "update", "patch"]';
const watching = silence(['users: ["system:kube-proxy"]', 'verbs: ["watch"]'], proxied);
const checking = ['level: None', 'nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version"]'];
const noises: readonly Noise[] = [
  {
    name: 'lease renewals of nodes',
    request: request({ ...node, verb: 'update', namespace: 'kube-node-lease' }, leases),
    lines: silence(['userGroups: ["system:nodes"]', renewing, 'namespaces: ["kube-node-lease"]'], [leases]),
  },
  {
    name: 'lease renewals of controllers',
    request: request({ ...scheduler, verb: 'update' }, leases),
    lines: silence([controllers, renewing, 'namespaces: ["kube-system"]'], [leases]),
  },
  ...proxied.map((kind) => ({
    name: `watches of ${kindName(kind)} by kube-proxy`,
    request: request({ user: 'system:kube-proxy', verb: 'watch' }, kind),
    lines: watching,
  })),
  {
    // Kubelets write the core group's, as do the controllers that run as service accounts of kube-system.
    name: 'events of nodes',
    request: request({ ...node, verb: 'create' }, coreEvents),
    lines: silence(
      ['userGroups: ["system:nodes", "system:serviceaccounts:kube-system"]', reporting],
      [coreEvents, newEvents],
    ),
  },
  {
    name: 'events of controllers',
    request: request({ ...scheduler, verb: 'create' }, newEvents),
    lines: silence([controllers, reporting], [coreEvents, newEvents]),
  },
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
  userGroups: ["system:nodes"]
  verbs: [get, update]
  namespaces: [kube-node-lease]
  resources: [{group: coordination.k8s.io, resources: [leases]}]
- level: None
  users: ["system:kube-controller-manager", "system:kube-scheduler", "system:apiserver"]
  verbs: [get, update]
  namespaces: [kube-system]
  resources: [{group: coordination.k8s.io, resources: [leases]}]
- level: None
  users: ["system:kube-proxy"]
  verbs: [watch]
  resources: [{group: "", resources: [services, endpoints]}, {group: discovery.k8s.io, resources: [endpointslices]}]
- level: None
  userGroups: ["system:nodes", "system:serviceaccounts:kube-system"]
  verbs: [create, update, patch]
  resources: [{group: "", resources: [events]}, {group: events.k8s.io, resources: [events]}]
- level: None
  users: ["system:kube-controller-manager", "system:kube-scheduler"]
  verbs: [create, update, patch]
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
      message: said`requests that come in great numbers and say little are logged: ${names}`,
      hint: said`leave them out with rules of level None in front`,
      fix: insertRule(context.source, 0, first.lines, `leave out ${first.name}`),
    };
  },
};

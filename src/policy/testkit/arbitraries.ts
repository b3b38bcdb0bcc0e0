import * as fc from 'fast-check';

import { type GroupResources, type Policy, type PolicyRule, levels, stages } from '../model.ts';
import type { Request } from '../request.ts';

// Few names of each kind, so that rules and requests meet; each kind has one that no rule lists.
const users = ['alice', 'bob', 'system:kube-proxy', 'nobody'];
const groups = ['system:authenticated', 'devs', 'system:nodes', 'nogroup'];
const verbs = ['get', 'list', 'watch', 'create', 'update', 'weird'];
const apiGroups = ['', 'apps', 'batch', 'example.com'];
const resources = ['pods', 'secrets', 'deployments', 'things'];
const subresources = ['', 'log', 'status', 'exec'];
const namespaces = ['', 'default', 'kube-system', 'other'];
const names = ['', 'web', 'db', 'unnamed'];
const paths = ['/', '/healthz', '/healthz/etcd', '/api', '/apis', '/version', '/metrics'];
const patterns =
  'pods secrets deployments pods/log pods/exec secrets/status * */status */log pods/* deployments/* */*'.split(' ');

function some(values: readonly string[], rarely = 2): fc.Arbitrary<string[]> {
  const listed = fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
  return fc.oneof({ weight: rarely, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: listed });
}

const groupResources: fc.Arbitrary<GroupResources> = fc
  .record({
    group: fc.constantFrom('', 'apps', 'batch', '*'),
    resources: some(patterns, 1),
    resourceNames: some(names, 3),
  })
  .map((entry) => (entry.resources.length === 0 ? { ...entry, resourceNames: [] } : entry));

const scopes = fc.oneof(
  fc.record({
    namespaces: some(namespaces),
    resources: fc.array(groupResources, { maxLength: 3 }),
    nonResourceURLs: fc.constant<string[]>([]),
  }),
  fc.record({
    namespaces: fc.constant<string[]>([]),
    resources: fc.constant<GroupResources[]>([]),
    nonResourceURLs: some(['*', '/healthz', '/healthz*', '/api*', '/*', '/version'], 1),
  }),
);

/** Rules over a small world, valid for kube-apiserver 1.36. */
const rules: fc.Arbitrary<PolicyRule> = fc
  .record({
    level: fc.constantFrom(...levels),
    users: some(users.slice(0, 3)),
    userGroups: some(groups.slice(0, 3)),
    verbs: some(verbs.slice(0, 5)),
    omitStages: fc.uniqueArray(fc.constantFrom(...stages), { maxLength: 2 }),
    scope: scopes,
  })
  .map(({ scope, ...rule }) => ({ ...rule, ...scope }));

/** Policies over a small world. */
export const policies: fc.Arbitrary<Policy> = fc.record({
  apiVersion: fc.constant('audit.k8s.io/v1'),
  omitStages: fc.uniqueArray(fc.constantFrom(...stages), { maxLength: 2 }),
  omitManagedFields: fc.boolean(),
  rules: fc.array(rules, { minLength: 1, maxLength: 8 }),
});

/** Requests in the world of the policies, and a little outside of it. */
export const requests: fc.Arbitrary<Request> = fc
  .record({
    user: fc.constantFrom(...users),
    groups: fc.uniqueArray(fc.constantFrom(...groups), { maxLength: 3 }),
    verb: fc.constantFrom(...verbs),
    what: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          apiGroup: fc.constantFrom(...apiGroups),
          resource: fc.constantFrom(...resources),
          subresource: fc.constantFrom(...subresources),
          namespace: fc.constantFrom(...namespaces),
          name: fc.constantFrom(...names),
        }),
      },
      { weight: 1, arbitrary: fc.record({ path: fc.constantFrom(...paths) }) },
    ),
  })
  .map(({ what, ...who }) => ({ ...who, ...what }));

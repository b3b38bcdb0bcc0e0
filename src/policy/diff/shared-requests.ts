import { type Target, minimalTargets, unmentioned } from '../minimal-requests.ts';
import type { PolicyRule } from '../model.ts';
import type { Request } from '../request.ts';

/** A rule without conditions, which stands for the requests that no rule of a policy matches. */
export const everything: PolicyRule = {
  level: 'None',
  users: [],
  userGroups: [],
  verbs: [],
  resources: [],
  namespaces: [],
  nonResourceURLs: [],
  omitStages: [],
};

/** The hardest requests that two rules both match; none where nothing is both or where there are too many to list. */
export function* sharedRequests(a: PolicyRule, b: PolicyRule): Generator<Request> {
  const users = shared(a.users, b.users);
  const verbs = shared(a.verbs, b.verbs);
  const [left, right] = [minimalTargets(a), minimalTargets(b)];
  if (!left || !right) return;
  for (const target of sharedTargets(left, right))
    for (const user of users)
      for (const verb of verbs) for (const groups of sharedGroups(a, b)) yield { user, groups, verb, ...target };
}

function shared(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0 && b.length === 0) return [unmentioned];
  if (a.length === 0) return b;
  return b.length === 0 ? a : a.filter((value) => b.includes(value));
}

function either(groups: readonly string[]): readonly (readonly string[])[] {
  return groups.length === 0 ? [[]] : groups.map((group) => [group]);
}

/** A request may be in a group of each. */
function sharedGroups(a: PolicyRule, b: PolicyRule): readonly (readonly string[])[] {
  return either(a.userGroups).flatMap((left) => either(b.userGroups).map((right) => [...new Set([...left, ...right])]));
}

function* sharedTargets(left: readonly Target[], right: readonly Target[]): Generator<Target> {
  for (const a of left) {
    for (const b of right) {
      const target = meet(a, b);
      if (target) yield target;
    }
  }
}

/** The name that fits both, an open one taking the other's. */
function pick(x: string, y: string): string | undefined {
  if (x === y || y === unmentioned) return x;
  return x === unmentioned ? y : undefined;
}

/** What two targets have in common: an open name takes the other's. */
function meet(a: Target, b: Target): Target | undefined {
  if ('path' in a || 'path' in b) {
    if (!('path' in a && 'path' in b)) return undefined;
    return meetPaths(a.path, b.path);
  }
  const apiGroup = pick(a.apiGroup, b.apiGroup);
  const resource = pick(a.resource, b.resource);
  const subresource = pick(a.subresource, b.subresource);
  const namespace = pick(a.namespace, b.namespace);
  const name = pick(a.name, b.name);
  const parts = [apiGroup, resource, subresource, namespace, name];
  if (parts.includes(undefined)) return undefined;
  return {
    apiGroup: apiGroup ?? '',
    resource: resource ?? '',
    subresource: subresource ?? '',
    namespace: namespace ?? '',
    name: name ?? '',
  };
}

/** A path that ends in an open name stands for all that begin with it, the bare beginning included. */
function meetPaths(a: string, b: string): Target | undefined {
  const [first, second] = [a, b].map((path) => ({
    path,
    prefix: path.endsWith(unmentioned) ? path.slice(0, -1) : undefined,
  }));
  if (!first || !second) return undefined;
  if (first.prefix !== undefined && (second.prefix ?? second.path).startsWith(first.prefix))
    return { path: second.path };
  if (second.prefix !== undefined && (first.prefix ?? first.path).startsWith(second.prefix))
    return { path: first.path };
  return a === b ? { path: a } : undefined;
}

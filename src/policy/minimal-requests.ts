import type { GroupResources, PolicyRule } from './model.ts';
import type { Request } from './request.ts';

/**
 * A name that no policy can mention: YAML refuses the character. Whatever a rule leaves open is filled with it. A request
 * filled so is matched by the fewest other rules, because a rule that accepts a name nobody mentions accepts every name.
 */
export const unmentioned = '\u0000';

/** What a request asks for, without who asks and how. */
export type Target =
  | { readonly path: string }
  | {
      readonly apiGroup: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
    };

/** A request for anything that no rule mentions. */
export const anyResource: Target = {
  apiGroup: unmentioned,
  resource: unmentioned,
  subresource: unmentioned,
  namespace: unmentioned,
  name: unmentioned,
};
export const anyPath: Target = { path: `/${unmentioned}` };

function orUnmentioned(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [unmentioned] : values;
}

/**
 * The hardest requests that a rule matches: if earlier rules match all of these, they match everything that the rule does.
 * Undefined where a resource is written in a way that no request has (`a/b/c`) or where there are more than `mostTargets`, so that
 * nothing is claimed about the rule.
 */
export function minimalTargets(rule: PolicyRule): readonly Target[] | undefined {
  if (rule.namespaces.length > 0 || rule.resources.length > 0) {
    const resources =
      rule.resources.length === 0 ? [{ group: unmentioned, resources: [], resourceNames: [] }] : rule.resources;
    const targets: Target[] = [];
    const namespaces = orUnmentioned(rule.namespaces);
    for (const entry of resources) {
      const kinds = minimalKinds(entry);
      if (!kinds) return undefined;
      const apiGroup = entry.group === '*' ? unmentioned : entry.group;
      const names = entry.resources.length === 0 ? [unmentioned] : orUnmentioned(entry.resourceNames);
      if (targets.length + kinds.length * namespaces.length * names.length > mostTargets) return undefined;
      for (const kind of kinds)
        for (const namespace of namespaces)
          for (const name of names) targets.push({ apiGroup, ...kind, namespace, name });
    }
    return targets;
  }
  if (rule.nonResourceURLs.length === 0) return [anyResource, anyPath];
  return rule.nonResourceURLs.map((url) => ({ path: minimalPath(url) }));
}

/** Targets of one rule that are looked at. */
const mostTargets = 20_000;

function minimalPath(url: string): string {
  if (url === '*') return `/${unmentioned}`;
  return url.endsWith('*') ? `${url.slice(0, -1)}${unmentioned}` : url;
}

interface Kind {
  readonly resource: string;
  readonly subresource: string;
}

function minimalKinds(entry: GroupResources): readonly Kind[] | undefined {
  const any = { resource: unmentioned, subresource: unmentioned };
  if (entry.resources.length === 0) return [any];
  const kinds: Kind[] = [];
  for (const pattern of entry.resources) {
    const [resource = '', subresource = '', ...rest] = pattern.split('/');
    const isOdd = rest.length > 0 || resource === '' || (pattern.includes('/') && subresource === '');
    if (isOdd) return undefined;
    if (pattern === '*') kinds.push(any);
    else if (subresource === '*') kinds.push({ resource, subresource: unmentioned });
    else kinds.push({ resource: resource === '*' ? unmentioned : resource, subresource });
  }
  return kinds;
}

/** Every combination of who a rule accepts with the given verbs and targets, where the rule itself leaves those open. */
export function* requestsOf(
  rule: PolicyRule,
  targets: readonly Target[],
  verbs: readonly string[] = [unmentioned],
): Generator<Request> {
  const accepted = rule.verbs.length === 0 ? verbs : rule.verbs;
  const groupSets = rule.userGroups.length === 0 ? [[]] : rule.userGroups.map((group) => [group]);
  for (const target of targets)
    for (const verb of accepted)
      for (const user of orUnmentioned(rule.users))
        for (const groups of groupSets) yield { user, groups, verb, ...target };
}

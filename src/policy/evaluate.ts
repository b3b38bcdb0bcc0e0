import { unreachable } from '../base/index.ts';
import type { GroupResources, Decision, Policy, PolicyRule, Stage } from './model.ts';
import { type Request, type ResourceRequest, isResourceRequest } from './request.ts';

/** Decides requests by one policy. */
export interface Evaluator {
  readonly policy: Policy;
  /** What kube-apiserver decides. The object is shared between calls and frozen. */
  evaluate(request: Request): Decision;
}

interface CompiledRule {
  readonly users: ReadonlySet<string> | undefined;
  readonly userGroups: ReadonlySet<string> | undefined;
  readonly verbs: ReadonlySet<string> | undefined;
  readonly scope: Scope;
  readonly decision: Decision;
}

type Scope =
  | { readonly kind: 'everything' }
  | {
      readonly kind: 'resources';
      readonly namespaces: ReadonlySet<string> | undefined;
      readonly groups: CompiledGroups | undefined;
    }
  | {
      readonly kind: 'paths';
      readonly any: boolean;
      readonly exact: ReadonlySet<string>;
      readonly prefixes: readonly string[];
    };

interface CompiledGroups {
  readonly byGroup: ReadonlyMap<string, readonly CompiledResources[]>;
  readonly anyGroup: readonly CompiledResources[];
}

interface CompiledResources {
  /** Every resource of the group, subresources too. */
  readonly all: boolean;
  /** `pods`, `pods/log`. */
  readonly combined: ReadonlySet<string>;
  // As in `*/status`: what follows the slash.
  readonly subresources: ReadonlySet<string>;
  /** The resource of `pods/*`, which stands for `pods` as well. */
  readonly families: ReadonlySet<string>;
  readonly names: ReadonlySet<string> | undefined;
}

/** Prepares a policy for deciding many requests. First match wins; where no rule matches the level is None. */
export function compilePolicy(policy: Policy, groupWildcard = true): Evaluator {
  const rules = policy.rules.map((rule, index) => compileRule(rule, index, policy, groupWildcard));
  const unmatched: Decision = Object.freeze({
    level: 'None',
    // Not a union here: kube-apiserver hands out the policy's own list, repetitions and all.
    omitStages: Object.freeze(policy.omitStages.toSorted()),
    omitManagedFields: policy.omitManagedFields,
    rule: null,
  });
  return {
    policy,
    evaluate(request) {
      for (const rule of rules) if (matches(rule, request)) return rule.decision;
      return unmatched;
    },
  };
}

function unionOfStages(a: readonly Stage[], b: readonly Stage[]): Stage[] {
  return [...new Set([...a, ...b])].toSorted();
}

function compileRule(rule: PolicyRule, index: number, policy: Policy, groupWildcard: boolean): CompiledRule {
  return {
    users: setOf(rule.users),
    userGroups: setOf(rule.userGroups),
    verbs: setOf(rule.verbs),
    scope: compileScope(rule, groupWildcard),
    decision: Object.freeze({
      level: rule.level,
      omitStages: Object.freeze(unionOfStages(policy.omitStages, rule.omitStages)),
      omitManagedFields: rule.omitManagedFields ?? policy.omitManagedFields,
      rule: index,
    }),
  };
}

/** A set of what is listed, or undefined where nothing is, which matches everything. */
function setOf(values: readonly string[]): ReadonlySet<string> | undefined {
  return values.length === 0 ? undefined : new Set(values);
}

function compileScope(rule: PolicyRule, groupWildcard: boolean): Scope {
  if (rule.namespaces.length > 0 || rule.resources.length > 0) {
    const groups = rule.resources.length === 0 ? undefined : compileGroups(rule.resources, groupWildcard);
    return { kind: 'resources', namespaces: setOf(rule.namespaces), groups };
  }
  if (rule.nonResourceURLs.length === 0) return { kind: 'everything' };
  const urls = rule.nonResourceURLs;
  return {
    kind: 'paths',
    any: urls.includes('*'),
    exact: new Set(urls),
    prefixes: urls.filter((url) => url.endsWith('*')).map((url) => url.replace(/\*+$/, '')),
  };
}

function compileGroups(resources: readonly GroupResources[], groupWildcard: boolean): CompiledGroups {
  const byGroup = new Map<string, CompiledResources[]>();
  const anyGroup: CompiledResources[] = [];
  for (const entry of resources) {
    const compiled = compileResources(entry);
    if (entry.group === '*' && groupWildcard) anyGroup.push(compiled);
    const list = byGroup.get(entry.group);
    if (list) list.push(compiled);
    else byGroup.set(entry.group, [compiled]);
  }
  return { byGroup, anyGroup };
}

function compileResources(entry: GroupResources): CompiledResources {
  const { resources } = entry;
  return {
    all: resources.length === 0 || (resources.includes('*') && entry.resourceNames.length === 0),
    combined: new Set(resources),
    subresources: new Set(resources.filter((name) => name.startsWith('*/')).map((name) => name.slice(2))),
    families: new Set(resources.filter((name) => name.endsWith('/*')).map((name) => name.slice(0, -2))),
    names: resources.length === 0 ? undefined : setOf(entry.resourceNames),
  };
}

function matches(rule: CompiledRule, request: Request): boolean {
  if (rule.users && !rule.users.has(request.user)) return false;
  if (rule.verbs && !rule.verbs.has(request.verb)) return false;
  if (rule.userGroups && !intersects(rule.userGroups, request.groups)) return false;
  const { scope } = rule;
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'resources':
      if (!isResourceRequest(request)) return false;
      if (scope.namespaces && !scope.namespaces.has(request.namespace)) return false;
      return !scope.groups || matchesGroups(scope.groups, request);
    case 'paths':
      if (isResourceRequest(request)) return false;
      if (scope.any || scope.exact.has(request.path)) return true;
      return scope.prefixes.some((prefix) => request.path.startsWith(prefix));
    default:
      return unreachable(scope);
  }
}

function intersects(set: ReadonlySet<string>, values: readonly string[]): boolean {
  for (const value of values) if (set.has(value)) return true;
  return false;
}

function matchesGroups(groups: CompiledGroups, request: ResourceRequest): boolean {
  const listed = groups.byGroup.get(request.apiGroup);
  if (listed) for (const entry of listed) if (matchesResources(entry, request)) return true;
  for (const entry of groups.anyGroup) if (matchesResources(entry, request)) return true;
  return false;
}

function matchesResources(entry: CompiledResources, request: ResourceRequest): boolean {
  if (entry.all) return true;
  if (entry.names && !entry.names.has(request.name)) return false;
  const { resource, subresource } = request;
  if (entry.combined.has('*')) return true;
  if (entry.combined.has(subresource === '' ? resource : `${resource}/${subresource}`)) return true;
  if (subresource !== '' && entry.subresources.has(subresource)) return true;
  return entry.families.has(resource);
}

import { type Target, minimalTargets, unmentioned } from '../minimal-requests.ts';
import type { PolicyRule } from '../model.ts';
import type { Request } from '../request.ts';
import type { WorkBudget } from '../work-budget.ts';

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

/** They are kept, so a million of them is the most that the work allows. */
const stepsPerTarget = 10;

/** A rule with what is looked up in it again and again. */
export class RuleReach {
  readonly rule: PolicyRule;
  readonly users: ReadonlySet<string>;
  readonly verbs: ReadonlySet<string>;
  private known: readonly Target[] | undefined;

  constructor(rule: PolicyRule) {
    this.rule = rule;
    this.users = new Set(rule.users);
    this.verbs = new Set(rule.verbs);
  }

  /** The rule's hardest targets, made once; none where they are too many to list or the work is used up. Each takes `stepsPerTarget`. */
  targets(work: WorkBudget): readonly Target[] {
    if (this.known) return this.known;
    const targets = minimalTargets(this.rule) ?? [];
    if (!work.spend(targets.length * stepsPerTarget)) return [];
    this.known = targets;
    return targets;
  }
}

/**
 * The hardest requests that two rules both match; none where nothing is both, where there are too many to list, or where the work is
 * used up: a step for each name and target that is compared.
 */
export function* sharedRequests(a: RuleReach, b: RuleReach, work: WorkBudget): Generator<Request> {
  if (!work.spend(1 + Math.min(a.users.size, b.users.size) + Math.min(a.verbs.size, b.verbs.size))) return;
  const users = shared(a.users, b.users);
  const verbs = shared(a.verbs, b.verbs);
  if (users.length === 0 || verbs.length === 0) return;
  for (const target of sharedTargets(a.targets(work), b.targets(work), work))
    for (const user of users)
      for (const verb of verbs)
        for (const groups of sharedGroups(a.rule, b.rule)) yield { user, groups, verb, ...target };
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  if (a.size === 0 && b.size === 0) return [unmentioned];
  if (a.size === 0) return [...b];
  return b.size === 0 ? [...a] : [...a.intersection(b)];
}

/** The groups of a request for both rules: one may be in a group of each. */
function* sharedGroups(a: PolicyRule, b: PolicyRule): Generator<readonly string[]> {
  for (const left of either(a.userGroups))
    for (const right of either(b.userGroups)) yield [...new Set([...left, ...right])];
}

function either(groups: readonly string[]): readonly (readonly string[])[] {
  return groups.length === 0 ? [[]] : groups.map((group) => [group]);
}

function* sharedTargets(left: readonly Target[], right: readonly Target[], work: WorkBudget): Generator<Target> {
  for (const a of left) {
    for (const b of right) {
      if (!work.spend(1)) return;
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

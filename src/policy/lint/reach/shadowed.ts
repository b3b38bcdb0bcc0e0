import { type Evaluator, compilePolicy } from '../../evaluate.ts';
import type { Policy, PolicyRule } from '../../model.ts';
import { minimalTargets, requestsOf } from '../../minimal-requests.ts';
import { WorkBudget } from '../../work-budget.ts';

/** A rule that no request reaches, and the earlier rules that take all of its requests (indexes from 0, ascending). */
export interface Shadowed {
  readonly rule: number;
  readonly by: readonly number[];
}

/** One thing that a rule lists and that no request of it reaches the rule for, though the rule can be reached. */
export interface ShadowedPart {
  readonly rule: number;
  /** The way to the value within the rule: `['verbs', 1]`, `['resources', 0, 'resources', 2]`. */
  readonly steps: readonly (string | number)[];
  readonly by: readonly number[];
}

/** What of a policy can never match, in the order of its rules. */
export interface Shadows {
  readonly rules: readonly Shadowed[];
  readonly parts: readonly ShadowedPart[];
  /** False where the policy is so large that not all of it was looked at. */
  readonly complete: boolean;
}

/** Requests that are tried for one rule or a part of it, and steps for a whole policy; beyond them nothing is claimed. */
const requestsPerRule = 20_000;
const stepsForRules = 4_000_000;
const stepsForParts = 1_000_000;

/**
 * Finds the rules, and what of the others, that can never match because earlier rules match all of their requests, one of them or
 * several together. Exact within its bounds: it tries the hardest requests, and claims nothing where there are too many of them.
 */
export function findShadowed(policy: Policy, groupWildcard: boolean): Shadows {
  const search = new Search(policy, groupWildcard, new WorkBudget(stepsForRules));
  const rules = policy.rules.flatMap((rule, index) => {
    const by = search.shadowsOf(rule, index);
    return by.length > 0 ? [{ rule: index, by }] : [];
  });
  const whole = new Set(rules.map(({ rule }) => rule));
  const inner = new Search(policy, groupWildcard, new WorkBudget(stepsForParts));
  const parts = policy.rules.flatMap((rule, index) => (whole.has(index) ? [] : [...inner.partsOf(rule, index)]));
  return { rules, parts, complete: !search.isExhausted && !inner.isExhausted };
}

/** Lists of which a rule needs one value, so that each can be looked at by itself. */
const lists = ['users', 'userGroups', 'verbs', 'namespaces', 'nonResourceURLs'] as const;

class Search {
  private readonly policy: Policy;
  private readonly groupWildcard: boolean;
  private readonly evaluator: Evaluator;
  private readonly work: WorkBudget;

  constructor(policy: Policy, groupWildcard: boolean, work: WorkBudget) {
    this.policy = policy;
    this.groupWildcard = groupWildcard;
    this.evaluator = compilePolicy(policy, groupWildcard);
    this.work = work;
  }

  get isExhausted(): boolean {
    return this.work.isSpent;
  }

  /** The rules in front of `index` that take all requests of a rule; empty where it can be reached or that is not known. */
  shadowsOf(rule: PolicyRule, index: number): readonly number[] {
    if (index === 0 || this.isExhausted) return [];
    const targets = minimalTargets(rule);
    if (!targets || !this.work.spend(targets.length)) return [];
    const by = new Set<number>();
    let tried = 0;
    for (const request of requestsOf(rule, targets)) {
      const decided = this.evaluator.evaluate(request).rule ?? index;
      tried += 1;
      if (!this.work.spend(decided + 1) || decided >= index || tried > requestsPerRule) return [];
      if (by.has(decided)) continue;
      by.add(decided);
      const outer = this.policy.rules[decided];
      if (outer && covers(outer, rule, this.groupWildcard, this.work)) return [decided];
    }
    return [...by].toSorted((a, b) => a - b);
  }

  /** What of a rule that can be reached no request reaches it for. */
  *partsOf(rule: PolicyRule, index: number): Generator<ShadowedPart> {
    if (index === 0) return;
    for (const [steps, part] of partsOf(rule)) {
      const by = this.shadowsOf(part, index);
      if (by.length > 0) yield { rule: index, steps, by };
    }
  }
}

/** A rule with one value of each of its lists alone; lists of one value are left out, as they are the rule. */
function* partsOf(rule: PolicyRule): Generator<[ShadowedPart['steps'], PolicyRule]> {
  for (const list of lists) {
    if (rule[list].length < 2) continue;
    for (const [at, value] of rule[list].entries()) yield [[list, at], { ...rule, [list]: [value] }];
  }
  const { resources } = rule;
  const isOnlyEntry = resources.length === 1;
  for (const [at, entry] of resources.entries()) {
    if (entry.resources.length === 0 && !isOnlyEntry) yield [['resources', at], { ...rule, resources: [entry] }];
    if (!isOnlyEntry || entry.resources.length > 1)
      for (const [place, name] of entry.resources.entries())
        yield [['resources', at, 'resources', place], { ...rule, resources: [{ ...entry, resources: [name] }] }];
  }
}

/**
 * Says whether one rule accepts everything that another accepts; false where the other has too many targets, or where the work is used up:
 * a step for each.
 */
export function covers(outer: PolicyRule, inner: PolicyRule, groupWildcard: boolean, work: WorkBudget): boolean {
  if (!work.spend(sizeOf(outer))) return false;
  const who = [
    [outer.users, inner.users],
    [outer.userGroups, inner.userGroups],
    [outer.verbs, inner.verbs],
  ] as const;
  if (!who.every(([accepted, asked]) => holds(accepted, asked))) return false;
  const targets = minimalTargets(inner);
  if (!targets || !work.spend(targets.length)) return false;
  const scope = { ...outer, users: [], userGroups: [], verbs: [] };
  const evaluator = compilePolicy(
    { apiVersion: '', omitStages: [], omitManagedFields: false, rules: [scope] },
    groupWildcard,
  );
  return targets.every((target) => evaluator.evaluate({ user: '', groups: [], verb: '', ...target }).rule === 0);
}

/** How much a rule lists. */
function sizeOf(rule: PolicyRule): number {
  const names = rule.resources.reduce(
    (sum, { resources, resourceNames }) => sum + resources.length + resourceNames.length,
    0,
  );
  return lists.reduce((sum, list) => sum + rule[list].length, names);
}

/** An empty list accepts everything. */
function holds(accepted: readonly string[], asked: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  const set = new Set(accepted);
  return asked.length > 0 && asked.every((value) => set.has(value));
}

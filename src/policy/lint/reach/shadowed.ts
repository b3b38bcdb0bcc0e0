import { type Evaluator, compilePolicy } from '../../evaluate.ts';
import type { Policy, PolicyRule } from '../../model.ts';
import { minimalTargets, requestsOf } from '../../minimal-requests.ts';

/** A rule that no request reaches, and the earlier rules that take all of its requests (indexes from 0, ascending). */
export interface Shadowed {
  readonly rule: number;
  readonly by: readonly number[];
}

/** The rules of a policy that can never match, in order. */
export interface ShadowedRules {
  readonly rules: readonly Shadowed[];
  /** False where the policy is so large that its last rules were not looked at. */
  readonly complete: boolean;
}

/** Requests that are tried for one rule, and steps (requests times rules) for a whole policy; beyond them nothing is claimed. */
const requestsPerRule = 20_000;
const stepsPerPolicy = 10_000_000;

/**
 * Finds the rules that can never match because earlier rules match all of their requests, one of them or several together.
 * Exact within its bounds: it tries the hardest requests of each rule, and claims nothing about a rule that has too many.
 */
export function findShadowed(policy: Policy, groupWildcard: boolean): ShadowedRules {
  const search = new Search(policy, groupWildcard);
  const rules = policy.rules.flatMap((_, index) => {
    const by = search.shadowsOf(index);
    return by.length > 0 ? [{ rule: index, by }] : [];
  });
  return { rules, complete: !search.isExhausted };
}

class Search {
  private readonly policy: Policy;
  private readonly groupWildcard: boolean;
  private readonly evaluator: Evaluator;
  private steps = 0;

  constructor(policy: Policy, groupWildcard: boolean) {
    this.policy = policy;
    this.groupWildcard = groupWildcard;
    this.evaluator = compilePolicy(policy, groupWildcard);
  }

  get isExhausted(): boolean {
    return this.steps > stepsPerPolicy;
  }

  /** The earlier rules that take all requests of a rule; empty where it can be reached or that is not known. */
  shadowsOf(index: number): readonly number[] {
    const rule = this.policy.rules[index];
    const targets = rule && minimalTargets(rule);
    if (!targets || this.isExhausted) return [];
    const by = new Set<number>();
    let tried = 0;
    for (const request of requestsOf(rule, targets)) {
      const decided = this.evaluator.evaluate(request).rule ?? index;
      this.steps += decided + 1;
      tried += 1;
      if (decided >= index || tried > requestsPerRule || this.isExhausted) return [];
      if (by.has(decided)) continue;
      by.add(decided);
      const outer = this.policy.rules[decided];
      if (outer && covers(outer, rule, this.groupWildcard)) return [decided];
    }
    return [...by].toSorted((a, b) => a - b);
  }
}

/** Says whether one rule accepts everything that another accepts; false where the other has too many targets. */
export function covers(outer: PolicyRule, inner: PolicyRule, groupWildcard: boolean): boolean {
  const who = [
    [outer.users, inner.users],
    [outer.userGroups, inner.userGroups],
    [outer.verbs, inner.verbs],
  ] as const;
  if (!who.every(([accepted, asked]) => holds(accepted, asked))) return false;
  const targets = minimalTargets(inner);
  if (!targets) return false;
  const scope = { ...outer, users: [], userGroups: [], verbs: [] };
  const evaluator = compilePolicy(
    { apiVersion: '', omitStages: [], omitManagedFields: false, rules: [scope] },
    groupWildcard,
  );
  return targets.every((target) => evaluator.evaluate({ user: '', groups: [], verb: '', ...target }).rule === 0);
}

/** An empty list accepts everything. */
function holds(accepted: readonly string[], asked: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  const set = new Set(accepted);
  return asked.length > 0 && asked.every((value) => set.has(value));
}

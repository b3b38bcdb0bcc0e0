import { compilePolicy } from '../../evaluate.ts';
import type { Policy } from '../../model.ts';
import { minimalTargets, requestsOf } from './minimal-requests.ts';

/** A rule that no request reaches, and the earlier rules that take all of its requests (indexes from 0, ascending). */
export interface Shadowed {
  readonly rule: number;
  readonly by: readonly number[];
}

/** Requests that are tried for one rule, and steps (requests times rules) for a whole policy; beyond them nothing is claimed. */
const requestsPerRule = 20_000;
const stepsPerPolicy = 100_000_000;

/**
 * Finds the rules that can never match because earlier rules match all of their requests, one of them or several together.
 * Exact within its bounds: it tries the hardest requests of each rule, and claims nothing about a rule that has too many.
 */
export function findShadowed(policy: Policy, groupWildcard: boolean): readonly Shadowed[] {
  const evaluator = compilePolicy(policy, groupWildcard);
  const shadowed: Shadowed[] = [];
  let steps = 0;
  for (const [index, rule] of policy.rules.entries()) {
    const targets = minimalTargets(rule);
    if (!targets) continue;
    const by = new Set<number>();
    let tried = 0;
    let reached = false;
    for (const request of requestsOf(rule, targets)) {
      const decided = evaluator.evaluate(request).rule ?? policy.rules.length;
      steps += decided + 1;
      tried += 1;
      reached = decided >= index || tried > requestsPerRule || steps > stepsPerPolicy;
      if (reached) break;
      by.add(decided);
    }
    if (!reached && by.size > 0) shadowed.push({ rule: index, by: [...by].toSorted((a, b) => a - b) });
    if (steps > stepsPerPolicy) break;
  }
  return shadowed;
}

/** Says whether one rule accepts everything that another accepts. */
export function covers(
  outer: Policy['rules'][number],
  inner: Policy['rules'][number],
  groupWildcard: boolean,
): boolean {
  const pair = { apiVersion: '', omitStages: [], omitManagedFields: false, rules: [outer, inner] };
  return findShadowed(pair, groupWildcard).length === 1;
}

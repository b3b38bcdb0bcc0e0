import { type Diagnostic, type Result, fail, ok } from '../base/index.ts';
import { compilePolicy } from './evaluate.ts';
import type { KubeRelease } from './kube-release.ts';
import { type PolicyProblem, loadPolicy } from './load/index.ts';
import type { Decision } from './model.ts';
import type { Request } from './request.ts';
import { WorkBudget } from './work-budget.ts';

/** The answer of `policy validate`. */
export interface ValidateAnswer {
  readonly valid: boolean;
  /** The whole of what kube-apiserver says; empty where it accepts the policy. */
  readonly text: string;
  readonly errors: readonly PolicyProblem[];
  readonly warnings: readonly PolicyProblem[];
}

/** Says what kube-apiserver of a release says about a policy, and what it keeps to itself. */
export function validatePolicy(text: string, release?: KubeRelease): ValidateAnswer {
  const { policy, text: said, errors, warnings } = loadPolicy(text, release);
  return { valid: policy !== undefined, text: said, errors, warnings };
}

/** Rules that requests are compared with for one answer: a hundred rules for each of 100,000 requests. */
const mostCheckSteps = 10_000_000;

/**
 * Decides requests by the policy in a file: the lines of `policy check`, or the errors of `policy validate`. Bounded in the work that
 * the requests and the rules make together.
 */
export function checkPolicy(
  text: string,
  requests: readonly Request[],
  release?: KubeRelease,
): Result<readonly Decision[]> {
  const loaded = loadPolicy(text, release);
  if (!loaded.policy) {
    const problems = loaded.errors.map(({ code, message, line, column }) => {
      return { code, severity: 'error', message, line, column } as const;
    });
    return fail(...problems);
  }
  const evaluator = compilePolicy(loaded.policy, loaded.release.groupWildcard);
  const work = new WorkBudget(mostCheckSteps);
  const decisions: Decision[] = [];
  for (const request of requests) {
    const decision = evaluator.evaluate(request);
    if (!work.spend(decision.rule === null ? loaded.policy.rules.length : decision.rule + 1))
      return fail(tooMuch(requests.length, loaded.policy.rules.length));
    decisions.push(decision);
  }
  return ok(decisions);
}

function tooMuch(requests: number, rules: number): Diagnostic {
  return {
    code: 'policy-check-too-large',
    severity: 'error',
    message: `cannot decide ${requests} requests by ${rules} rules at once: they take more than ${mostCheckSteps} comparisons`,
    hint: 'send fewer requests at a time, or use "whodunit policy check", which has no limit',
  };
}

import { type Result, fail, ok } from '../base/index.ts';
import { compilePolicy } from './evaluate.ts';
import type { KubeRelease } from './kube-release.ts';
import { type PolicyProblem, loadPolicy } from './load/index.ts';
import type { Decision } from './model.ts';
import type { Request } from './request.ts';

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

/** Decides requests by the policy in a file: the lines of `policy check`, or the errors of `policy validate`. */
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
  return ok(requests.map((request) => evaluator.evaluate(request)));
}

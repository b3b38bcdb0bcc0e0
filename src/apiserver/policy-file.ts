import type { Diagnostic, Severity } from '../base/index.ts';
import { kubeRelease, type PolicyProblem, validatePolicy } from '../policy/index.ts';
import type { Release } from './flags/catalogue.ts';

/** Says why kube-apiserver of that release would refuse a policy, and warns of what it would swallow without a word. */
export function checkPolicyFile(text: string, release: Release): readonly Diagnostic[] {
  const { errors, warnings } = validatePolicy(text, kubeRelease(release.minor));
  // That a later release ends the policy's version is nothing that is wrong with this one.
  const relevant = warnings.filter((warning) => warning.code !== 'api-version-ended');
  return [
    ...errors.map((problem) => diagnose(problem, 'error')),
    ...relevant.map((problem) => diagnose(problem, 'warning')),
  ];
}

function diagnose({ code, message, line, column }: PolicyProblem, severity: Severity): Diagnostic {
  return { code, severity, message, line, column };
}

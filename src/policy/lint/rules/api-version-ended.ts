import { said } from '../../../base/index.ts';
import { kubeRelease, newestMinor } from '../../kube-release.ts';
import type { LintRule } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

/** audit.k8s.io/v1beta1 and v1alpha1. */
export const apiVersionEnded: LintRule = {
  code: 'api-version-ended',
  severity: 'error',
  title: 'The apiVersion is refused by Kubernetes 1.24 and newer',
  explanation: `audit.k8s.io/v1beta1 and v1alpha1 ended with Kubernetes 1.24; kube-apiserver does not start with such a policy.
The fields are the same in v1. Where the policy is for an older release (\`--kube-version\`) this is a warning.`,
  passing: `- level: Metadata`,
  failing: `apiVersion: audit.k8s.io/v1beta1
kind: Policy
rules:
- level: Metadata`,
  *check(context) {
    const { apiVersion } = context.policy;
    if (kubeRelease(newestMinor).apiVersions.includes(apiVersion)) return;
    const at = context.source.nearest(['apiVersion']);
    yield {
      rule: null,
      at,
      severity: context.release.apiVersions.includes(apiVersion) ? 'warning' : 'error',
      message: said`apiVersion ${apiVersion} is refused by Kubernetes 1.24 and newer`,
      hint: said`write audit.k8s.io/v1`,
      fix: replaceText(context.source, at, 'audit.k8s.io/v1'),
    };
  },
};

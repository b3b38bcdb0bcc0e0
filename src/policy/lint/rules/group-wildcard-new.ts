import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';

/** `group: "*"`, which older releases refuse. */
export const groupWildcardNew: LintRule = {
  code: 'group-wildcard-new',
  severity: 'info',
  title: 'group "*" is refused by Kubernetes 1.35 and older',
  explanation: `From 1.36 on \`group: "*"\` stands for every API group. Older releases refuse the policy, and kube-apiserver does
not start. Leaving out the entry's group does not help, as that is the core group; a rule without \`resources\` and with
\`namespaces\`, or a last rule, takes resources of every group in each release.`,
  passing: `- level: Metadata
  resources: [{group: apps}]`,
  failing: `- level: Metadata
  resources: [{group: "*"}]`,
  *check(context) {
    if (!context.release.groupWildcard) return;
    for (const [rule, { resources }] of context.rules.entries()) {
      for (const [index, { group }] of resources.entries()) {
        if (group !== '*') continue;
        yield {
          rule,
          at: context.at(rule, 'resources', index, 'group'),
          message: said`rule ${rule + 1}: group "*" is refused by Kubernetes 1.35 and older`,
          hint: said`list the groups where the policy is for older releases too`,
        };
      }
    }
  },
};

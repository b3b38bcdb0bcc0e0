import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';
import { entriesOf } from '../reach/entries.ts';
import { resourcesOf } from '../catalog/resources.ts';

/** `pods/*`, which is more than the subresources of pods. */
export const subresourceWildcard: LintRule = {
  code: 'subresource-wildcard',
  severity: 'warning',
  title: '"pods/*" matches pods themselves as well as their subresources',
  explanation: `Kubernetes' documentation reads as if \`pods/*\` stood for the subresources of pods. kube-apiserver compares it
with the resource alone, so it matches \`pods\` too: a rule that is meant to drop \`pods/status\` and \`pods/log\` drops the creation
of pods. A rule that lists \`pods\` beside it is not reported.`,
  passing: `- level: Metadata
  resources: [{group: "", resources: [pods, "pods/*"]}]`,
  failing: `- level: Metadata
  resources: [{group: "", resources: ["pods/*"]}]`,
  *check(context) {
    const namesOf = new Map<readonly string[], ReadonlySet<string>>();
    for (const entry of entriesOf(context)) {
      const { rule, group, index, resource, subresource, pattern } = entry;
      if (subresource !== '*' || resource === '*') continue;
      const names = context.rules[rule]?.resources[index]?.resources ?? [];
      const beside = namesOf.get(names) ?? new Set(names);
      namesOf.set(names, beside);
      if (beside.has(resource) || beside.has('*')) continue;
      const subresources = resourcesOf(group)?.get(resource)?.subresources ?? [];
      const listed = subresources.map((name) => `${resource}/${name}`).join(', ');
      yield {
        rule,
        at: entry.at,
        message: said`rule ${rule + 1}: ${JSON.stringify(pattern)} matches ${resource} themselves as well as their subresources`,
        hint:
          listed === ''
            ? said`list ${resource} too if that is meant, else list the subresources`
            : said`list ${resource} too if that is meant, else list the subresources: ${listed}`,
      };
    }
  },
};

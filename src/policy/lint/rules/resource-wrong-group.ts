import { groupsWith, resourcesOf } from '../catalog/resources.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { type Entry, entriesOf } from '../reach/entries.ts';

/** Resources of Kubernetes' own in a group that does not have them. */
export const resourceWrongGroup: LintRule = {
  code: 'resource-wrong-group',
  severity: 'warning',
  title: 'A resource stands in an API group that does not have it',
  explanation: `The core group \`""\` has pods, services, secrets and a few more; deployments are in \`apps\`, tokenreviews in
\`authentication.k8s.io\`. In another group the name matches no request. A rule that lists the resource in the right group
as well is not reported: it is meant for clusters of several ages.`,
  passing: `- level: Metadata
  resources: [{group: apps, resources: [deployments]}]`,
  failing: `- level: Metadata
  resources: [{group: "", resources: [pods, deployments]}]`,
  *check(context) {
    for (const entry of entriesOf(context)) {
      const known = resourcesOf(entry.group);
      if (!known || entry.resource === '*' || known.has(entry.resource)) continue;
      const right = groupsWith(entry.resource);
      if (right.length === 0 || isListedElsewhere(context, entry, right)) continue;
      yield report(entry, right);
    }
  },
};

function isListedElsewhere(context: LintContext, { rule, pattern }: Entry, groups: readonly string[]): boolean {
  const entries = context.rules[rule]?.resources ?? [];
  return entries.some(
    ({ group, resources }) => groups.includes(group) && (resources.length === 0 || resources.includes(pattern)),
  );
}

function report({ rule, at, resource, group, pattern }: Entry, right: readonly string[]): Report {
  const [first = ''] = right;
  const is = group === '' ? 'the core group' : `the group ${JSON.stringify(group)}`;
  const belongs = first === '' ? 'the core group ""' : `the group ${JSON.stringify(first)}`;
  return {
    rule,
    at,
    message: `rule ${rule + 1} looks for ${JSON.stringify(pattern)} in ${is}, and ${resource} is in ${belongs}`,
    hint: `list it in an entry with group: ${JSON.stringify(first)}`,
  };
}

import { said } from '../../../base/index.ts';
import { nearest } from '../catalog/nearest.ts';
import { knownGroups, resourcesOf } from '../catalog/resources.ts';
import type { LintRule } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

/** Groups of other projects that look like slips of Kubernetes' own. */
const others = new Set([
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
  'node.k8s.io',
  'snapshot.storage.k8s.io',
  'app',
]);

/** Groups that nobody serves and that look like one of Kubernetes' own. */
export const groupUnknown: LintRule = {
  code: 'group-unknown',
  severity: 'warning',
  title: 'An API group does not exist and looks like one that does',
  explanation: `Groups are compared literally, with their whole name: \`rbac.authorization.k8s.io\`, not \`rbac\`; the core group is
\`""\`, not \`core\`. A group that nobody serves matches no request. Groups that look like none of Kubernetes' own are left alone,
since custom resources may have any.`,
  passing: `- level: Metadata
  resources: [{group: rbac.authorization.k8s.io}, {group: example.com}]`,
  failing: `- level: Metadata
  resources: [{group: rbac}]`,
  *check(context) {
    for (const [rule, { resources }] of context.rules.entries()) {
      for (const [index, { group }] of resources.entries()) {
        const meant = meantGroup(group);
        if (meant === undefined) continue;
        const at = context.at(rule, 'resources', index, 'group');
        yield {
          rule,
          at,
          message: said`rule ${rule + 1}: nobody serves the group ${JSON.stringify(group)}, so it matches no request`,
          hint: said`write ${JSON.stringify(meant)}`,
          fix: replaceText(context.source, at, meant),
        };
      }
    }
  },
};

function meantGroup(group: string): string | undefined {
  if (group === '' || group === '*' || group.includes('/') || resourcesOf(group) || others.has(group)) return undefined;
  if (group.toLowerCase() === 'core' || group.toLowerCase() === 'api') return '';
  const short = knownGroups.find((known) => known.startsWith(`${group.toLowerCase()}.`));
  if (short !== undefined) return short;
  return nearest(
    group,
    knownGroups.filter((known) => known !== ''),
  );
}

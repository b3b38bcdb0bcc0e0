import { said } from '../../../base/index.ts';
import { groupsWith, pluralOf } from '../catalog/resources.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

const version = /^(?:(.*)\/)?v\d+(?:(?:alpha|beta)\d+)?$/;

/** `apps/v1` where `apps` is meant, and `v1` where it is the group that the resources belong to. */
export const groupHasVersion: LintRule = {
  code: 'group-has-version',
  severity: 'error',
  title: 'An API group is written with its version, or a version in its place',
  explanation: `A rule takes a group, of every version: \`apps\`, not \`apps/v1\`. kube-apiserver refuses a group with a slash and
reads \`v1\` as the name of a group that does not exist. Where a version stands alone the group that is meant is that of the resources:
\`""\` for pods and secrets, \`authorization.k8s.io\` for selfsubjectaccessreviews; an entry with resources of several groups becomes
several entries.`,
  passing: `- level: Metadata
  resources: [{group: apps}, {group: ""}]`,
  failing: `- level: Metadata
  resources: [{group: apps/v1}]`,
  *check(context) {
    for (const [rule, { resources }] of context.rules.entries()) {
      for (const [index, { group, resources: names }] of resources.entries()) {
        const match = version.exec(group);
        if (!match) continue;
        const base = match[1] === 'core' ? '' : match[1];
        const message = said`rule ${rule + 1}: the group ${JSON.stringify(group)} holds a version`;
        const at = context.at(rule, 'resources', index, 'group');
        if (base === undefined && names.length > 0) yield { rule, at, message, ...bareVersion(context, rule, index) };
        else {
          // A version alone, of all resources, is that of the core group.
          const name = base ?? '';
          yield {
            rule,
            at,
            message,
            hint: said`write ${JSON.stringify(name)}`,
            fix: replaceText(context.source, at, name),
          };
        }
      }
    }
  },
};

function bareVersion(context: LintContext, rule: number, index: number): Pick<Report, 'hint' | 'fix'> {
  const names = context.rules[rule]?.resources[index]?.resources ?? [];
  const homes = new Map<string | undefined, string[]>();
  for (const name of names) homes.set(homeOf(name), [...(homes.get(homeOf(name)) ?? []), name]);
  if (homes.has(undefined)) {
    const unknown = (homes.get(undefined) ?? []).map((name) => JSON.stringify(name)).join(', ');
    return { hint: said`write the group that ${unknown} belongs to` };
  }
  const [only] = homes.keys();
  const each = [...homes].map(([group, list]) => `${JSON.stringify(group)} for ${list.join(', ')}`).join('; ');
  const hint = homes.size === 1 ? said`write ${JSON.stringify(only)}` : said`write an entry each: ${each}`;
  return { hint, fix: context.regroup(rule, index, homeOf) };
}

/** The group of a resource, whatever of it is asked for; a star stands for what the version alone may mean, the core group. */
function homeOf(name: string): string | undefined {
  const resource = name.split('/')[0] ?? '';
  if (resource === '*') return '';
  const plural = pluralOf(resource);
  return plural === undefined ? undefined : groupsWith(plural)[0];
}

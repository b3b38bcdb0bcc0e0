import type { LintRule } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

const version = /^(?:(.*)\/)?v\d+(?:(?:alpha|beta)\d+)?$/;

/** `apps/v1` where `apps` is meant. */
export const groupHasVersion: LintRule = {
  code: 'group-has-version',
  severity: 'error',
  title: 'An API group is written with its version',
  explanation: `A rule takes a group, of every version: \`apps\`, not \`apps/v1\`, and \`""\` for the core group, not \`v1\`.
kube-apiserver refuses a group with a slash and reads \`v1\` as the name of a group that does not exist.`,
  passing: `- level: Metadata
  resources: [{group: apps}, {group: ""}]`,
  failing: `- level: Metadata
  resources: [{group: apps/v1}]`,
  *check(context) {
    for (const [rule, { resources }] of context.rules.entries()) {
      for (const [index, { group }] of resources.entries()) {
        const match = version.exec(group);
        if (!match) continue;
        const name = match[1] === 'core' ? '' : (match[1] ?? '');
        const at = context.at(rule, 'resources', index, 'group');
        yield {
          rule,
          at,
          message: `rule ${rule + 1}: the group ${JSON.stringify(group)} holds a version`,
          hint: `write ${JSON.stringify(name)}`,
          fix: replaceText(context.source, at, name),
        };
      }
    }
  },
};

import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';

const nameless = ['create', 'list', 'watch', 'deletecollection'];

/** Names for requests that have none. */
export const resourceNamesWithoutName: LintRule = {
  code: 'resource-names-without-name',
  severity: 'warning',
  title: 'A rule is for objects by name and for verbs whose requests name none',
  explanation: `A create has its name in the body, where the policy does not look; a list, a watch or a deletecollection names
no object unless its field selector is \`metadata.name=NAME\`. A rule with \`resourceNames\` and nothing but such verbs hardly ever
matches.`,
  passing: `- level: None
  verbs: [get, update]
  resources: [{group: "", resources: [configmaps], resourceNames: [leader]}]`,
  failing: `- level: None
  verbs: [create]
  resources: [{group: "", resources: [configmaps], resourceNames: [leader]}]`,
  *check(context) {
    for (const [rule, { verbs, resources }] of context.rules.entries()) {
      if (verbs.length === 0 || !verbs.every((verb) => nameless.includes(verb))) continue;
      const index = resources.findIndex(({ resourceNames }) => resourceNames.length > 0);
      if (index === -1) continue;
      yield {
        rule,
        at: context.at(rule, 'resources', index, 'resourceNames'),
        message: said`rule ${rule + 1} is for objects by name, and ${verbs.join(', ')} requests do not name one`,
        hint: said`leave out resourceNames, or take get, update, patch and delete`,
      };
    }
  },
};

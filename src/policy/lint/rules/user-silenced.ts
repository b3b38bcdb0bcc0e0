import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';

/** Everything that somebody does, unlogged. */
export const userSilenced: LintRule = {
  code: 'user-silenced',
  severity: 'warning',
  title: 'Nothing that a user or a group does is logged, impersonating others included',
  explanation: `\`users\` and \`userGroups\` see who really asks, not whom they impersonate, since the level is chosen first. A rule
with the level None and nothing but users or groups therefore hides whatever they do in anybody's name, and whatever somebody
does who got hold of their credentials. Name the verbs and the resources that are noise.`,
  passing: `- level: None
  users: [system:kube-proxy]
  verbs: [watch]
  resources: [{group: "", resources: [endpoints, services]}]
- level: Metadata`,
  failing: `- level: None
  userGroups: ["system:masters"]
- level: Metadata`,
  *check(context) {
    for (const [index, rule] of context.rules.entries()) {
      const who = [...rule.users, ...rule.userGroups];
      const what = [rule.verbs, rule.resources, rule.namespaces, rule.nonResourceURLs];
      if (rule.level !== 'None' || who.length === 0 || what.some((list) => list.length > 0)) continue;
      if (context.isShadowed(index)) continue;
      const names = who.length > 3 ? said`${who.slice(0, 3).join(', ')} and ${who.length - 3} more` : who.join(', ');
      yield {
        rule: index,
        at: context.at(index),
        message:
          who.length === 1
            ? said`rule ${index + 1} logs nothing of what ${names} does, in anybody's name`
            : said`rule ${index + 1} logs nothing of what ${names} do, in anybody's name`,
        hint: said`name the verbs and resources that are noise`,
      };
    }
  },
};

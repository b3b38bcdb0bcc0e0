import { said } from '../../../base/index.ts';
import type { PolicyRule } from '../../model.ts';
import type { LintRule } from '../context.ts';
import { moveRuleToEnd } from '../edit/edit-rules.ts';

/** A rule without conditions that others follow. */
export const catchAllNotLast: LintRule = {
  code: 'catch-all-not-last',
  severity: 'warning',
  title: 'A rule without conditions stands in front of other rules',
  explanation: `A rule with nothing but a level matches every request, and the first rule that matches decides. What follows
it does nothing: the policy is that one rule.`,
  passing: `- level: None
  users: [system:kube-proxy]
- level: Metadata`,
  failing: `- level: Metadata
- level: None
  users: [system:kube-proxy]`,
  *check(context) {
    const catchAlls = context.rules.flatMap((rule, index) => (isCatchAll(rule) ? [index] : []));
    const [index] = catchAlls;
    if (index === undefined) return;
    const behind = context.rules.length - 1 - index;
    if (behind === 0) return;
    const others = behind === 1 ? said`the rule behind it` : said`the ${behind} rules behind it`;
    yield {
      rule: index,
      at: context.at(index),
      message: said`rule ${index + 1} matches every request, so ${others} can never match`,
      hint: said`move it to the end, or give it the conditions that were meant`,
      // Another one behind it contradicts it, and could never match.
      fix: moveRuleToEnd(context.source, index, catchAlls.slice(1)),
    };
  },
};

function isCatchAll(rule: PolicyRule): boolean {
  const { users, userGroups, verbs, resources, namespaces, nonResourceURLs } = rule;
  return [users, userGroups, verbs, resources, namespaces, nonResourceURLs].every((list) => list.length === 0);
}

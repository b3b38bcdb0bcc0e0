import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';
import { removeRule } from '../edit/edit-rules.ts';
import { covers } from '../reach/shadowed.ts';

/** A rule that could be left out, since the next one would decide the same. */
export const ruleSameAsNext: LintRule = {
  code: 'rule-same-as-next',
  severity: 'info',
  title: 'A rule does what the next rule does for the same requests',
  explanation: `The next rule matches everything that this one matches and logs it at the same level and the same stages, so
this one changes nothing. It may be left over, or one of the two was meant to differ.`,
  passing: `- level: None
  users: [system:kube-proxy]
- level: Metadata`,
  failing: `- level: Metadata
  users: [alice]
- level: Metadata`,
  *check(context) {
    for (const [index, rule] of context.rules.entries()) {
      const next = context.rules[index + 1];
      if (!next || context.isShadowed(index) || context.isShadowed(index + 1)) continue;
      if (!context.decideAlike(index, index + 1)) continue;
      if (!covers(next, rule, context.release.groupWildcard, context.work)) continue;
      yield {
        rule: index,
        at: context.at(index),
        message: said`rule ${index + 1} does what rule ${index + 2} does for the same requests`,
        hint: said`remove it, or give it the level that was meant`,
        fix: removeRule(context.source, index),
      };
    }
  },
};

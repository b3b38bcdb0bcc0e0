import { said } from '../../../base/index.ts';
import type { LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';

/** CIS 3.2.1. */
export const nothingLogged: LintRule = {
  code: 'nothing-logged',
  severity: 'warning',
  title: 'No rule logs anything (CIS 3.2.1)',
  explanation: `Every rule has the level None, or the rules that have another one can never match. The CIS Kubernetes Benchmark,
item 3.2.1, asks for a policy that logs at least the basics.`,
  passing: `- level: Metadata`,
  failing: `- level: None`,
  *check(context) {
    const logs = context.rules.some(({ level }, index) => level !== 'None' && !context.isShadowed(index));
    if (logs) return;
    yield {
      rule: null,
      at: context.rulesKey,
      message: said`the policy logs nothing, and CIS 3.2.1 asks for a minimal policy`,
      hint: said`log at level Metadata at least`,
      fix: insertRule(context.source, 0, ['level: Metadata'], 'log everything at level Metadata'),
    };
  },
};

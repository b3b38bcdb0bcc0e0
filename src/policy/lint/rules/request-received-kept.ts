import { said } from '../../../base/index.ts';
import type { LintContext, LintRule } from '../context.ts';
import type { Fix } from '../edit/fix.ts';

/** Twice the events for nothing. */
export const requestReceivedKept: LintRule = {
  code: 'request-received-kept',
  severity: 'info',
  title: 'The stage RequestReceived is kept, which doubles the events',
  explanation: `Every logged request writes an event when it comes in and another when it is done. The first one has no outcome,
no authorization decision and no impersonated user, and all it says is in the second one. Only a request that never ends, because
kube-apiserver dies, is known from it alone.`,
  passing: `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata`,
  failing: `- level: Metadata`,
  *check(context) {
    if (context.policy.omitStages.includes('RequestReceived')) return;
    const index = context.rules.findIndex(
      (rule) => rule.level !== 'None' && !rule.omitStages.includes('RequestReceived'),
    );
    if (index === -1) return;
    yield {
      rule: null,
      at: context.rulesKey,
      message: said`the stage RequestReceived is kept, so most requests are logged twice`,
      hint: said`add RequestReceived to the policy's omitStages`,
      fix: omitIt(context),
    };
  },
};

function omitIt(context: LintContext): Fix | undefined {
  const title = 'omit RequestReceived';
  const stages = context.source.find(['omitStages']);
  if (!stages) {
    const at = context.rulesKey.from;
    const inline = /(^|\n)$/.test(context.source.text.slice(0, at));
    if (!inline) return undefined;
    return { kind: 'advice', title, edits: [{ from: at, to: at, insert: 'omitStages: ["RequestReceived"]\n' }] };
  }
  const isFlow = stages.kind === 'array' && context.source.text[stages.from] === '[';
  if (!isFlow) return undefined;
  const gap = stages.items.length > 0 ? ', ' : '';
  return {
    kind: 'advice',
    title,
    edits: [{ from: stages.from + 1, to: stages.from + 1, insert: `"RequestReceived"${gap}` }],
  };
}

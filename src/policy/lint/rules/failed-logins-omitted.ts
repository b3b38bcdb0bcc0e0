import { said } from '../../../base/index.ts';
import { anyPath, anyResource, unmentioned } from '../../minimal-requests.ts';
import type { LintContext, LintRule } from '../context.ts';

/** The stage that a failed login has and no other. */
export const failedLoginsOmitted: LintRule = {
  code: 'failed-logins-omitted',
  severity: 'warning',
  title: 'The stage ResponseStarted is omitted, and with it every failed login',
  explanation: `A request that fails authentication is answered with 401 and audited as one event, of the stage ResponseStarted,
decided by the rules for a user without a name. Without that stage nobody sees tokens being tried. Exec, attach, port-forward and
watches, which have the stage as well, are then seen once they end. It costs little: other requests do not have it.`,
  passing: `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata`,
  failing: `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
- level: Metadata`,
  *check(context) {
    const losing = new Set<number>();
    for (const target of [anyResource, anyPath]) {
      // Nobody's request: no rule that names users or groups is for it.
      const { level, omitStages, rule } = context.evaluator.evaluate({
        user: '',
        groups: [],
        verb: unmentioned,
        ...target,
      });
      // Where nothing tells the outcome the rule has a finding of its own.
      const isBlind = omitStages.includes('ResponseComplete');
      if (rule !== null && level !== 'None' && omitStages.includes('ResponseStarted') && !isBlind) losing.add(rule);
    }
    const [rule] = losing;
    if (rule === undefined) return;
    yield {
      rule: isPolicys(context) ? null : rule,
      at: isPolicys(context) ? context.source.nearest(['omitStages']) : context.at(rule, 'omitStages'),
      message: said`the stage ResponseStarted is omitted, so failed logins (401) leave no event, and exec, attach, port-forward and watches none until they end`,
      hint: said`leave ResponseStarted out of omitStages; few requests have it`,
    };
  },
};

/** Whether it is the policy that omits the stage, and not the rule alone. */
function isPolicys({ policy }: LintContext): boolean {
  return policy.omitStages.includes('ResponseStarted');
}

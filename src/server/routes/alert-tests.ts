import type { ReplayedRule, RuleTestOutcome } from '../../alert/index.ts';
import { isAccepted } from '../../base/index.ts';
import { accepted, RejectedInput } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';
import { textOfRules } from './alert-rules.ts';

function testOf({ hasPassed, ...outcome }: RuleTestOutcome) {
  return { ...outcome, passed: hasPassed };
}

function replayOf({ name, firings, through, isComplete, ...replay }: ReplayedRule) {
  const isoTime = (millis: number): string => new Date(millis).toISOString();
  return {
    ...replay,
    rule: name,
    causes: firings.map((firing) => ({ ...firing, at: isoTime(firing.at), evidence: firing.evidence ?? null })),
    through: isoTime(through),
    complete: isComplete,
  };
}

/** Trying rules out before they are kept. */
export function alertTestRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/alerts/rules/test',
      access: 'keep',
      activity: 'alert-rule-test',
      summary:
        'Runs the tests that alert rules carry or, with `from`, replays the rules over stored events. Nothing is kept.',
      body: schemas.AlertTestRequest,
      answer: schemas.AlertRuleTests,
      handle: async ({ body: { from, to, ...given }, caller, context, signal }) => {
        const read = await context.alerts.texts.check({ text: textOfRules(given), caller, signal });
        if (!isAccepted(read.diagnostics)) throw new RejectedInput(read.diagnostics);
        const rules = read.rules.map(({ rule }) => rule);
        const { diagnostics } = read;
        if (from === undefined) {
          const outcomes = await context.testRules(rules, { signal });
          const passed = outcomes.filter(({ hasPassed }) => hasPassed).length;
          return { tests: outcomes.map(testOf), passed, failed: outcomes.length - passed, replays: [], diagnostics };
        }
        const replaying = { rules: read.rules, from, to: to ?? 'now', caller, signal };
        const replays = accepted(await context.alerts.replay(replaying)).value.map(replayOf);
        return { tests: [], passed: 0, failed: 0, replays, diagnostics };
      },
    }),
  ];
}

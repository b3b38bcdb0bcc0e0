import { said } from '../../../base/index.ts';
import type { Stage } from '../../model.ts';
import type { LintRule } from '../context.ts';

const telling: readonly Stage[] = ['ResponseStarted', 'ResponseComplete'];

/** A level that its omitted stages undo. */
export const nothingWritten: LintRule = {
  code: 'nothing-written',
  severity: 'warning',
  title: 'A rule has a level and omits the stages that tell how a request ended',
  explanation: `\`omitStages\` of the policy and of the rule add up. Without ResponseStarted and ResponseComplete a request leaves
at most RequestReceived, which says neither whether it was allowed nor how it ended.`,
  passing: `- level: Metadata
  omitStages: [RequestReceived, ResponseStarted]`,
  failing: `- level: Metadata
  omitStages: [ResponseStarted, ResponseComplete]`,
  *check(context) {
    for (const [index, rule] of context.rules.entries()) {
      const omitted = new Set([...context.policy.omitStages, ...rule.omitStages]);
      if (rule.level === 'None' || !telling.every((stage) => omitted.has(stage))) continue;
      const left = omitted.has('RequestReceived') ? said`nothing but panics` : said`only that a request came in`;
      yield {
        rule: index,
        at: rule.omitStages.length > 0 ? context.at(index, 'omitStages') : context.at(index),
        message: said`rule ${index + 1} has level ${rule.level} and writes ${left}: its stages are omitted`,
        hint: said`keep ResponseComplete, or give the rule the level None`,
      };
    }
  },
};

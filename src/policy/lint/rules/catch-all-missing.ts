import { said } from '../../../base/index.ts';
import type { Request } from '../../request.ts';
import type { LintContext, LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { anyPath, anyResource, unmentioned } from '../../minimal-requests.ts';

/** A policy that leaves requests to the level None without saying so. */
export const catchAllMissing: LintRule = {
  code: 'catch-all-missing',
  severity: 'warning',
  title: 'No rule takes the requests that no other rule matches',
  explanation: `A request that no rule matches is not logged. New API groups, custom resources and subresources then leave no
trace. A last rule with a level and nothing else decides about them; \`level: None\` there says that it is meant.`,
  passing: `- level: Request
  resources: [{group: ""}]
- level: Metadata`,
  failing: `- level: Request
  resources: [{group: ""}]`,
  *check(context) {
    const resources = isUnmatched(context, anyResource);
    const paths = isUnmatched(context, anyPath);
    if (!resources && !paths) return;
    const what =
      resources && paths
        ? said`requests`
        : resources
          ? said`requests to resources`
          : said`requests to paths such as /metrics`;
    yield {
      rule: null,
      at: context.rulesKey,
      message: said`no last rule takes the ${what} that no other rule matches, so they are not logged`,
      hint: said`add a last rule with nothing but a level, such as "- level: Metadata"`,
      fix: insertRule(context.source, undefined, ['level: Metadata'], 'add a last rule at level Metadata'),
    };
  },
};

function isUnmatched(context: LintContext, target: typeof anyResource): boolean {
  const request: Request = { user: unmentioned, groups: [], verb: unmentioned, ...target };
  return context.evaluator.evaluate(request).rule === null;
}

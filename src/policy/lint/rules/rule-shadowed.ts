import { said } from '../../../base/index.ts';
import { removeRule } from '../edit/edit-rules.ts';
import type { LintContext, LintRule, Report } from '../context.ts';

/** A rule that one or several earlier rules leave nothing to. */
export const ruleShadowed: LintRule = {
  code: 'rule-shadowed',
  severity: 'warning',
  title: 'A rule can never match, because earlier rules match all of its requests',
  explanation: `The first rule that matches a request decides, so a rule behind others that match everything it matches does
nothing. The linter proves it for one earlier rule and for several together: it tries the hardest requests of the rule, with
a name that no rule mentions wherever the rule leaves one open. Where that takes too many requests it says nothing.`,
  passing: `- level: Metadata
  resources: [{group: "", resources: [secrets]}]
- level: Request`,
  failing: `- level: Request
- level: Metadata
  resources: [{group: "", resources: [secrets]}]`,
  *check(context) {
    for (const { rule, by } of context.shadowed) yield report(context, rule, by);
  },
};

function report(context: LintContext, rule: number, by: readonly number[]): Report {
  const names = by.map((index) => `${index + 1} (line ${context.source.ruleLines(index).line})`);
  const shadow =
    by.length === 1 ? said`rule ${names.join('')} matches` : said`rules ${names.join(', ')} together match`;
  return {
    rule,
    at: context.at(rule),
    message: said`rule ${rule + 1} can never match: ${shadow} all of its requests first`,
    hint: said`move it in front of what hides it, or remove it`,
    fix: removeRule(context.source, rule),
  };
}

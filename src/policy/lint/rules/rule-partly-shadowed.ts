import { said, type Said } from '../../../base/index.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import type { ShadowedPart } from '../reach/shadowed.ts';

/** What a rule lists and earlier rules leave nothing of. */
export const rulePartlyShadowed: LintRule = {
  code: 'rule-partly-shadowed',
  severity: 'warning',
  title: 'Some of the resources, verbs or users of a rule can never match, because earlier rules match their requests',
  explanation: `The first rule that matches a request decides. Where earlier rules match all requests for one of the resources that
a rule lists, by one of its users or with one of its verbs, that one does nothing, though the rule does something for the others.
The linter proves it as it does for whole rules (rule-shadowed). Where the earlier rules write the same nothing is lost, and it says
nothing.`,
  passing: `- level: Metadata
  resources: [{group: "", resources: [secrets]}]
- level: Request
  resources: [{group: "", resources: [configmaps, pods]}]
- level: None`,
  failing: `- level: Metadata
  resources: [{group: "", resources: [secrets, configmaps]}]
- level: Request
  resources: [{group: "", resources: [configmaps, pods]}]
- level: None`,
  *check(context) {
    const found = new Map<string, ShadowedPart[]>();
    for (const part of context.shadowedParts) {
      if (part.by.every((index) => context.decideAlike(index, part.rule))) continue;
      const key = JSON.stringify([part.rule, part.steps[0], part.by]);
      found.set(key, [...(found.get(key) ?? []), part]);
    }
    for (const parts of found.values()) yield* report(context, parts);
  },
};

const kinds: Readonly<Record<string, Said>> = {
  users: said`the users`,
  userGroups: said`the groups`,
  verbs: said`the verbs`,
  namespaces: said`the namespaces`,
  nonResourceURLs: said`the paths`,
  resources: said`the resources`,
};
/** Names that are told of one rule. */
const shown = 8;

function* report(context: LintContext, parts: readonly ShadowedPart[]): Generator<Report> {
  const [first] = parts;
  if (!first) return;
  const { rule, by, steps } = first;
  const names = parts.slice(0, shown).map((part) => nameOf(context, part));
  const told = parts.length > shown ? said`${names.join(', ')} and ${parts.length - shown} more` : names.join(', ');
  const others = by.map((index) => `${index + 1} (line ${context.source.ruleLines(index).line})`);
  const taken =
    by.length === 1 ? said`rule ${others.join('')} matches` : said`rules ${others.join(', ')} together match`;
  yield {
    rule,
    at: context.at(rule, ...steps),
    message: said`rule ${rule + 1}: ${kinds[String(steps[0])] ?? said`what is listed`} ${told} can never match: ${taken} their requests first`,
    hint: said`move the rule in front of what hides them, or leave them out of it`,
  };
}

function nameOf(context: LintContext, { rule, steps }: ShadowedPart): string {
  const value = context.source.find(['rules', rule, ...steps]);
  if (value?.kind === 'string') return JSON.stringify(value.value);
  const [, at] = steps;
  const group = typeof at === 'number' ? (context.rules[rule]?.resources[at]?.group ?? '') : '';
  return group === '' ? 'of the core group' : `of the group ${JSON.stringify(group)}`;
}

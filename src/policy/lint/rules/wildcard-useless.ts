import { type Span, said, type Said } from '../../../base/index.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { removeMember } from '../edit/edit-rules.ts';
import { entriesOf } from '../reach/entries.ts';

const fields = ['users', 'userGroups', 'verbs', 'namespaces'] as const;

/** Stars where kube-apiserver compares texts. */
export const wildcardUseless: LintRule = {
  code: 'wildcard-useless',
  severity: 'warning',
  title: 'A wildcard stands where kube-apiserver knows none',
  explanation: `Users, groups, verbs, namespaces and resource names are compared literally: \`verbs: ["*"]\` matches the verb \`*\`,
which no request has, and \`system:serviceaccount:kube-system:*\` no service account. Leaving the field out matches everything.
In \`resources\` a star is the whole name, what stands before \`/*\`, or before a subresource; \`*/*\` and \`pod*\` match nothing.`,
  passing: `- level: Metadata
  verbs: [get, list]
  resources: [{group: "", resources: ["*", "*/status", pods/*, pods]}]`,
  failing: `- level: Metadata
  verbs: ["*"]`,
  *check(context) {
    for (const rule of context.rules.keys()) for (const field of fields) yield* inField(context, rule, field);
    yield* inResourceNames(context);
    for (const entry of entriesOf(context)) {
      const { rule, pattern, resource, subresource } = entry;
      const odd =
        (resource !== '*' && resource.includes('*')) ||
        (subresource !== undefined && subresource !== '*' && subresource.includes('*'));
      if (!odd && pattern !== '*/*') continue;
      const hint =
        pattern === '*/*'
          ? said`write "*", which takes subresources too`
          : said`list the resources, or write "*" for all of them`;
      yield {
        rule,
        at: entry.at,
        message: said`rule ${rule + 1}: the resource ${JSON.stringify(pattern)} matches no request`,
        hint,
      };
    }
  },
};

function* inField(context: LintContext, rule: number, field: (typeof fields)[number]): Generator<Report> {
  const values = context.rules[rule]?.[field] ?? [];
  for (const [index, value] of values.entries()) {
    if (!value.includes('*')) continue;
    const at = context.at(rule, field, index);
    const message = said`rule ${rule + 1}: ${JSON.stringify(value)} in ${field} matches only that very text, as there are no wildcards here`;
    if (value !== '*') yield { rule, at, message, hint: hints[field] };
    else
      yield {
        rule,
        at,
        message,
        hint: said`remove ${field} to match all of them`,
        fix: removal(context, rule, field, at),
      };
  }
}

const hints: Readonly<Record<(typeof fields)[number], Said>> = {
  users: said`list the users, or take a group such as system:serviceaccounts:kube-system in userGroups`,
  userGroups: said`list the groups`,
  verbs: said`list the verbs, or leave the field out to match all of them`,
  namespaces: said`list the namespaces, or leave the field out to match all of them`,
};

function removal(context: LintContext, rule: number, field: string, at: Span) {
  const key = context.source.key(['rules', rule], field);
  return key && removeMember(context.source, key, context.source.find(['rules', rule, field]) ?? at);
}

function* inResourceNames(context: LintContext): Generator<Report> {
  for (const [rule, { resources }] of context.rules.entries())
    for (const [index, { resourceNames }] of resources.entries())
      for (const [place, name] of resourceNames.entries())
        if (name.includes('*'))
          yield {
            rule,
            at: context.at(rule, 'resources', index, 'resourceNames', place),
            message: said`rule ${rule + 1}: ${JSON.stringify(name)} in resourceNames matches only that very text, as there are no wildcards here`,
            hint: said`list the names, or leave the field out to match all of them`,
          };
}

import { said, type Said } from '../../../base/index.ts';
import { type SystemName, meantSystemName } from '../catalog/system-names.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { moveNames } from '../edit/edit-names.ts';
import { replaceText } from '../edit/edit-rules.ts';

const gone: Readonly<Record<string, Said>> = {
  'system:unsecured': said`the insecure port that made this user is gone since Kubernetes 1.20`,
};

/** Users and groups that cannot be in a request. */
export const userImpossible: LintRule = {
  code: 'user-impossible',
  severity: 'warning',
  title: 'A user or a group that no request can have',
  explanation: `A service account is the user \`system:serviceaccount:NAMESPACE:NAME\` and in the groups
\`system:serviceaccounts\` and \`system:serviceaccounts:NAMESPACE\`; a kubelet is the user \`system:node:NAME\` in the group
\`system:nodes\`. A group in \`users\`, a user in \`userGroups\`, a name with a part missing, or one that is a slip away from a name of
Kubernetes' own (\`system:node\`, \`system:serviceaccount\`, \`serviceaccounts\`) matches no request.`,
  passing: `- level: None
  users: ["system:serviceaccount:kube-system:job-controller", alice]
  userGroups: ["system:nodes"]`,
  failing: `- level: None
  users: ["system:nodes"]`,
  *check(context) {
    for (const [rule, { users, userGroups }] of context.rules.entries()) {
      for (const [index, user] of users.entries()) yield* reports(context, rule, 'users', index, user);
      for (const [index, group] of userGroups.entries()) yield* reports(context, rule, 'userGroups', index, group);
    }
  },
};

const nouns = { users: said`user`, userGroups: said`group` } as const;

function* reports(
  context: LintContext,
  rule: number,
  field: SystemName['field'],
  index: number,
  name: string,
): Generator<Report> {
  const past = gone[name];
  const at = context.at(rule, field, index);
  const shown = said`rule ${rule + 1}: ${JSON.stringify(name)}`;
  if (past !== undefined)
    yield { rule, at, severity: 'info', message: said`${shown} matches no request: ${past}`, hint: said`remove it` };
  const meant = name.includes('*') ? undefined : meantSystemName(name, field);
  if (!meant) return;
  if (meant.name === undefined) {
    const message = said`${shown} is no service account`;
    yield { rule, at, message, hint: said`write system:serviceaccount:NAMESPACE:NAME` };
  } else if (meant.field === field) {
    const message = said`${shown} is no ${nouns[field]} that Kubernetes makes, and near one that it does`;
    const fix = replaceText(context.source, at, meant.name);
    yield { rule, at, message, hint: said`write ${JSON.stringify(meant.name)}`, fix };
  } else {
    const message =
      meant.name === name
        ? said`${shown} is a ${nouns[meant.field]}, not a ${nouns[field]}`
        : said`${shown} is meant for a ${nouns[meant.field]}, not a ${nouns[field]}`;
    const hint =
      meant.name === name
        ? said`list it in ${meant.field}`
        : said`list ${JSON.stringify(meant.name)} in ${meant.field}`;
    yield { rule, at, message, hint, fix: moveNames(context.source, rule, field, (text) => movedTo(text, field)) };
  }
}

/** The name under which a name belongs into the other list. */
function movedTo(name: string, field: SystemName['field']): string | undefined {
  const meant = name.includes('*') ? undefined : meantSystemName(name, field);
  return meant && meant.field !== field ? meant.name : undefined;
}

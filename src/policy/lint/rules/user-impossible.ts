import type { LintContext, LintRule, Report } from '../context.ts';

const groupNames = new Set([
  'system:masters',
  'system:nodes',
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
  'system:bootstrappers',
  'system:monitoring',
  'system:node-proxiers',
]);
const userNames = new Set([
  'system:anonymous',
  'system:kube-proxy',
  'system:kube-scheduler',
  'system:kube-controller-manager',
  'system:apiserver',
  'system:admin',
]);
const gone: Readonly<Record<string, string>> = {
  'system:unsecured': 'the insecure port that made this user is gone since Kubernetes 1.20',
};
const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;

/** Users and groups that cannot be in a request. */
export const userImpossible: LintRule = {
  code: 'user-impossible',
  severity: 'warning',
  title: 'A user or a group that no request can have',
  explanation: `A service account is the user \`system:serviceaccount:NAMESPACE:NAME\` and in the groups
\`system:serviceaccounts\` and \`system:serviceaccounts:NAMESPACE\`; a kubelet is the user \`system:node:NAME\` in the group
\`system:nodes\`. A group in \`users\`, a user in \`userGroups\` or a name with a part missing matches no request.`,
  passing: `- level: None
  users: ["system:serviceaccount:kube-system:job-controller", alice]
  userGroups: ["system:nodes"]`,
  failing: `- level: None
  users: ["system:nodes"]`,
  *check(context) {
    for (const [rule, { users, userGroups }] of context.rules.entries()) {
      for (const [index, user] of users.entries())
        yield* told(context, rule, ['users', index], user, userProblem(user));
      for (const [index, group] of userGroups.entries())
        yield* told(context, rule, ['userGroups', index], group, groupProblem(group));
    }
  },
};

interface Problem {
  readonly message: string;
  readonly hint: string;
  readonly isPast?: boolean;
}

function* told(
  context: LintContext,
  rule: number,
  steps: readonly (string | number)[],
  name: string,
  problem: Problem | undefined,
): Generator<Report> {
  if (!problem || name.includes('*')) return;
  const { message, hint, isPast } = problem;
  const at = context.at(rule, ...steps);
  yield {
    rule,
    at,
    message: `rule ${rule + 1}: ${JSON.stringify(name)} ${message}`,
    hint,
    ...(isPast ? { severity: 'info' } : {}),
  };
}

function userProblem(user: string): Problem | undefined {
  const past = gone[user];
  if (past !== undefined) return { message: `matches no request: ${past}`, hint: 'remove it', isPast: true };
  if (groupNames.has(user) || user.startsWith('system:serviceaccounts:'))
    return { message: 'is a group, not a user', hint: 'list it in userGroups' };
  if (user.startsWith('serviceaccount:'))
    return { message: 'is not how a service account is called', hint: `write "system:${user}"` };
  if (!user.startsWith('system:serviceaccount:')) return undefined;
  const [namespace = '', name = '', ...rest] = user.slice('system:serviceaccount:'.length).split(':');
  if (label.test(namespace) && subdomain.test(name) && rest.length === 0) return undefined;
  return { message: 'is no service account', hint: 'write system:serviceaccount:NAMESPACE:NAME' };
}

function groupProblem(group: string): Problem | undefined {
  const isUser = userNames.has(group) || group.startsWith('system:serviceaccount:') || group.startsWith('system:node:');
  return isUser ? { message: 'is a user, not a group', hint: 'list it in users' } : undefined;
}

import { said } from '../../../base/index.ts';
import { reaches } from '../../model.ts';
import type { LintContext, LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { type Kind, decidedRequest, kind, kindName } from '../reach/deciding.ts';

const writes = ['create', 'update', 'patch'];
const reads = ['get', 'list'];

/** What holds credentials: the first list in every policy, the second where a rule names the group. */
const builtIn = ['secrets', 'configmaps', 'tokenreviews.authentication.k8s.io', 'serviceaccounts/token'];
const custom = [
  'oauthaccesstokens.oauth.openshift.io',
  'oauthauthorizetokens.oauth.openshift.io',
  'oauthclients.oauth.openshift.io',
  'routes.route.openshift.io',
  'tokens.management.cattle.io',
  'tokens.ext.cattle.io',
  'passwords.dex.coreos.com',
  'oauth2clients.dex.coreos.com',
  'refreshtokens.dex.coreos.com',
  'connectors.dex.coreos.com',
];

/** Bodies with credentials in the log. */
export const secretBodies: LintRule = {
  code: 'secret-bodies',
  severity: 'warning',
  title: 'Bodies that hold credentials are written to the log',
  explanation: `At level Request the log holds what clients send, at RequestResponse also what they get back: the contents of
Secrets and ConfigMaps, the tokens of TokenReviews and of \`serviceaccounts/token\`. Whoever reads the log can then use them.
A create or update leaks at Request; a get or list only at RequestResponse, since it carries no request body. Custom resources
that are known to hold credentials are reported where a rule names their group.`,
  passing: `- level: Metadata
  resources:
  - group: ""
    resources: [secrets, configmaps, serviceaccounts/token]
  - group: authentication.k8s.io
    resources: [tokenreviews]
- level: RequestResponse`,
  failing: `- level: RequestResponse`,
  *check(context) {
    for (const [index, rule] of context.rules.entries()) {
      if (!reaches(rule.level, 'Request')) continue;
      const verbs = rule.level === 'RequestResponse' ? [...reads, ...writes] : writes;
      const groups = new Set(rule.resources.map(({ group }) => group));
      const named = custom.map((text) => kind(text, verbs)).filter(({ group }) => groups.has(group));
      const leaks = [
        ...builtIn.map((text) => kind(text, text.includes('/') || text.includes('.') ? ['create'] : verbs)),
        ...named,
      ];
      const found = leaks.filter((leak) => decidedRequest(context, index, rule, leak));
      if (found.length > 0) yield report(context, index, found);
    }
  },
};

function report(context: LintContext, index: number, found: readonly Kind[]) {
  const names = found.map((leak) => kindName(leak)).join(', ');
  const level = context.rules[index]?.level ?? 'Request';
  const lines = ['level: Metadata', ...resourceLines(found)];
  return {
    rule: index,
    at: context.at(index, 'level'),
    message: said`rule ${index + 1} writes bodies that hold credentials to the log: ${names} at level ${level}`,
    hint: said`log them at level Metadata, in a rule in front of this one`,
    fix: insertRule(context.source, index, lines, `log ${names} at level Metadata first`),
  };
}

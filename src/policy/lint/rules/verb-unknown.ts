import { said } from '../../../base/index.ts';
import { nearest } from '../catalog/nearest.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

const resourceVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const pathVerbs = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'connect', 'trace'];
/** Old and rare, and known to kube-apiserver. */
const alsoSeen = ['proxy'];

const meant: Readonly<Record<string, string>> = {
  replace: 'update',
  put: 'update',
  edit: 'update',
  modify: 'update',
  post: 'create',
  add: 'create',
  apply: 'patch',
  remove: 'delete',
  deletecollections: 'deletecollection',
  read: 'get',
};
/** The HTTP methods, as verbs of requests to paths, of the verbs of requests to resources. */
const methods: Readonly<Record<string, string>> = {
  list: 'get',
  watch: 'get',
  create: 'post',
  update: 'put',
  deletecollection: 'delete',
};
/** Verbs that RBAC checks beside a request and that no request has. */
const checksOnly = new Set(['impersonate', 'bind', 'escalate', 'use', 'approve', 'sign', 'attest']);

/** Verbs that no request has. */
export const verbUnknown: LintRule = {
  code: 'verb-unknown',
  severity: 'warning',
  title: 'A verb that no request has',
  explanation: `The verbs of requests to resources are get, list, watch, create, update, patch, delete and deletecollection, in
lower case; PUT is \`update\`, POST is \`create\`. Requests to paths have the HTTP method in lower case. \`impersonate\`, \`bind\`,
\`escalate\` and \`use\` are checked by RBAC beside a request: no request has them. An impersonated request has the verb of what it
does, and \`users\` and \`userGroups\` see who really asks.`,
  passing: `- level: Metadata
  verbs: [get, update, deletecollection]
  resources: [{group: ""}]`,
  failing: `- level: RequestResponse
  verbs: [impersonate]
  resources: [{group: "", resources: [users, groups, serviceaccounts]}]`,
  *check(context) {
    for (const [rule, { verbs, nonResourceURLs, namespaces, resources }] of context.rules.entries()) {
      const isForResources = namespaces.length > 0 || resources.length > 0;
      const known = isForResources
        ? resourceVerbs
        : nonResourceURLs.length > 0
          ? pathVerbs
          : [...resourceVerbs, ...pathVerbs];
      for (const [index, verb] of verbs.entries()) {
        if (known.includes(verb) || alsoSeen.includes(verb) || verb.includes('*')) continue;
        yield report(context, rule, index, verb, known);
      }
    }
  },
};

function report(context: LintContext, rule: number, index: number, verb: string, known: readonly string[]): Report {
  const at = context.at(rule, 'verbs', index);
  if (checksOnly.has(verb)) {
    const message =
      verb === 'impersonate'
        ? said`rule ${rule + 1}: no request has the verb "impersonate", which RBAC checks beside it; who impersonates is in user, whom in impersonatedUser of the event`
        : said`rule ${rule + 1}: no request has the verb ${JSON.stringify(verb)}, which RBAC checks beside it`;
    return { rule, at, message, hint: said`match the requests that are made, by user, verb and resource` };
  }
  const method = resourceVerbs.includes(verb) ? methods[verb] : undefined;
  if (method !== undefined) {
    const message = said`rule ${rule + 1}: no request to a path has the verb ${JSON.stringify(verb)}`;
    return { rule, at, message, hint: said`requests to paths have the HTTP method: write ${JSON.stringify(method)}` };
  }
  const lower = verb.toLowerCase();
  const suggestion = known.includes(lower)
    ? lower
    : known.includes(meant[lower] ?? '')
      ? meant[lower]
      : nearest(verb, known);
  const message = said`rule ${rule + 1}: no request has the verb ${JSON.stringify(verb)}`;
  if (suggestion === undefined) return { rule, at, message, hint: said`the verbs are ${known.join(', ')}` };
  const fix = replaceText(context.source, at, suggestion);
  return { rule, at, message, hint: said`write ${JSON.stringify(suggestion)}`, fix };
}

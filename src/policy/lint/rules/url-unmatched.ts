import { said } from '../../../base/index.ts';
import { readResourcePath } from '../../request-uri.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

/** Paths that no request has that `nonResourceURLs` are about. */
export const urlUnmatched: LintRule = {
  code: 'url-unmatched',
  severity: 'warning',
  title: 'A path in nonResourceURLs that is the path of a resource, or holds a query',
  explanation: `kube-apiserver takes \`/api/v1/pods\` and \`/apis/apps/v1/deployments\` for requests to resources, and rules with
\`nonResourceURLs\` never see those: they match the rest, such as \`/healthz\`, \`/metrics\` and the discovery under \`/api*\`. A path is
compared without its query, so one with a \`?\` matches nothing. \`policy explain --path\` tells what a path is.`,
  passing: `- level: None
  nonResourceURLs: ["/healthz*", "/api*", "/apis/apps/v1"]`,
  failing: `- level: None
  nonResourceURLs: ["/apis/apps/v1/deployments*"]`,
  *check(context) {
    for (const [rule, { nonResourceURLs }] of context.rules.entries())
      for (const [index, url] of nonResourceURLs.entries()) yield* reports(context, rule, index, url);
  },
};

function* reports(context: LintContext, rule: number, index: number, url: string): Generator<Report> {
  const at = context.at(rule, 'nonResourceURLs', index);
  const shown = JSON.stringify(url);
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  const isPrefix = url.endsWith('*');
  const resources = resourcesAt(path.replace(/\*+$/, ''), isPrefix);
  if (resources !== undefined) {
    const message = said`rule ${rule + 1}: ${shown} is the path of a resource, and nonResourceURLs match no request to a resource`;
    yield { rule, at, message, hint: said`write a rule with ${resources} in place of it` };
  } else if (query !== -1) {
    const message = said`rule ${rule + 1}: ${shown} holds a query, and a path is compared without it, so it matches no request`;
    const hint = said`write ${JSON.stringify(path)}`;
    yield { rule, at, message, hint, ...(path === '' ? {} : { fix: replaceText(context.source, at, path) }) };
  }
}

/** What a rule says of the resources whose path it is; undefined for a path, or a beginning of paths, that is none of a resource's. */
function resourcesAt(path: string, isPrefix: boolean): string | undefined {
  // Whatever comes behind "/api/v1/" is a resource, though the path by itself is not.
  const found = readResourcePath(isPrefix && path.endsWith('/') ? `${path}*` : path);
  if (!found) return undefined;
  const { apiGroup, resource, subresource, namespace, name } = found;
  const isOpen = (text: string): boolean => text === '' || text.includes('*');
  const kind = subresource === '' || isOpen(subresource) ? resource : `${resource}/${subresource}`;
  const entry = [
    `group: ${JSON.stringify(apiGroup)}`,
    ...(isOpen(resource) ? [] : [`resources: [${JSON.stringify(kind)}]`]),
    ...(isOpen(resource) || isOpen(name) ? [] : [`resourceNames: [${JSON.stringify(name)}]`]),
  ];
  const scope = isOpen(namespace) || resource === 'namespaces' ? '' : `namespaces: [${JSON.stringify(namespace)}] and `;
  return `${scope}resources: [{${entry.join(', ')}}]`;
}

import { said, type Said } from '../../../base/index.ts';
import { groupsWith, knownGroups, pluralOf, resourcesOf } from '../catalog/resources.ts';
import { nearest } from '../catalog/nearest.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';
import { type Entry, entriesOf } from '../reach/entries.ts';

/** Names in `resources` that no API group of Kubernetes serves. */
export const resourceUnknown: LintRule = {
  code: 'resource-unknown',
  severity: 'warning',
  title: 'A resource does not exist: misspelt, singular, capitalised or a kind',
  explanation: `Resources are written as in URLs: lower case and plural, such as \`pods\` or \`networkpolicies\`. Another spelling is
compared literally and matches no request, so its requests fall through to a later rule. Groups that are not Kubernetes' own are
not checked.`,
  passing: `- level: Metadata
  resources: [{group: apps, resources: [deployments, deployments/scale]}]`,
  failing: `- level: Metadata
  resources: [{group: apps, resources: [Deployment]}]`,
  *check(context) {
    for (const entry of entriesOf(context)) {
      const known = resourcesOf(entry.group);
      if (!known || entry.resource === '*' || known.has(entry.resource)) continue;
      if (groupsWith(entry.resource).length > 0) continue;
      yield report(context, entry, known.keys());
    }
  },
};

function report(context: LintContext, entry: Entry, known: Iterable<string>): Report {
  const { rule, at, pattern, resource, group } = entry;
  const meant = meantName(resource, known);
  const message = said`rule ${rule + 1} is for the resource ${JSON.stringify(pattern)}, which ${groupName(group)} does not have`;
  if (meant === undefined)
    return { rule, at, message, hint: said`write the plural name of the resource, as in its URL` };
  const name = pattern.replace(resource, () => meant);
  return { rule, at, message, hint: said`write ${JSON.stringify(name)}`, fix: replaceText(context.source, at, name) };
}

/** Two edits make another word of a name as short: OpenShift's routes are no misspelt roles. */
const short = 6;

/** The resource that a kind, a singular or a misspelt name means, in its own group first. */
function meantName(name: string, known: Iterable<string>): string | undefined {
  const lower = name.toLowerCase();
  const own = [...known];
  const all = knownGroups.flatMap((group) => [...(resourcesOf(group)?.keys() ?? [])]);
  return pluralOf(name, own) ?? nearest(lower, own, short) ?? nearest(lower, all, short);
}

function groupName(group: string): Said {
  return group === '' ? said`the core group` : said`the group ${JSON.stringify(group)}`;
}

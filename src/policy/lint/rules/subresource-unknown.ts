import { said } from '../../../base/index.ts';
import { nearest } from '../catalog/nearest.ts';
import { resourcesOf } from '../catalog/resources.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';
import { type Entry, entriesOf } from '../reach/entries.ts';

/** Subresources that a resource does not have. */
export const subresourceUnknown: LintRule = {
  code: 'subresource-unknown',
  severity: 'warning',
  title: 'A resource does not have the subresource that a rule is for',
  explanation: `Subresources are compared literally: \`pods/logs\` matches nothing, the subresource is \`pods/log\`. Only
resources of Kubernetes' own groups are checked.`,
  passing: `- level: Metadata
  resources: [{group: "", resources: [pods/log, "*/status"]}]`,
  failing: `- level: Metadata
  resources: [{group: "", resources: [pods/logs]}]`,
  *check(context) {
    for (const entry of entriesOf(context)) {
      const { subresource } = entry;
      const known = resourcesOf(entry.group)?.get(entry.resource);
      if (subresource === undefined || subresource === '*' || !known || known.subresources.includes(subresource))
        continue;
      yield report(context, entry, subresource, known.subresources);
    }
  },
};

function report(context: LintContext, entry: Entry, subresource: string, known: readonly string[]): Report {
  const { rule, at, resource, pattern } = entry;
  const message = said`rule ${rule + 1} is for ${JSON.stringify(pattern)}, and ${resource} has no such subresource`;
  const meant = nearest(subresource.replace(/[/*]+$/, ''), known);
  if (meant === undefined) {
    const has = known.length === 0 ? said`it has none` : said`it has ${known.join(', ')}`;
    return { rule, at, message, hint: has };
  }
  const name = `${resource}/${meant}`;
  return { rule, at, message, hint: said`write ${JSON.stringify(name)}`, fix: replaceText(context.source, at, name) };
}

import { said } from '../../../base/index.ts';
import type { PolicyRule } from '../../model.ts';
import { groupsWith, resourcesOf } from '../catalog/resources.ts';
import type { LintContext, LintRule, Report } from '../context.ts';
import type { Fix } from '../edit/fix.ts';
import { type Entry, entriesOf } from '../reach/entries.ts';

/** Resources of Kubernetes' own in a group that does not have them. */
export const resourceWrongGroup: LintRule = {
  code: 'resource-wrong-group',
  severity: 'warning',
  title: 'A resource stands in an API group that does not have it',
  explanation: `The core group \`""\` has pods, services, secrets and a few more; deployments are in \`apps\`, tokenreviews in
\`authentication.k8s.io\`. In another group the name matches no request. A rule that lists the resource in the right group
as well is not reported: it is meant for clusters of several ages.`,
  passing: `- level: Metadata
  resources: [{group: apps, resources: [deployments]}]`,
  failing: `- level: Metadata
  resources: [{group: "", resources: [pods, deployments]}]`,
  *check(context) {
    const listings = context.rules.map((rule) => new Listing(rule));
    for (const entry of entriesOf(context)) {
      const known = resourcesOf(entry.group);
      if (!known || entry.resource === '*' || known.has(entry.resource)) continue;
      const right = groupsWith(entry.resource);
      const listing = listings[entry.rule];
      if (right.length === 0 || !listing || listing.has(entry.pattern, right)) continue;
      yield report(context, entry, right, listing);
    }
  },
};

/** What a rule lists, by group. */
class Listing {
  private readonly names = new Map<string, Set<string>>();
  private readonly whole = new Set<string>();

  constructor({ resources }: PolicyRule) {
    for (const { group, resources: names } of resources) {
      if (names.length === 0) this.whole.add(group);
      const listed = this.names.get(group) ?? new Set();
      this.names.set(group, listed);
      for (const name of names) listed.add(name);
    }
  }

  /** Whether one of the groups is listed with the name, or whole. */
  has(name: string, groups: readonly string[]): boolean {
    return groups.some((group) => this.whole.has(group) || this.names.get(group)?.has(name) === true);
  }
}

/** Moves what is in another group out of its entry; what nobody knows and what is listed in its own group too stays. */
function moveOut(context: LintContext, entry: Entry, listing: Listing): Fix | undefined {
  return context.regroup(entry.rule, entry.index, (pattern) => {
    const resource = pattern.split('/')[0] ?? '';
    const right = resourcesOf(entry.group)?.has(resource) ? [] : groupsWith(resource);
    return right.length === 0 || listing.has(pattern, right) ? entry.group : right[0];
  });
}

function report(context: LintContext, entry: Entry, right: readonly string[], listing: Listing): Report {
  const { rule, at, resource, group, pattern } = entry;
  const [first = ''] = right;
  const is = group === '' ? said`the core group` : said`the group ${JSON.stringify(group)}`;
  const belongs = first === '' ? said`the core group ""` : said`the group ${JSON.stringify(first)}`;
  return {
    rule,
    at,
    message: said`rule ${rule + 1} looks for ${JSON.stringify(pattern)} in ${is}, and ${resource} is in ${belongs}`,
    hint: said`list it in an entry with group: ${JSON.stringify(first)}`,
    fix: moveOut(context, entry, listing),
  };
}

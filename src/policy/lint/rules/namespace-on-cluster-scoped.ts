import { said } from '../../../base/index.ts';
import { resourcesOf } from '../catalog/resources.ts';
import type { LintRule, Report } from '../context.ts';
import { type Entry, entriesOf } from '../reach/entries.ts';

/** Namespaces for resources that are in none. */
export const namespaceOnClusterScoped: LintRule = {
  code: 'namespace-on-cluster-scoped',
  severity: 'warning',
  title: 'A rule is for namespaces and for a resource that is in none, or the other way round',
  explanation: `A request for a cluster-scoped resource, such as nodes or clusterroles, has the empty namespace. With
\`namespaces\` that do not hold \`""\` it never matches. (A request for one namespace object does have that namespace.)`,
  passing: `- level: Metadata
  namespaces: ["", kube-system]
  resources: [{group: "", resources: [nodes]}]`,
  failing: `- level: Metadata
  namespaces: [kube-system]
  resources: [{group: "", resources: [nodes]}]`,
  *check(context) {
    const named = context.rules.map(({ namespaces }) => namespaces.length > 0 && !namespaces.includes(''));
    for (const entry of entriesOf(context)) {
      if (named[entry.rule] !== true) continue;
      const known = resourcesOf(entry.group)?.get(entry.resource);
      if (known && !known.namespaced && entry.pattern !== 'namespaces') yield report(entry);
    }
  },
};

function report({ rule, at, pattern }: Entry): Report {
  return {
    rule,
    at,
    message: said`rule ${rule + 1} is for namespaces, and ${pattern} is in none, so it never matches`,
    hint: said`put it in a rule without namespaces, or add "" to them`,
  };
}

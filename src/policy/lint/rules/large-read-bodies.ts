import { said } from '../../../base/index.ts';
import type { LintContext, LintRule } from '../context.ts';
import { insertRule } from '../edit/edit-rules.ts';
import { resourceLines } from '../edit/resource-lines.ts';
import { type Kind, decidedRequest, kind, kindName } from '../reach/deciding.ts';

const core = ['pods', 'nodes', 'endpoints', 'events', 'services'];
const others = [
  'endpointslices.discovery.k8s.io',
  'replicasets.apps',
  'deployments.apps',
  'customresourcedefinitions.apiextensions.k8s.io',
];
const large = [...core, ...others].map((name) => kind(name, ['list']));

/** Whole lists in the log. */
export const largeReadBodies: LintRule = {
  code: 'large-read-bodies',
  severity: 'warning',
  title: 'The responses to lists of large kinds are written whole',
  explanation: `At level RequestResponse a list of pods writes every pod into one event. A few controllers that list again after
a restart fill the disk, and an event that is larger than the webhook's limit loses its bodies anyway. Reads change nothing, so
who read what, at level Metadata or Request, is what an audit needs.`,
  passing: `- level: Request
  verbs: [get, list, watch]
- level: RequestResponse`,
  failing: `- level: RequestResponse`,
  *check(context) {
    for (const [index, rule] of context.rules.entries()) {
      if (rule.level !== 'RequestResponse') continue;
      const found = large.filter((kind) => decidedRequest(context, index, rule, kind));
      if (found.length > 0) yield report(context, index, found);
    }
  },
};

function report(context: LintContext, index: number, found: readonly Kind[]) {
  const names = found.map((kind) => kindName(kind)).join(', ');
  const lines = ['level: Request', 'verbs: ["get", "list", "watch"]', ...resourceLines(found)];
  return {
    rule: index,
    at: context.at(index, 'level'),
    message: said`rule ${index + 1} writes whole lists to the log: ${names} at level RequestResponse`,
    hint: said`log get, list and watch at level Metadata or Request, in a rule in front of this one`,
    fix: insertRule(context.source, index, lines, 'log reads of them at level Request first'),
  };
}

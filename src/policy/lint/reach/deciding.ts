import type { Decision, PolicyRule } from '../../model.ts';
import type { Request } from '../../request.ts';
import type { LintContext } from '../context.ts';
import { requestsOf, unmentioned } from '../../minimal-requests.ts';

/** A kind of object and what is done with it. */
export interface Kind {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly verbs: readonly string[];
}

/** `apps/deployments`, `pods/exec`: the core group is left out. */
export function kindName({ group, resource, subresource }: Omit<Kind, 'verbs'>): string {
  const name = subresource === '' ? resource : `${resource}/${subresource}`;
  return group === '' ? name : `${name}.${group}`;
}

/** Reads `pods/exec`, `tokenreviews.authentication.k8s.io`. */
export function kind(text: string, verbs: readonly string[]): Kind {
  const [name = '', ...group] = text.split('.');
  const [resource = '', subresource = ''] = name.split('/');
  return { group: group.join('.'), resource, subresource, verbs };
}

/** The decision about a request of somebody whom no rule mentions, in a namespace and with a name that no rule mentions. */
export function decideForAnyone(context: LintContext, { group, resource, subresource }: Kind, verb: string): Decision {
  const target = { apiGroup: group, resource, subresource, namespace: unmentioned, name: unmentioned };
  return context.evaluator.evaluate({ user: unmentioned, groups: [], verb, ...target });
}

/** Requests that are tried before a rule counts as not deciding any. */
const mostRequests = 500;
/** Namespaces and object names of a rule that are tried. */
const mostNames = 20;

/** A request of a kind that a rule decides, among those that earlier rules match least. */
export function decidedRequest(context: LintContext, index: number, rule: PolicyRule, kind: Kind): Request | undefined {
  if (rule.nonResourceURLs.length > 0) return undefined;
  const { group, resource, subresource } = kind;
  if (context.isShadowed(index)) return undefined;
  const names = rule.resources.flatMap((entry) => entry.resourceNames).slice(0, mostNames);
  const targets = orUnmentioned(rule.namespaces.slice(0, mostNames)).flatMap((namespace) =>
    [unmentioned, ...names].map((name) => ({ apiGroup: group, resource, subresource, namespace, name })),
  );
  const verbs = rule.verbs.length === 0 ? kind.verbs : kind.verbs.filter((verb) => rule.verbs.includes(verb));
  let tried = 0;
  for (const request of requestsOf({ ...rule, verbs }, targets, [])) {
    const decision = context.decide(request);
    if (decision?.rule === index) return request;
    tried += 1;
    if (!decision || tried > mostRequests) return undefined;
  }
  return undefined;
}

function orUnmentioned(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [unmentioned] : values;
}

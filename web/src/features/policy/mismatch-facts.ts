import type { Explanation, PolicyRule, Request } from '../../../../src/policy/index.ts';

export type Mismatch = NonNullable<Explanation['examined'][number]['mismatch']>;
type Listed = Exclude<Mismatch['property'], 'kind'>;

/** What the request has of a property, and what the rule would accept of it. */
export interface MismatchFacts {
  readonly value: readonly string[];
  readonly accepted: readonly string[];
}

/** The two sides of a mismatch, for a sentence in the reader's language. */
export function mismatchFacts(property: Listed, rule: PolicyRule, request: Request): MismatchFacts {
  const { user, groups, verb } = request;
  const text = (name: 'namespace' | 'apiGroup' | 'name' | 'path'): string => String(Reflect.get(request, name) ?? '');
  const inGroup = rule.resources.filter(({ group }) => group === text('apiGroup') || group === '*');
  switch (property) {
    case 'user':
      return { value: [user], accepted: rule.users };
    case 'group':
      return { value: groups, accepted: rule.userGroups };
    case 'verb':
      return { value: [verb], accepted: rule.verbs };
    case 'namespace':
      return { value: [text('namespace')], accepted: rule.namespaces };
    case 'apiGroup':
      return { value: [text('apiGroup')], accepted: rule.resources.map(({ group }) => group) };
    case 'resource':
      return { value: [resourceOf(request)], accepted: inGroup.flatMap(({ resources }) => resources) };
    case 'resourceName':
      return { value: [text('name')], accepted: inGroup.flatMap(({ resourceNames }) => resourceNames) };
    case 'path':
      return { value: [text('path')], accepted: rule.nonResourceURLs };
  }
}

function resourceOf(request: Request): string {
  if (request.path !== undefined) return '';
  return request.subresource === '' ? request.resource : `${request.resource}/${request.subresource}`;
}

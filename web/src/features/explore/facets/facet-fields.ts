import { resolveField } from '../../../../../src/query/index.ts';
import { usePreferences } from '../../../lib/preferences.ts';

/** The fields that have a name of their own in the list. */
export const fieldLabels = {
  'user.username': 'facet.user',
  verb: 'facet.verb',
  'objectRef.resource': 'facet.resource',
  'objectRef.namespace': 'facet.namespace',
  'responseStatus.code': 'facet.code',
  sourceIPs: 'facet.sourceIp',
  userAgent: 'facet.userAgent',
} as const;

export function labelOf(field: string): (typeof fieldLabels)[keyof typeof fieldLabels] | undefined {
  return Object.entries(fieldLabels).find(([name]) => name === field)?.[1];
}

/** As many as one question takes. */
const mostFacets = 20;

/** The fields whose values are counted, as this browser remembers them. */
export function useFacetFields() {
  const [preferences, change] = usePreferences();
  const fields = preferences.facetFields.filter((field) => resolveField(field) !== undefined).slice(0, mostFacets);
  return {
    fields,
    /** Adds a field, the newest first, where it is seen at once. */
    add: (field: string): void => {
      const others = fields.filter((other) => other !== field);
      change({ facetsShown: true, facetFields: [field, ...others].slice(0, mostFacets) });
    },
    remove: (field: string): void => change({ facetFields: fields.filter((other) => other !== field) }),
  };
}

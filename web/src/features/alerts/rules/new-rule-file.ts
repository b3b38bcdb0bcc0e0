import { stringify } from 'yaml';
import { splitQuery } from '../../../lib/query-text.ts';

const exampleQuery = 'objectRef.subresource: exec and stage: ResponseStarted';

/**
 * The file of a rule for a query: one that is a search is looked at as events come in, one that counts is looked at each minute. What its
 * author will change stands there already.
 */
export function newRuleFile(query = exampleQuery): string {
  const isSearch = splitQuery(query).analysis === undefined;
  return stringify(
    {
      kind: 'AlertRule',
      name: 'my-rule',
      displayName: 'My rule',
      query: query.trim() || '*',
      ...(isSearch ? { immediate: true } : { schedule: { every: '1m' } }),
      severity: 'medium',
      annotations: isSearch
        ? { title: '${verb} by ${user.username}', desc: '${user.username} asked for ${requestURI}' }
        : { title: 'My rule fires', desc: '${__count__} rows' },
      channels: [],
    },
    { lineWidth: 0 },
  );
}

import { expect, it } from 'vitest';
import { reportRangeOf, validateReportSearch, variablesOf } from './report-search.ts';

it('reads filters as one value or several, and variables by their name', () => {
  const search = validateReportSearch({
    namespace: 'prod',
    user: ['alice', 'bob', 'alice'],
    code: 403,
    'var.resource': 'pods',
    'var.__proto__x-y': 'no name of a variable',
    'var.code': 404,
    refresh: 60,
    clusters: ['a'],
  });
  expect(search).toEqual({
    namespace: ['prod'],
    user: ['alice', 'bob'],
    code: ['403'],
    'var.resource': 'pods',
    'var.code': '404',
    refresh: 60,
  });
  expect(variablesOf(search)).toEqual({ resource: 'pods', code: '404' });
});

it.each([[{ namespace: [] }], [{ namespace: {} }], [{ refresh: 1 }], [{ panel: '' }], [{ 'var.': 'x' }]])(
  'leaves out what says nothing: %j',
  (given) => expect(validateReportSearch(given)).toEqual({}),
);

it('has the range of the dashboard where the URL has none', () => {
  expect(reportRangeOf({}, '-7d')).toEqual({ from: 'now-7d', to: 'now' });
  expect(reportRangeOf({ from: '-1h' }, '-7d')).toEqual({ from: 'now-1h', to: 'now' });
});

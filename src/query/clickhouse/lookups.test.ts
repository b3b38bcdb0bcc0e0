import { expect, test } from 'vitest';
import { compileQuery } from './query.ts';

const context = {
  range: { fromMicros: 0, toMicros: 1_000_000 },
  scope: { clusterIds: ['c'], namespaces: null, bodies: true },
  clusters: [{ id: 'c', name: 'c' }],
  timeZone: 'UTC',
  nowMicros: 0,
};

test.each([
  ['select ip_to_country(verb)', ['ip_places', 'ip_countries']],
  ['select ip_to_city(verb)', ['ip_places']],
  ['select 1 where exists (select 1 where security_check_ip(verb) = 1)', ['blocked_networks']],
  [
    'select count(*) filter (where security_check_domain(verb) = 1) group by ip_to_provider(verb)',
    ['blocked_names', 'ip_places'],
  ],
  [`select 'ip_places', '''blocked_names''', "annotations.'ip_countries'"`, []],
])('tells the dictionaries that a statement needs: %s', (statement, lookups) => {
  const compiled = compileQuery(`verb: "'ip_places'" | ${statement}`, context);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  expect(compiled.value.lookups.toSorted()).toEqual(lookups.toSorted());
});

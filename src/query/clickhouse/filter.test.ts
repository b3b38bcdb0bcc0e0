import { expect, test } from 'vitest';
import { compileQuery } from './query.ts';

const barrier = ' LIMIT 9223372036854775807) WHERE ';

function sqlOf(statement: string): string {
  const compiled = compileQuery(`* | ${statement}`, {
    range: { fromMicros: 0, toMicros: 1_000_000 },
    scope: { clusterIds: ['c'], namespaces: null, bodies: true },
    clusters: [],
    timeZone: 'UTC',
    nowMicros: 0,
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  return compiled.value.sql;
}

test.each([
  "select * from (select sourceIPs, count(*) as n from log group by sourceIPs) where ip_to_domain(json_extract_scalar(sourceIPs, '$[0]')) = 'internet'",
  "select * from (select upper(a) as b from (select distinct sourceIPs as a from log)) where ip_to_domain(json_extract_scalar(b, '$[0]')) = 'internet'",
  "select sourceIPs from log group by sourceIPs having ip_to_domain(json_extract_scalar(sourceIPs, '$[0]')) = 'internet'",
])('a dear condition is computed for each group, not for each row: %s', (statement) => {
  expect(sqlOf(statement)).toContain(barrier);
});

test.each([
  "select * from (select verb, count(*) as n from log group by verb) where verb = 'get' and n > 5",
  "select sourceIPs from log where ip_to_domain(json_extract_scalar(sourceIPs, '$[0]')) = 'internet'",
])('any other condition may rule out rows before they are grouped: %s', (statement) => {
  expect(sqlOf(statement)).not.toContain(barrier);
});

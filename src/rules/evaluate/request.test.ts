import { describe, expect, test } from 'vitest';
import { answer, compiled } from '../testkit/rule.ts';
import type { QueryRows } from './answer.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { withRequestColumns } from './request.ts';

const plain = ', "__cluster__" as "__request_cluster__", "requestReceivedTimestamp" as "__request_received__" ';
const least =
  ', min("__cluster__") as "__request_cluster__", min("requestReceivedTimestamp") as "__request_received__" ';

describe('what tells requests from each other', () => {
  test.each([
    ['* | select auditID', `* | select auditID${plain}`],
    ['* | SELECT auditID -- id\n;', `* | SELECT auditID${plain} -- id\n;`],
    [
      "a | select auditID, (select max(1) from log) x where verb = 'get'",
      `a | select auditID, (select max(1) from log) x ${plain}where verb = 'get'`,
    ],
    ['a | select auditID from log order by 1 limit 10', `a | select auditID ${plain}from log order by 1 limit 10`],
    [
      'a | select auditID, count(*) as n group by auditID',
      `a | select auditID, count(*) as n ${least}group by auditID`,
    ],
    ['a | select distinct auditID from "from" where a', `a | select distinct auditID ${plain}from "from" where a`],
  ])('is put behind what is selected: %s', (statement, widened) => expect(withRequestColumns(statement)).toBe(widened));

  test.each([
    'verb: delete',
    'a | with b as (select 1) select auditID from b',
    'a | select auditID union select 1',
    'a | ',
  ])('is not put anywhere else: %s', (statement) => expect(withRequestColumns(statement)).toBeUndefined());

  const rule = compiled({ query: '* | select auditID, user', groupBy: ['auditID'] });
  const identities = (members: typeof rule, ...rows: QueryRows['rows']) =>
    evaluateRule(members, [answer(...rows)]).groups.map(({ identity, labels, rows: shown }) => [
      identity,
      labels,
      shown,
    ]);

  test('tells groups of one audit id apart, and is neither a label nor shown', () => {
    const row = { auditID: 'x', user: 'ann', __request_cluster__: 'c' };
    const found = identities(
      rule,
      { ...row, __request_received__: '1' },
      { ...row, user: 'bob', __request_received__: '1' },
      { ...row, __request_received__: '2' },
    );
    expect(found).toEqual([
      [
        '["x","c","1"]',
        { auditID: 'x' },
        [
          { auditID: 'x', user: 'ann' },
          { auditID: 'x', user: 'bob' },
        ],
      ],
      ['["x","c","2"]', { auditID: 'x' }, [{ auditID: 'x', user: 'ann' }]],
    ]);
  });

  test('may be what the statement gives itself', () => {
    const row = { auditID: 'x', user: 'ann' };
    const found = identities(
      rule,
      { ...row, requestReceivedTimestamp: '1' },
      { ...row, requestReceivedTimestamp: '2' },
    );
    expect(found.map(([identity]) => identity)).toEqual(['["x","1"]', '["x","2"]']);
  });

  test('tells nothing apart where groups are no requests', () => {
    const byUser = compiled({ query: '* | select auditID, user', groupBy: ['user'] });
    const row = { auditID: 'x', user: 'ann' };
    const found = identities(
      byUser,
      { ...row, requestReceivedTimestamp: '1' },
      { ...row, requestReceivedTimestamp: '2' },
    );
    expect(found.map(([identity]) => identity)).toEqual(['["ann"]']);
  });
});

import { describe, expect, test } from 'vitest';
import { textOf } from '../../base/index.ts';
import { AlertRule } from '../form.ts';
import { answer, compiled } from '../testkit/rule.ts';
import type { QueryRows } from './answer.ts';
import { compileRule } from './compile-rule.ts';
import { evaluateRule } from './evaluate-rule.ts';

/** The groups that fire: labels, severity, rows and those that match. */
function fired(members: Readonly<Record<string, unknown>>, ...answers: readonly QueryRows[]): readonly unknown[] {
  const { groups, failure } = evaluateRule(compiled(members), answers);
  if (failure !== undefined) return [textOf(failure)];
  return groups.flatMap(({ severity, labels, rowCount, matchedCount }) =>
    severity === undefined ? [] : [[labels, severity, rowCount, matchedCount]],
  );
}

const rows = answer({ user: 'a', pv: 50 }, { user: 'b', pv: 150 }, { user: 'a', pv: 250 });

describe('conditions', () => {
  test.each([
    ['data is returned', {}, [[{}, 'medium', 3, 3]]],
    ['N rows', { countCondition: '__count__ > 2' }, [[{}, 'medium', 3, 3]]],
    ['not N rows', { countCondition: '__count__ > 3' }, []],
    ['data matches', { condition: 'pv > 100' }, [[{}, 'medium', 3, 2]]],
    ['data does not match', { condition: 'pv > 300' }, []],
    ['N rows match', { condition: 'pv > 100', countCondition: '__count__ == 2' }, [[{}, 'medium', 3, 2]]],
    ['not N rows match', { condition: 'pv > 100', countCondition: '__count__ > 2' }, []],
    ['no row matches', { condition: 'pv > 300', countCondition: '__count__ == 0' }, [[{}, 'medium', 3, 0]]],
    ['a count of the query', { countCondition: '__0_count__ == 3' }, [[{}, 'medium', 3, 3]]],
    ['an empty text is no condition', { condition: ' ', countCondition: '' }, [[{}, 'medium', 3, 3]]],
    ['its severity', { severity: 'high' }, [[{}, 'high', 3, 3]]],
  ])('%s', (_, members, expected) => expect(fired(members, rows)).toEqual(expected));

  test('severities are taken from the top, and the last has no condition', () => {
    const severities = [
      { severity: 'critical', condition: 'pv > 200' },
      { severity: 'high', condition: 'pv > 100' },
      { severity: 'low' },
    ];
    const groups = fired({ severities, groupBy: ['user'] }, answer(...rows.rows, { user: 'c', pv: 1 }));
    expect(groups).toEqual([
      [{ user: 'a' }, 'critical', 2, 1],
      [{ user: 'b' }, 'high', 1, 1],
      [{ user: 'c' }, 'low', 1, 1],
    ]);
  });

  test('no rows are no data, and a number that a condition may be on', () => {
    const nothing = { columns: ['pv'], rows: [], isCut: false };
    expect(fired({}, nothing)).toEqual([]);
    expect(fired({ countCondition: '__count__ < 3' }, nothing)).toEqual([[{}, 'medium', 0, 0]]);
    expect(evaluateRule(compiled({}), [nothing])).toMatchObject({ isEmpty: true, isCut: false });
    expect(evaluateRule(compiled({}), [{ ...nothing, isCut: true }])).toMatchObject({ isEmpty: false, isCut: true });
  });

  test('a column that is not there fails the evaluation', () => {
    expect(fired({ condition: 'pw > 1' }, rows)).toEqual(['condition "pw > 1": there is no column "pw"']);
    expect(fired({ groupBy: ['usr'] }, rows)).toEqual(['groupBy: there is no column "usr"']);
  });

  test('events of a search have the fields that they have', () => {
    const events = { ...answer({ verb: 'get' }, { verb: 'list' }), eventKeys: ['1', '2'] };
    expect(fired({ condition: 'derived.command =~ "sh"' }, events)).toEqual([]);
    expect(fired({ condition: 'derived.command == ""', groupBy: ['user.username'] }, events)).toEqual([
      [{ 'user.username': '' }, 'medium', 2, 2],
    ]);
  });
});

describe('groups', () => {
  test('have the labels of the rule and their own, and rows that match as texts', () => {
    const rule = compiled({ groupBy: ['user'], labels: { env: 'prod' }, condition: 'pv > 200' });
    const { groups } = evaluateRule(rule, [rows]);
    expect(groups[0]).toEqual({
      identity: '["a"]',
      labels: { env: 'prod', user: 'a' },
      rows: [{ user: 'a', pv: '250' }],
      rowCount: 2,
      matchedCount: 1,
      counts: { __count__: 2, __pass_count__: 1, __0_count__: 3, __1_count__: 0, __2_count__: 0 },
      severity: 'medium',
    });
  });

  test('values that are cut to the same text are groups all the same', () => {
    const long = 'x'.repeat(2000);
    const { groups } = evaluateRule(compiled({ groupBy: ['user'] }), [
      answer({ user: `${long}1` }, { user: `${long}2` }),
    ]);
    expect(groups.map(({ labels }) => labels['user']?.length)).toEqual([1024, 1024]);
    expect(groups[0]?.identity).not.toBe(groups[1]?.identity);
  });

  test('are ten thousand at most, and that is said', () => {
    const many = answer(...Array.from({ length: 20_000 }, (_, n) => ({ n: n % 15_000 })));
    const evaluation = evaluateRule(compiled({ groupBy: ['n'] }), [many]);
    expect(evaluation.groups.length).toBe(10_000);
    expect(evaluation.groups.filter(({ rowCount }) => rowCount === 2).length).toBe(5000);
    expect(evaluation.isCut).toBe(true);
    expect(evaluation.faults).toEqual(['more than 10000 groups: the first 10000 are looked at']);
  });

  test('keep a hundred rows, and count all', () => {
    const many = answer(...Array.from({ length: 100_000 }, (_, n) => ({ n })));
    const [group] = evaluateRule(compiled({ condition: 'n >= 1000' }), [many]).groups;
    expect([group?.rows.length, group?.rows[0], group?.rowCount, group?.matchedCount]).toEqual([
      100,
      { n: '1000' },
      100_000,
      99_000,
    ]);
  });

  test('of an immediate search are its events', () => {
    const rule = compiled({ query: 'verb: delete', immediate: true, labels: { env: 'prod' } });
    const events = { ...answer({ verb: 'delete' }, { verb: 'delete' }), eventKeys: ['one', 'two'] };
    const { groups } = evaluateRule(rule, [events]);
    expect(groups.map(({ identity, labels }) => [identity, labels])).toEqual([
      ['["event","one"]', { env: 'prod' }],
      ['["event","two"]', { env: 'prod' }],
    ]);
  });

  test('of joined queries may be by a column that both have', () => {
    const queries = [{ query: '* | select 1' }, { query: '* | select 2' }];
    const combine = [{ type: 'inner_join', on: '$0.user == $1.user' }];
    const expected = [[{ '$1.user': 'a' }, 'medium', 2, 2]];
    expect(fired({ queries, combine, groupBy: ['$1.user'] }, rows, answer({ user: 'a', n: 1 }))).toEqual(expected);
  });
});

describe('faults', () => {
  test('do not keep other rows from matching', () => {
    const evaluation = evaluateRule(compiled({ condition: 'pv / n > 1' }), [
      answer({ pv: 1, n: 0 }, { pv: 'x', n: 1 }, { pv: 3, n: 1 }),
    ]);
    expect(evaluation.groups[0]).toMatchObject({ severity: 'medium', matchedCount: 1 });
    expect(evaluation.faults).toEqual([
      'condition "pv / n > 1": division by zero',
      'condition "pv / n > 1": "x" in pv is no number',
    ]);
  });
});

describe('compileRule', () => {
  test.each([
    [{ immediate: true }, 'event'],
    [{}, 'new-events'],
    [{ window: '1m' }, 'new-events'],
    [{ window: '30s' }, 'new-events'],
    [{ window: '2m' }, 'condition'],
    [{ time: 'event' }, 'condition'],
    [{ queries: [{ query: '*' }, { query: '*', window: '1h' }], combine: [{ type: 'no_join' }] }, 'condition'],
  ])('%j: a firing is a matter of %s', (members, kind) => expect(compiled(members).causeKind).toBe(kind));

  test.each([
    ['* | select auditID as "Event ID", verb', 'Event ID', true],
    ['* | select auditID "Event ID"', 'Event ID', true],
    ['* | select verb, "auditID" as 事件ID from log', '事件ID', true],
    ['* | SELECT auditID, verb', 'auditID', true],
    ['* | select distinct auditID from log', 'auditID', true],
    ['* | select auditID as "Event ID", verb', 'verb', false],
    ['* | select substr(auditID, 1, 2) as id', 'id', false],
    ['* | select auditID || verb as id', 'id', false],
    ['* | select verb as auditID', 'auditID', false],
    ['*', 'auditID', true],
    ['*', 'verb', false],
  ])('%s by %s: once %s', (query, column, isOnce) => {
    expect(compiled({ query, groupBy: [column] }).isOncePerGroup).toBe(isOnce);
  });

  test('an immediate search that groups by nothing tells each event once', () => {
    const immediate = { immediate: true };
    expect(compiled({ ...immediate, query: 'verb: delete' })).toMatchObject({ isOncePerGroup: true, isPerEvent: true });
    expect(compiled({ ...immediate, query: '* | select verb' })).toMatchObject({
      isOncePerGroup: false,
      isPerEvent: false,
    });
  });

  test('says which condition is wrong', () => {
    const rule = AlertRule.parse({
      kind: 'AlertRule',
      name: 'r',
      query: '*',
      condition: 'a >',
      countCondition: 'pv > 3',
    });
    expect(compileRule(rule).diagnostics.map(({ message }) => message)).toEqual([
      'condition "a >": the condition ends where a column, a number or a text stands',
      'countCondition "pv > 3": "pv" is no number of rows',
    ]);
  });
});

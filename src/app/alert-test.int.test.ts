import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createJudge, type RuleTestOutcome, runRuleTests, type TestedStore } from '../alert/index.ts';
import { systemClock } from '../platform/index.ts';
import { AlertRule, readRuleFile } from '../rules/index.ts';
import { builtInFiles } from '../rules/testkit/built-in.ts';
import { openTestedStore, testRules } from './alert-test.ts';

const event = {
  level: 'Metadata',
  auditID: 'a',
  stage: 'ResponseComplete',
  verb: 'delete',
  requestURI: '/api/v1/namespaces/shop/secrets/db',
  user: { username: 'alice' },
  objectRef: { resource: 'secrets', namespace: 'shop', name: 'db' },
  responseStatus: { code: 200 },
  stageTimestamp: '2026-11-02T09:00:00Z',
};
const query =
  'verb: delete | select auditID, "user.username" as user, "objectRef.name" as name, __cluster__ as cluster';

describe('the tests that the built-in rules carry', () => {
  let store: TestedStore;
  const judge = createJudge(systemClock);
  beforeAll(async () => {
    store = await openTestedStore();
  });
  afterAll(async () => {
    await judge.close();
    await store.close();
  });

  test.each(builtInFiles().map(({ rule }) => [rule.name, rule] as const))(
    '%s',
    async (_name, rule) => {
      const shared = { ...store, close: () => Promise.resolve() };
      const outcomes = await runRuleTests([rule], { openStore: () => Promise.resolve(shared), judge });
      expect(outcomes).toHaveLength(rule.tests?.length ?? 0);
      expect(outcomes.filter(({ hasPassed }) => !hasPassed)).toEqual([]);
      expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
    },
    600_000,
  );
});

/** The rule that a reader of the tutorial writes. */
function tutorialRules(): readonly AlertRule[] {
  const page = readFileSync(new URL('../../docs/tutorial/get-told-of-a-shell.md', import.meta.url), 'utf8');
  const files = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => readRuleFile(text));
  expect(files.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  return files.flatMap(({ rules }) => rules.map((read) => read.rule));
}

describe('a test of a rule', () => {
  let outcomes: readonly RuleTestOutcome[];
  const rule = AlertRule.parse({
    kind: 'AlertRule',
    name: 'deletion',
    clusters: ['prod'],
    query,
    schedule: { every: '1m' },
    groupBy: ['user'],
    severity: 'high',
    annotations: { title: '${user} deleted ${name} of ${cluster}' },
    tests: [
      {
        name: 'as expected',
        events: [event],
        expect: [{ labels: { user: 'alice' }, annotations: { title: 'alice deleted db of prod' } }],
      },
      { name: 'another is expected', events: [event], expect: [{ labels: { user: 'bob' } }] },
      { name: 'none is expected', events: [event], expect: [] },
      { name: 'another severity', events: [event], expect: [{ severity: 'low' }] },
      { name: 'received before the window', events: [event], at: '2026-11-02T09:02:00Z', expect: [] },
      {
        name: 'happened before the window, received within',
        events: [{ ...event, receivedAt: '2026-11-02T09:01:30Z' }],
        at: '2026-11-02T09:02:00Z',
        expect: [{}],
      },
      { name: 'no event', events: [{ hello: 'world' }], expect: [] },
      {
        name: 'rows',
        rows: [[{ auditID: 'a', user: 'carol', name: 'x', cluster: 'c' }]],
        expect: [{ labels: { user: 'carol' } }],
      },
    ],
  });
  beforeAll(async () => {
    outcomes = await testRules([rule, ...tutorialRules()]);
  }, 600_000);
  const outcomeOf = (name: string) => outcomes.find((outcome) => outcome.test === name);

  test.each(['as expected', 'received before the window', 'happened before the window, received within', 'rows'])(
    'passes: %s',
    (name) => {
      expect(outcomeOf(name)).toMatchObject({ hasPassed: true, missing: [], unexpected: [], problems: [] });
    },
  );

  test('fails, and says what was expected and what fires', () => {
    const alice = { labels: { user: 'alice' }, severity: 'high' };
    expect(outcomeOf('another is expected')).toMatchObject({
      hasPassed: false,
      missing: [{ labels: { user: 'bob' } }],
      unexpected: [alice],
    });
    expect(outcomeOf('none is expected')).toMatchObject({ hasPassed: false, missing: [], unexpected: [alice] });
    expect(outcomeOf('another severity')).toMatchObject({
      hasPassed: false,
      missing: [{ severity: 'low' }],
      unexpected: [alice],
    });
  });

  test('of the tutorial passes', () => {
    const tutorial = outcomes.filter((outcome) => outcome.rule === 'shell-opened');
    expect(tutorial.map(({ test, hasPassed }) => [test, hasPassed])).toEqual([
      ['a shell', true],
      ['another command', true],
    ]);
  });

  test('fails where an event cannot be read, also if silence is expected', () => {
    expect(outcomeOf('no event')).toMatchObject({ hasPassed: false, problems: [expect.stringContaining('event 1')] });
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TemporaryRecords, temporaryRecords } from '../testkit.ts';
import type { NewAlertCause } from './causes.ts';
import type { NewAlertEvaluation } from './evaluations.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

const owner = '{"kind":"user","name":"ann","since":1}';
const scope = '{"clusterIds":null,"namespaces":null,"bodies":true}';

test('a rule takes the place of another of its name, and its version rises', async () => {
  const { alertRules } = kept.records;
  await alertRules.put({ name: 'exec', yaml: undefined, isEnabled: true, owner, savedBy: 'ann' });
  kept.clock.advance(5);
  await alertRules.put({ name: 'exec', yaml: 'kind: AlertRule', isEnabled: false, owner, savedBy: 'bob' });
  await alertRules.put({ name: 'a', yaml: 'x', isEnabled: true, owner, savedBy: 'ann' });
  expect(await alertRules.find('exec')).toEqual({
    name: 'exec',
    yaml: 'kind: AlertRule',
    isEnabled: false,
    owner,
    version: 2,
    savedBy: 'bob',
    savedAt: kept.clock.now(),
  });
  expect((await kept.reopen().alertRules.list()).map(({ name, version }) => [name, version])).toEqual([
    ['a', 1],
    ['exec', 2],
  ]);
  expect([await kept.records.alertRules.delete('a'), await kept.records.alertRules.delete('a')]).toEqual([true, false]);
});

test('rules together have a bound', async () => {
  const { alertRules } = kept.records;
  const yaml = 'x'.repeat(33 << 20);
  await alertRules.put({ name: 'a', yaml, isEnabled: true, owner, savedBy: 'ann' });
  await alertRules.put({ name: 'a', yaml, isEnabled: true, owner, savedBy: 'ann' });
  await expect(alertRules.put({ name: 'b', yaml, isEnabled: true, owner, savedBy: 'ann' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('where a rule has come to and what fires outlive a restart', async () => {
  const progress = { rule: 'exec', through: 1_795_906_272_000_001, evaluatedAt: 7, failures: 2, state: '{"empty":1}' };
  const firing = { rule: 'exec', fingerprint: 'f', state: 'firing', instance: '{}', scope, changedAt: 5 } as const;
  await kept.records.alertProgress.put({ ...progress, failures: 0 });
  await kept.records.alertProgress.put(progress);
  await kept.records.alertInstances.put(firing);
  await kept.records.alertInstances.put({ ...firing, fingerprint: 'g', state: 'pending' });
  await kept.records.alertInstances.put({ ...firing, rule: 'other', changedAt: 9 });
  const { alertProgress, alertInstances } = kept.reopen();
  expect(await alertProgress.find('exec')).toEqual(progress);
  expect((await alertInstances.ofRule('exec')).map(({ fingerprint }) => fingerprint)).toEqual(['f', 'g']);
  expect((await alertInstances.firing(10)).map(({ rule }) => rule)).toEqual(['other', 'exec']);
  expect(await alertInstances.countFiring()).toEqual(
    new Map([
      ['exec', 1],
      ['other', 1],
    ]),
  );
  await alertInstances.delete('exec', 'f');
  await alertInstances.deleteOfRule('other');
  await alertProgress.delete('exec');
  expect([await alertInstances.firing(10), await alertProgress.list()]).toEqual([[], []]);
});

function cause(key: string, at: number, more: Partial<NewAlertCause> = {}): NewAlertCause {
  return {
    key,
    rule: 'exec',
    fingerprint: 'f',
    at,
    status: 'firing',
    severity: 'high',
    cause: `{"key":"${key}"}`,
    scope,
    ...more,
  };
}

test('a cause is kept once, and its key outlives what is shown of it', async () => {
  const { alertCauses } = kept.records;
  expect([await alertCauses.add(cause('a', 1)), await alertCauses.add(cause('a', 2))]).toEqual([true, false]);
  for (const [index, key] of ['b', 'c', 'd', 'e'].entries()) await alertCauses.add(cause(key, 10 + index));
  await alertCauses.add(cause('f', 20, { rule: 'other', status: 'resolved' }));
  const shown = async (query = {}) => (await alertCauses.list({ limit: 10, ...query })).map(({ key }) => key);
  expect(await shown()).toEqual(['f', 'e', 'd', 'c', 'b', 'a']);
  expect(await shown({ rule: 'exec', limit: 2 })).toEqual(['e', 'd']);
  const [, last] = await alertCauses.list({ rule: 'exec', limit: 2 });
  expect(await shown({ rule: 'exec', before: last?.id })).toEqual(['c', 'b', 'a']);
  expect(await shown({ status: 'resolved' })).toEqual(['f']);
  await alertCauses.forget({ shownSince: 5, shown: 3, keptSince: 0, kept: 5 });
  expect(await shown()).toEqual(['f', 'e', 'd']);
  expect([await alertCauses.has('a'), await alertCauses.has('b'), await alertCauses.add(cause('b', 30))]).toEqual([
    false,
    true,
    false,
  ]);
  await alertCauses.forget({ shownSince: 0, shown: 10, keptSince: 13, kept: 10 });
  expect([await alertCauses.has('d'), await alertCauses.has('e')]).toEqual([false, true]);
});

function evaluation(through: number, more: Partial<NewAlertEvaluation> = {}): NewAlertEvaluation {
  const window = { after: through - 1, through };
  return {
    rule: 'exec',
    at: through,
    duration: 3,
    ...window,
    outcome: 'quiet',
    fired: 0,
    detail: '{}',
    scope,
    ...more,
  };
}

test('evaluations are kept, those of the same outcome as one where that is asked for', async () => {
  const { alertEvaluations } = kept.records;
  await alertEvaluations.extend(evaluation(1));
  await alertEvaluations.extend(evaluation(2, { rule: 'other' }));
  await alertEvaluations.extend(evaluation(2));
  await alertEvaluations.extend(evaluation(3, { outcome: 'fired', fired: 2 }));
  await alertEvaluations.extend(evaluation(4));
  await alertEvaluations.add(evaluation(5));
  const shown = async (query = {}) =>
    (await alertEvaluations.list({ rule: 'exec', limit: 10, ...query })).map(
      ({ after, through, runs, duration, outcome }) => [after, through, runs, duration, outcome],
    );
  expect(await shown()).toEqual([
    [4, 5, 1, 3, 'quiet'],
    [3, 4, 1, 3, 'quiet'],
    [2, 3, 1, 3, 'fired'],
    [0, 2, 2, 6, 'quiet'],
  ]);
  expect(await shown({ outcome: 'fired' })).toHaveLength(1);
  expect(await alertEvaluations.forget({ after: '', since: 4, ofRule: 10 })).toBe('exec');
  expect(await shown()).toHaveLength(2);
  expect(await shown({ rule: 'other' })).toHaveLength(1);
  await alertEvaluations.forget({ after: '', since: 0, ofRule: 1 });
  expect(await shown()).toEqual([[4, 5, 1, 3, 'quiet']]);
  expect(await alertEvaluations.forget({ after: 'exec', since: 4, ofRule: 10 })).toBe('other');
  expect(await shown({ rule: 'other' })).toEqual([]);
  expect(await alertEvaluations.forget({ after: 'exec', since: 4, ofRule: 10 })).toBeUndefined();
});

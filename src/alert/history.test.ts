import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, localAdmin } from '../access/index.ts';
import { type TemporaryRecords, temporaryRecords } from '../records/testkit.ts';
import { createHistory, type History } from './history.ts';

let kept: TemporaryRecords;
let history: History;
beforeEach(() => {
  kept = temporaryRecords();
  history = createHistory(kept.records);
});
afterEach(() => kept.remove());

const everything = { clusterIds: null, namespaces: null, bodies: true };
const shop = { clusterIds: ['c1'], namespaces: ['shop'], bodies: true };
const limited: Caller = { ...localAdmin, kind: 'user', name: 'ann', scope: shop };

/** Keeps a cause that was told at a time. */
async function addCause(at: number, more: { rule?: string; status?: string; severity?: string; scope?: object } = {}) {
  const { rule = 'exec', status = 'firing', severity = 'high', scope = everything } = more;
  const key = `k${at}`;
  const fingerprint = `f${at % 2}`;
  const cause = JSON.stringify({ key, rule, fingerprint, annotations: { en: { title: key } } });
  const texts = { cause, scope: JSON.stringify(scope) };
  await kept.records.alertCauses.add({ key, rule, fingerprint, at, status, severity, ...texts });
}

async function addInstance(
  fingerprint: string,
  more: { state?: 'firing' | 'pending'; scope?: object; severity?: string } = {},
) {
  const { state = 'firing', scope = everything, severity = 'high' } = more;
  const instance = JSON.stringify({ fingerprint, state, severity, labels: { user: fingerprint }, startedAt: 1 });
  await kept.records.alertInstances.put({
    rule: 'exec',
    fingerprint,
    state,
    instance,
    scope: JSON.stringify(scope),
    changedAt: 1,
  });
}

function keys(page: Awaited<ReturnType<History['causes']>>): readonly string[] {
  return page.items.map(({ cause }) => cause.key);
}

describe('what fired', () => {
  test('is told page by page, the latest first', async () => {
    for (let at = 1; at <= 5; at++) await addCause(at);
    const first = await history.causes({ limit: 2 }, localAdmin);
    const second = await history.causes({ limit: 2, before: first.next }, localAdmin);
    const third = await history.causes({ limit: 2, before: second.next }, localAdmin);
    expect([first, second, third].map(keys)).toEqual([['k5', 'k4'], ['k3', 'k2'], ['k1']]);
    expect(third.next).toBeUndefined();
  });

  test('is found by rule, status, severity and time', async () => {
    await addCause(10, { rule: 'other' });
    await addCause(20, { status: 'resolved' });
    await addCause(30, { severity: 'low' });
    await addCause(40);
    const found = async (query: Partial<Parameters<History['causes']>[0]>) =>
      keys(await history.causes({ limit: 10, ...query }, localAdmin));
    expect(await found({ rule: 'other' })).toEqual(['k10']);
    expect(await found({ status: 'resolved' })).toEqual(['k20']);
    expect(await found({ severity: 'low' })).toEqual(['k30']);
    expect(await found({ from: 20, to: 40 })).toEqual(['k30', 'k20']);
  });

  test('is only what the caller may see, also where that is far behind', async () => {
    await addCause(1, { scope: shop });
    for (let at = 2; at <= 1200; at++) await addCause(at);
    const page = await history.causes({ limit: 10 }, limited);
    expect([keys(page), page.next]).toEqual([['k1'], undefined]);
  });
});

test('no more causes are read than are shown', async () => {
  for (let at = 1; at <= 700; at++) await addCause(at);
  await addInstance('f0');
  await addInstance('f1');
  let read = 0;
  const { alertCauses, ...others } = kept.records;
  const counting = createHistory({
    ...others,
    alertCauses: {
      ...alertCauses,
      async list(query) {
        const rows = await alertCauses.list(query);
        read += rows.length;
        return rows;
      },
    },
  });
  expect(keys(await counting.causes({ limit: 1 }, localAdmin))).toEqual(['k700']);
  expect(read).toBe(1);
  const firing = await counting.firing({ limit: 10 }, localAdmin);
  expect([read, firing.map(({ last }) => last?.cause.key).toSorted()]).toEqual([1, ['k699', 'k700']]);
});

test('what was told when the owner of the rule saw more is not told to who sees but what they see now', async () => {
  await addInstance('f1', { scope: shop });
  await addCause(1);
  const titles = async (caller: Caller) =>
    (await history.firing({ limit: 10 }, caller)).map(({ last }) => last?.cause.key);
  expect([await titles(limited), await titles(localAdmin)]).toEqual([[undefined], ['k1']]);
});

test('what was told of a group last is told however much was told of others since', async () => {
  await addCause(1);
  for (let at = 2; at <= 1400; at += 2) await addCause(at);
  await addInstance('f1');
  expect((await history.firing({ limit: 10 }, localAdmin)).map(({ last }) => last?.cause.key)).toEqual(['k1']);
});

test('what fires now is told with what was told of it last', async () => {
  await addCause(1);
  await addCause(3);
  await addInstance('f1', { scope: shop });
  await addInstance('f2', { severity: 'low' });
  await addInstance('f3', { state: 'pending' });
  const firing = await history.firing({ limit: 10 }, localAdmin);
  expect(firing.map(({ instance, last }) => [instance.fingerprint, last?.cause.key])).toEqual([
    ['f1', 'k3'],
    ['f2', undefined],
  ]);
  const fingerprints = async (query: object, caller = localAdmin) =>
    (await history.firing({ limit: 10, ...query }, caller)).map(({ instance }) => instance.fingerprint);
  expect(await fingerprints({ severity: 'low' })).toEqual(['f2']);
  expect(await fingerprints({ rule: 'exec', limit: 1 })).toEqual(['f1']);
  expect(await fingerprints({ rule: 'other' })).toEqual([]);
  expect(await fingerprints({}, limited)).toEqual(['f1']);
});

test('evaluations are told of as far as the caller may see them', async () => {
  const evaluation = { rule: 'exec', duration: 3, after: 0, through: 1, fired: 0, detail: '{}' };
  for (const [at, outcome, scope] of [
    [1, 'quiet', shop],
    [2, 'fired', everything],
    [3, 'failed', shop],
  ] as const)
    await kept.records.alertEvaluations.add({ ...evaluation, at, outcome, scope: JSON.stringify(scope) });
  const outcomes = async (query: object, caller = localAdmin) =>
    (await history.evaluations({ limit: 10, ...query }, caller)).items.map(({ outcome }) => outcome);
  expect(await outcomes({})).toEqual(['failed', 'fired', 'quiet']);
  expect(await outcomes({}, limited)).toEqual(['failed', 'quiet']);
  expect(await outcomes({ outcome: 'fired' })).toEqual(['fired']);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../platform/index.ts';
import { compileQuery } from '../../query/index.ts';
import { createIsolation, type Isolation } from './isolation.ts';

const caller = { name: 'ann' };
const never = { caller, signal: new AbortController().signal };
const clusters = [{ id: 'c1', name: 'prod' }];
const context = {
  range: { fromMicros: 0, toMicros: 3_600_000_000 },
  scope: { clusterIds: ['c1'], namespaces: null, bodies: true },
  clusters,
  timeZone: 'UTC',
  nowMicros: 0,
};
let isolation: Isolation;

beforeEach(() => {
  isolation = createIsolation(systemClock);
});
afterEach(() => isolation.close());

test('a short search starts no thread; a long one says the same as in place', async () => {
  const short = await isolation.search({ query: 'verb: get', clusters, bodies: true }, never);
  expect(short).toMatchObject({ ok: true, value: { parameters: { p0: expect.anything() } } });
  expect(isolation.counts().started).toBe(0);
  expect(await isolation.search({ query: `verb: get${' '.repeat(300)}`, clusters, bodies: true }, never)).toEqual(
    short,
  );
  expect(isolation.counts()).toEqual({ started: 1, ended: 0 });
});

test('a statement is compiled in a thread to what it is in place', async () => {
  const query = '* | select count(*) as n, "user.username" group by 2';
  expect(await isolation.statement({ query, context }, never)).toEqual(compileQuery(query, context));
  const wrong = '* | select nothing_of_that_name';
  expect(await isolation.statement({ query: wrong, context }, never)).toEqual(compileQuery(wrong, context));
});

const policy = (rules: number): string =>
  `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${'- level: Metadata\n'.repeat(rules)}`;

test('policies are validated, linted and checked in a thread', async () => {
  expect(await isolation.take('validate', { policy: policy(1) }, never)).toMatchObject({ value: { valid: true } });
  expect(await isolation.take('lint', { policy: policy(2) }, never)).toMatchObject({
    value: { findings: expect.arrayContaining([expect.objectContaining({ code: 'rule-shadowed' })]) },
  });
  const requests = [{ verb: 'get', resource: 'pods' }];
  const checked = await isolation.take('check', { policy: policy(1), requests }, never);
  expect(checked).toMatchObject({ value: [{ level: 'Metadata', rule: 0 }] });
  const many = Array.from({ length: 10_000 }, () => null);
  const unread = await isolation.take('check', { policy: policy(1), requests: many }, never);
  expect(unread).toMatchObject({ ok: false, diagnostics: [{ code: 'request-unreadable' }] });
  expect(await isolation.take('lint', { policy: '', kubeVersion: 'x' }, never)).toMatchObject({ ok: false });
  for (const step of ['validate', 'lint'] as const)
    expect(await isolation.take(step, { policy: policy(20_000) }, never)).toMatchObject({
      ok: false,
      diagnostics: [{ code: expect.stringMatching(/^policy-too-/), line: expect.any(Number) }],
    });
});

test('more checks than anybody needs are refused by the name of the limit', async () => {
  const requests = Array.from({ length: 10_000 }, () => ({ user: 'ann', verb: 'get', path: '/healthz' }));
  const answer = await isolation.take('check', { policy: policy(1001), requests }, never);
  expect(answer).toMatchObject({ ok: false, diagnostics: [{ code: 'limit-checks' }] });
});

test('whoever simulates for minutes, in all threads that there are, keeps no statement waiting', async () => {
  const over = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const policies = { policy: policy(1) };
  const simulations = Array.from({ length: 8 }, (_, index) =>
    isolation.run(
      async (take) => {
        const answer = await take('simulationBegin', policies);
        begun.resolve();
        await over.promise;
        return answer;
      },
      { ...never, caller: { name: `of ${index % 2}` } },
    ),
  );
  await begun.promise;
  const query = '* | select count(*) as n';
  expect(await isolation.statement({ query, context }, { ...never, caller: { name: 'of 0' } })).toMatchObject({
    ok: true,
  });
  over.resolve();
  await Promise.all(simulations);
});

test('hanging up ends the thread amid the work', async () => {
  const gone = new AbortController();
  const query = `* | select ${Array.from({ length: 2000 }, (_, index) => `sum(${index})`).join()}`;
  const work = isolation.statement({ query, context }, { caller, signal: gone.signal });
  while (isolation.counts().started === 0) await systemClock.sleep(1);
  gone.abort(new Error('gone'));
  await expect(work).rejects.toThrow('gone');
  expect(isolation.counts()).toEqual({ started: 1, ended: 1 });
});

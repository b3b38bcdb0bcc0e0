// Patterns over the real engine, through the API: what a caller may not see is counted for none of them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { startTestServer, type TestServer } from '../app/testkit.ts';
import { recordedLines } from '../query/search/testkit/recordings.ts';
import type { PatternsAnswer } from '../server/schemas/index.ts';

type Answer = z.output<typeof PatternsAnswer>;

let server: TestServer;
const json = { 'content-type': 'application/json' };
const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' };

beforeAll(async () => {
  server = await startTestServer();
  for (const [cluster, recording] of [
    ['eu', 'modern-v1.36'],
    ['us', 'ack-v1'],
  ] as const) {
    const authorization = `Bearer ${await server.addCluster(cluster)}`;
    const lines = recordedLines(recording).join('\n');
    await server.call('POST', `/ingest/v1/clusters/${cluster}/audit?wait=stored`, lines, { authorization });
  }
});
afterAll(() => server.close());

async function ask<T>(path: string, question: object, token = server.adminToken): Promise<T> {
  const asked = JSON.stringify({ ...day, ...question });
  const { status, body } = await server.call('POST', path, asked, { ...json, authorization: `Bearer ${token}` });
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  return body as T;
}

const patterns = (question: object, token?: string): Promise<Answer> => ask('/api/v1/patterns', question, token);
const count = async (question: object, token?: string): Promise<number> =>
  (await ask<{ total: number }>('/api/v1/query', { ...question, limit: 1 }, token)).total;

async function tokenOf(limits: object): Promise<string> {
  const asked = JSON.stringify({ name: `t${JSON.stringify(limits).replaceAll(/\W+/g, '-')}x`, role: 'viewer', limits });
  const { body } = await server.call('POST', '/api/v1/api-tokens', asked, json);
  return (body as { token: string }).token;
}

test('every event is in one pattern, and the search of a pattern finds its events and no others', async () => {
  const query = 'not user.username: #"system:"';
  const answer = await patterns({ query, limit: 500 });
  expect(answer.patterns.length).toBe(answer.distinct);
  expect(answer.patterns.reduce((sum, pattern) => sum + pattern.count, 0)).toBe(answer.total);
  expect(answer.total).toBe(await count({ query }));
  expect(answer.patterns.map((pattern) => pattern.count)).toEqual(
    answer.patterns.map((pattern) => pattern.count).toSorted((a, b) => b - a),
  );
  expect(answer.distinct).toBeLessThan(answer.total / 4);
  const step = Math.ceil(answer.patterns.length / 40);
  for (const pattern of answer.patterns.filter((_, index) => index % step === 0))
    expect([pattern.query, await count({ query: `${query} and ${pattern.query}` })]).toEqual([
      pattern.query,
      pattern.count,
    ]);
});

test('a loop over namespaces is one pattern, told by its latest event', async () => {
  const { patterns: found } = await patterns({ query: 'user.username: mallory', clusters: ['us'] });
  const loop = found.find(({ resource, verb }) => resource === 'configmaps' && verb === 'list');
  expect(loop).toMatchObject({
    userKind: 'person',
    namespace: 'ns*',
    name: '',
    outcome: 'refused',
    count: 12,
    users: 1,
    sample: { user: 'mallory@corp.example', namespace: 'ns12', cluster: 'us', code: 403 },
  });
  expect(loop && loop.first < loop.last).toBe(true);
});

test('pods under generated names are one pattern; requests about no resource are told by their kind', async () => {
  const { patterns: found } = await patterns({ query: '', clusters: ['eu'], limit: 500 });
  expect(found.some(({ resource, name }) => resource === 'pods' && name === 'web-*')).toBe(true);
  expect(found.some(({ resource, pathKind }) => resource === '' && pathKind === 'health')).toBe(true);
});

test('more names than one reads are told as so many, and the others each by itself', async () => {
  const { patterns: found } = await patterns({ query: '', limit: 500 });
  const several = found.filter(({ name }) => name === null);
  expect(several.length).toBeGreaterThan(3);
  for (const { names } of several) expect(names).toBeGreaterThan(1);
  for (const pattern of found.filter(({ name }) => name !== null)) expect(pattern.names).toBe(1);
});

test('what the period before did not have is new; without events before nothing is', async () => {
  const all = await patterns({ query: 'user.username: mallory' });
  expect(all.before.total).toBe(0);
  expect(all.patterns.some((pattern) => pattern.new)).toBe(false);

  const later = { from: '2026-11-20T18:06:00Z', to: '2026-11-20T18:07:00Z' };
  const answer = await patterns({ query: 'user.username: mallory', ...later });
  expect(answer.before).toMatchObject({ from: '2026-11-20T18:05:00.000000Z', total: 19 });
  expect(answer.patterns).toMatchObject([
    { resource: 'secrets', verb: 'get', name: 'db-a', new: true, countBefore: 0 },
  ]);
  const after = { from: '2026-11-20T18:07:00Z', to: '2026-11-20T18:09:00Z' };
  const none = await patterns({ query: 'user.username: mallory', ...after });
  expect(none).toMatchObject({ patterns: [], total: 0, distinct: 0 });
  expect(none.before.total).toBeGreaterThan(0);
  // What is new comes even where there is room for the most frequent alone.
  const few = await patterns({ query: '', ...later, limit: 1 });
  expect(few.patterns.length).toBeLessThanOrEqual(2);
  expect(few.patterns.some((pattern) => pattern.new)).toBe(true);
  expect(few.distinct).toBeGreaterThan(2);
});

test('whoever is limited has patterns of what they may see alone, in this period and the one before', async () => {
  const token = await tokenOf({ projects: null, clusters: ['us'], namespaces: ['prod'], bodies: false });
  const answer = await patterns({ limit: 500 }, token);
  expect(answer.total).toBe(await count({}, token));
  expect(answer.total).toBeLessThan(await count({ clusters: ['us'] }));
  for (const { sample } of answer.patterns) expect(sample).toMatchObject({ cluster: 'us', namespace: 'prod' });
  const later = { from: '2026-11-20T18:06:00Z', to: '2026-11-20T18:07:00Z' };
  const before = { from: '2026-11-20T18:05:00Z', to: '2026-11-20T18:06:00Z' };
  expect((await patterns(later, token)).before.total).toBe(await count(before, token));

  const asked = { ...day, query: 'requestObject.spec.replicas: 3', limit: 5 };
  const bodies = await tokenOf({ projects: null, clusters: null, namespaces: null, bodies: false });
  expect((await patterns(asked)).total).toBeGreaterThan(0);
  expect((await patterns(asked, bodies)).total).toBe(0);
});

test('a search that is wrong is told as such, and what is asked is written down', async () => {
  const wrong = JSON.stringify({ ...day, query: '(' });
  expect(await server.call('POST', '/api/v1/patterns', wrong, json)).toMatchObject({ status: 400 });
  const { body } = await server.call('GET', '/api/v1/activity?action=patterns&limit=1');
  expect((body as { items: object[] }).items).toHaveLength(1);
  expect(await patterns({ query: 'verb: nothing' })).toMatchObject({ patterns: [], total: 0, distinct: 0 });
});

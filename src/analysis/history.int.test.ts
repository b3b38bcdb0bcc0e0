// A timeline over the real engine, through the API: what a caller may not see is in none of its lanes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { startTestServer, type TestServer } from '../app/testkit.ts';
import { recordedLines } from '../query/search/testkit/recordings.ts';
import type { HistoryAnswer } from '../server/schemas/index.ts';

type Answer = z.output<typeof HistoryAnswer>;

let server: TestServer;
const json = { 'content-type': 'application/json' };
const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' };
const ofWeb = 'objectRef.resource: deployments and objectRef.name == web and objectRef.namespace: prod';

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

async function history(question: object, token = server.adminToken): Promise<Answer> {
  const asked = JSON.stringify({ ...day, ...question });
  const { status, body } = await server.call('POST', '/api/v1/history', asked, {
    ...json,
    authorization: `Bearer ${token}`,
  });
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  return body as Answer;
}

async function tokenOf(limits: object): Promise<string> {
  const asked = JSON.stringify({ name: `t${JSON.stringify(limits).replaceAll(/\W+/g, '-')}x`, role: 'viewer', limits });
  const { body } = await server.call('POST', '/api/v1/api-tokens', asked, json);
  return (body as { token: string }).token;
}

test('a Deployment with what it owns, of each cluster by itself, with changes that others made', async () => {
  const answer = await history({ query: `${ofWeb} and verb: patch and user.username: bob` });
  const roots = answer.lanes.filter(({ depth }) => depth === 0);
  expect(roots.map(({ object }) => `${object?.cluster} ${object?.resource}/${object?.name}`).toSorted()).toEqual([
    'eu deployments/web',
    'us deployments/web',
  ]);
  const resources = new Set(answer.lanes.map(({ object, depth }) => `${depth} ${object?.resource}`));
  expect(resources).toEqual(new Set(['0 deployments', '1 replicasets', '2 pods']));
  const eu = roots.find(({ object }) => object?.cluster === 'eu');
  expect(eu?.existence).toMatchObject([{ state: 'exists', assumed: false, to: null }]);
  const found = eu?.marks.filter((mark) => mark.found);
  expect(new Set(found?.map(({ user }) => user))).toEqual(new Set(['bob@corp.example']));
  expect(eu?.marks.some(({ verb, found: isFound }) => verb === 'create' && !isFound)).toBe(true);
  expect(eu?.marks.flatMap(({ changes }) => changes)).toContainEqual({
    path: 'spec.replicas',
    before: '2',
    after: '3',
  });
  expect(answer).toMatchObject({ bodies: true, knownFrom: answer.from });
  expect(answer.total).toBe(answer.read);
});

test('pods that are created under a generated name are found by the names of their family', async () => {
  const { lanes } = await history({ query: `${ofWeb} and verb: create`, clusters: ['eu'] });
  const pods = lanes.filter(({ object }) => object?.resource === 'pods');
  expect(pods.length).toBeGreaterThan(10);
  expect(pods.every(({ marks }) => marks[0]?.verb === 'create')).toBe(true);
});

test('whoever may not see bodies is told nothing of them: no conditions, no changes, owners by names alone', async () => {
  const token = await tokenOf({ projects: null, clusters: null, namespaces: null, bodies: false });
  const answer = await history({ query: ofWeb, clusters: ['eu'] }, token);
  expect(answer.bodies).toBe(false);
  expect(answer.lanes.length).toBeGreaterThan(3);
  for (const lane of answer.lanes) {
    expect(lane.conditions).toEqual([]);
    expect(lane.owner?.by).not.toBe('reference');
    for (const mark of lane.marks) expect(mark).toMatchObject({ body: 'none', changes: [], changeCount: 0 });
  }
});

test('whoever is limited to namespaces or clusters gets no lane and no mark of another one', async () => {
  const token = await tokenOf({ projects: null, clusters: ['us'], namespaces: ['prod'], bodies: true });
  for (const query of ['', ofWeb, 'objectRef.resource: pods']) {
    const { lanes } = await history({ query }, token);
    expect(lanes.length, query).toBeGreaterThan(0);
    for (const { object } of lanes) {
      expect(object?.cluster).toBe('us');
      expect(object?.resource === 'namespaces' ? object.name : object?.namespace).toBe('prod');
    }
  }
});

test('lanes of users; what is wrong with a search is said', async () => {
  const { lanes } = await history({ query: 'verb: delete', by: 'user', clusters: ['eu'] });
  const bob = lanes.find(({ user }) => user === 'bob@corp.example');
  expect(bob?.marks[0]).toMatchObject({ verb: 'delete', found: true, object: { cluster: 'eu' } });
  const wrong = JSON.stringify({ ...day, query: '(' });
  expect(await server.call('POST', '/api/v1/history', wrong, json)).toMatchObject({ status: 400 });
  expect(await history({ query: 'verb: nothing' })).toMatchObject({ lanes: [], total: 0 });
});

test('of more events than are read the newest are told, and it says from when on all is known', async () => {
  const answer = await history({ query: '' });
  expect(answer.total).toBeGreaterThan(5000);
  expect(answer.read).toBe(5000);
  expect(answer.knownFrom > answer.from).toBe(true);
});

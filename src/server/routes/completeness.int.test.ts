import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

const minute = 60_000;
let server: TestServer;
let clusterId: string;
/** Ten minutes ago: what happened then has arrived by now. */
const begin = Date.now() - 10 * minute;

function eventAt(index: number, at: number): string {
  const time = new Date(at).toISOString().replace('Z', '000Z');
  return JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/pods',
    verb: 'list',
    user: { username: 'a', groups: [] },
    sourceIPs: ['10.0.0.1'],
    responseStatus: { code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
  });
}

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('prod');
  await server.addCluster('unwatched');
  clusterId = (await server.records.clusters.byName('prod'))?.id ?? '';
  // A second apart, from the beginning on.
  const body = Array.from({ length: 180 }, (_, index) => eventAt(index, begin + index * 1000 + 500)).join('\n');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const stored = await server.call('POST', '/ingest/v1/clusters/prod/audit?wait=stored', body, headers);
  expect(stored.body).toMatchObject({ stored: 180 });
});

afterAll(() => server.close());

async function completeness(name: string, query = ''): Promise<unknown> {
  const { status, body } = await server.call('GET', `/api/v1/clusters/${name}/completeness?from=-1h&to=now${query}`);
  expect(status).toBe(200);
  return body;
}

async function counted(basis: 'metrics' | 'agent', source: string, at: number, events: number): Promise<void> {
  const sample = { clusterId, basis, source, at, events, startedAt: undefined, errors: 0, rejected: 0 };
  await server.records.auditSamples.add(sample);
}

test('without anybody who counts nothing is said to be complete', async () => {
  expect(await completeness('prod')).toMatchObject({
    expected: null,
    ratio: null,
    basis: null,
    reason: 'no-basis',
    stored: 180,
  });
});

test('what an agent reports is kept as a count that never falls', async () => {
  const token = await server.addCluster('agents');
  const { id = '' } = (await server.records.clusters.byName('agents')) ?? {};
  const report = (lines: number, bytes: number, lostBytes: number, at = Date.now()) => {
    const body = JSON.stringify({ agent: 'a-1', read: { lines, bytes, lostBytes, at } });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return server.call('POST', '/ingest/v1/clusters/agents/agent', body, headers);
  };
  const last = () => server.records.auditSamples.last({ clusterId: id, basis: 'agent', source: 'a-1' });
  expect((await report(100, 100_000, 0, begin)).status).toBe(200);
  expect(await last()).toMatchObject({ events: 100, at: begin });
  // Twenty lines of the usual length were gone before they were read.
  await report(200, 200_000, 20_000);
  expect(await last()).toMatchObject({ events: 220 });
  await report(201, 900_000, 20_000, Date.now() + 60 * minute);
  const { events, at = 0 } = (await last()) ?? {};
  expect(events).toBe(220);
  // A clock that is ahead says nothing of what is to come.
  expect(at).toBeLessThanOrEqual(Date.now());
  const nonsense = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  expect((await server.call('POST', '/ingest/v1/clusters/agents/agent', '{"agent":1}', nonsense)).status).toBe(400);
  expect(
    (await server.call('POST', '/ingest/v1/clusters/agents/agent', '{}', { authorization: 'Bearer x' })).status,
  ).toBe(401);
});

test('API servers are told apart by who sends, and seen by whoever sees all of the cluster', async () => {
  const { body } = await server.call('GET', '/api/v1/clusters/prod/api-servers');
  expect(body).toMatchObject({
    items: [
      {
        hasLease: false,
        truncated: 0,
        // Nothing that was sent tells when a request began.
        unfinished: null,
        unfinishedReason: 'no-begins',
        gapSince: null,
        gapAfterSeconds: 90,
        gaps: [],
      },
    ],
  });
});

test('one sample is not enough', async () => {
  await counted('agent', 'node-1', begin, 1000);
  expect(await completeness('prod')).toMatchObject({ ratio: null, expected: null, reason: 'too-few-samples' });
});

test('where agents alone count, what is stored is compared with the lines that they read', async () => {
  await counted('agent', 'node-1', begin + minute, 1075);
  expect(await completeness('prod')).toMatchObject({
    expected: 75,
    stored: 60,
    ratio: 0.8,
    basis: 'agent',
    reason: null,
    from: new Date(begin).toISOString(),
    to: new Date(begin + minute).toISOString(),
  });
});

test('what API servers count goes before that, summed and over a restart', async () => {
  await counted('metrics', 'a', begin, 500);
  await counted('metrics', 'b', begin, 70);
  await counted('metrics', 'a', begin + minute, 580);
  await counted('metrics', 'b', begin + minute, 10);
  await counted('metrics', 'a', begin + 2 * minute, 620);
  await counted('metrics', 'b', begin + 2 * minute, 30);
  expect(await completeness('prod')).toMatchObject({
    expected: 150,
    stored: 120,
    ratio: 0.8,
    basis: 'metrics',
    sources: [
      { source: 'a', events: 120, resets: 0 },
      { source: 'b', events: 30, resets: 1 },
    ],
  });
});

test('a source stands beside the API server whose address it is read at, with what was counted in a day', async () => {
  const headers = { 'content-type': 'application/json' };
  const path = '/api/v1/clusters/prod/metrics-sources';
  const put = async (name: string) =>
    server.call('PUT', `${path}/${name}`, JSON.stringify({ url: 'http://127.0.0.1:1/metrics' }), headers);
  const sourceOfServer = async () =>
    (
      (await server.call('GET', '/api/v1/clusters/prod/api-servers')).body as { items: { metricsSource: unknown }[] }
    ).items.map(({ metricsSource }) => metricsSource);
  expect(await sourceOfServer()).toEqual([null]);
  await put('a');
  expect(await sourceOfServer()).toEqual(['a']);
  expect((await server.call('GET', path)).body).toMatchObject({
    items: [
      {
        name: 'a',
        clockOffsetSeconds: null,
        lastDay: {
          events: 120,
          errors: 0,
          rejected: 0,
          from: new Date(begin).toISOString(),
          to: new Date(begin + 2 * minute).toISOString(),
        },
      },
    ],
  });
  // Of two at one address nobody knows whose they are.
  await put('b');
  expect(await sourceOfServer()).toEqual([null]);
});

test('more stored than counted is no completeness', async () => {
  await server.records.auditSamples.forgetBefore(Date.now());
  await counted('metrics', 'a', begin, 0);
  await counted('metrics', 'a', begin + 2 * minute, 20);
  expect(await completeness('prod')).toMatchObject({ ratio: null, reason: 'more-stored-than-expected', expected: 20 });
});

test('who sees but some namespaces is told nothing of the whole', async () => {
  const json = JSON.stringify({ name: 'narrow', role: 'viewer', limits: { namespaces: ['web'] } });
  const added = await server.call('POST', '/api/v1/api-tokens', json, { 'content-type': 'application/json' });
  expect(added).toMatchObject({ status: 200, body: { token: expect.any(String) } });
  const { token } = added.body as { readonly token: string };
  const headers = { authorization: `Bearer ${token}` };
  const { body } = await server.call('GET', '/api/v1/clusters/prod/completeness', undefined, headers);
  expect(body).toMatchObject({ stored: null, expected: null, ratio: null, reason: 'caller-is-limited' });
  for (const list of ['api-servers', 'metrics-sources'])
    expect((await server.call('GET', `/api/v1/clusters/prod/${list}`, undefined, headers)).body).toEqual({ items: [] });
});

test('sources are kept without their tokens, and go with them', async () => {
  const path = '/api/v1/clusters/unwatched/metrics-sources';
  const json = JSON.stringify({ url: 'https://10.0.0.1:6443/metrics', token: 'very-secret' });
  const headers = { 'content-type': 'application/json' };
  const put = await server.call('PUT', `${path}/cp-1`, json, headers);
  expect(put.body).toMatchObject({ name: 'cp-1', hasToken: true, hasCa: false });
  const { id = '' } = (await server.records.clusters.byName('unwatched')) ?? {};
  expect(await server.delivery.secrets.open(`metrics-source/${id}/cp-1/token`)).toBe('very-secret');
  expect(JSON.stringify((await server.call('GET', path)).body)).not.toContain('very-secret');
  await server.call('PUT', `${path}/cp-2`, json, headers);
  expect((await server.call('DELETE', `${path}/cp-2`)).status).toBe(200);
  expect((await server.call('DELETE', `${path}/cp-2`)).status).toBe(404);
  expect((await server.call('PUT', `${path}/cp-2`, JSON.stringify({ url: 'file:///etc' }), headers)).status).toBe(400);
  expect((await server.call('DELETE', '/api/v1/clusters/unwatched')).status).toBe(200);
  expect(await server.delivery.secrets.open(`metrics-source/${id}/cp-1/token`)).toBeUndefined();
});

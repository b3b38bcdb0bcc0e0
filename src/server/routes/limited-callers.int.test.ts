// What a caller with limits may not see is not counted for them, and not theirs to change.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';
import { allRoutes } from './index.ts';

let server: TestServer;
const json = { 'content-type': 'application/json' };
const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };

function event(index: number, namespace: string): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"e-${index}","stage":"ResponseComplete","verb":"get","objectRef":{"resource":"pods","namespace":"${namespace}"},"stageTimestamp":"2026-11-20T18:05:19.000000Z"}`;
}

beforeAll(async () => {
  server = await startTestServer();
  const token = await server.addCluster('own');
  await server.addCluster('other');
  const lines = Array.from({ length: 50 }, (_, index) => event(index, index < 10 ? 'shop' : 'secret')).join('\n');
  const bearer = { authorization: `Bearer ${token}` };
  await server.call('POST', '/ingest/v1/clusters/own/audit?wait=stored', `${lines}\n{"kind":"Event"}`, bearer);
});
afterAll(() => server.close());

type Caller = (method: string, target: string, body?: unknown) => Promise<Answer>;

type Limits = { clusters: string[] | null; namespaces: string[] | null; bodies?: boolean };

async function callerOf(role: string, limits: Limits) {
  const name = `${role}-${JSON.stringify(limits).replaceAll(/\W+/g, '-')}x`;
  const added = await server.call('POST', '/api/v1/api-tokens', JSON.stringify({ name, role, limits }), json);
  const { token } = added.body as { token: string };
  const caller: Caller = (method, target, body) =>
    server.call(method, target, body === undefined ? undefined : JSON.stringify(body), {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : json),
    });
  return caller;
}

test('an admin of one cluster administers it, and neither another one nor the server', async () => {
  const call = await callerOf('admin', { clusters: ['own'], namespaces: null });
  expect((await call('PATCH', '/api/v1/clusters/own', { kind: 'registered' })).status).toBe(200);
  expect((await call('POST', '/api/v1/clusters/own/tokens', {})).status).toBe(200);
  expect((await call('POST', '/ingest/v1/clusters/own/audit', [])).status).toBe(200);
  expect((await call('PATCH', '/api/v1/clusters/other', { status: 'disabled' })).status).toBe(404);
  expect((await call('DELETE', '/api/v1/clusters/other')).status).toBe(404);
  expect((await call('POST', '/ingest/v1/clusters/other/audit', [])).status).toBe(404);
  // With these the limits could be lifted, or seen beyond, or others be let see.
  expect((await call('PATCH', '/api/v1/clusters/own', { project: 'mine' })).status).toBe(403);
  expect((await call('POST', '/api/v1/clusters', { name: 'more' })).status).toBe(403);
  expect((await call('POST', '/api/v1/api-tokens', { name: 'free', role: 'admin' })).status).toBe(403);
  expect((await call('POST', '/api/v1/users', { name: 'free', role: 'admin' })).status).toBe(403);
  expect((await call('GET', '/api/v1/activity')).status).toBe(403);
  const list = await server.call('GET', '/api/v1/clusters');
  expect(list.body).toMatchObject({ items: [{ name: 'other', status: 'enabled' }, { name: 'own' }] });
});

test.each([
  ['is limited to namespaces', { clusters: null, namespaces: ['shop'] }],
  ['has no bodies', { clusters: null, namespaces: null, bodies: false }],
])('an admin who %s administers nothing: dead letters are whatever was received', async (_, limits) => {
  const call = await callerOf('admin', limits);
  for (const { method, path, access, body } of allRoutes()) {
    if (!access.startsWith('administer')) continue;
    const target = path.replaceAll('{name}', 'own').replaceAll('{id}', '1');
    expect([target, (await call(method, target, body ? {} : undefined)).status]).toEqual([target, 403]);
  }
  expect((await call('POST', '/ingest/v1/clusters/own/audit', [])).status).toBe(403);
});

test('what is counted over everything is not told to whoever may not see everything', async () => {
  const everything = await server.call('GET', '/api/v1/status');
  expect(everything.body).toMatchObject({ deadLetters: 1, journal: { pendingEvents: 0 } });
  const statement = { query: '* | select count(*) as n', ...day };
  const whole = await server.call('POST', '/api/v1/query', JSON.stringify(statement), json);
  expect(whole.body).toMatchObject({ rows: [[50]], meta: { rowsRead: 50 } });
  for (const limits of [
    { clusters: null, namespaces: ['shop'] },
    { clusters: ['own'], namespaces: ['shop'] },
    { clusters: null, namespaces: ['shop'], bodies: false },
  ]) {
    const call = await callerOf('viewer', limits);
    expect((await call('GET', '/api/v1/status')).body).toMatchObject({ deadLetters: null, journal: null });
    const { body } = await call('POST', '/api/v1/query', statement);
    expect(body).toMatchObject({ rows: [[10]] });
    expect(body).not.toHaveProperty('meta.rowsRead');
    expect(body).not.toHaveProperty('meta.bytesRead');
    // Silence, too, is judged by what the caller may see.
    const list = await call('GET', '/api/v1/clusters');
    expect(list.body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: 'own' })]) });
    const { items } = list.body as { items: { name: string; events: number; lastEventAt: string | null }[] };
    expect(items.find(({ name }) => name === 'own')).toMatchObject({ events: 10, lastEventAt: expect.any(String) });
  }
});

test('a caller without bodies is given events without them, also as they arrive, and is told so', async () => {
  const call = await callerOf('viewer', { clusters: null, namespaces: null, bodies: false });
  const session = await call('GET', '/api/v1/session');
  expect(session.body).toMatchObject({ user: { limits: { clusters: null, namespaces: null, bodies: false } } });
  const line = event(100, 'shop').replace('"stage":', '"requestObject":{"kind":"ConfigMap","big":1e400},"stage":');
  expect((await server.call('POST', '/ingest/v1/clusters/own/audit?wait=stored', line)).status).toBe(200);
  const find = (query: string) => call('POST', '/api/v1/query', { query, ...day });
  expect((await find('ConfigMap')).body).toMatchObject({ total: 0, events: [] });
  expect((await find('requestObject.kind: ConfigMap')).body).toMatchObject({ total: 0 });
  const { body } = await find('auditID: e-100');
  expect(body).toMatchObject({ total: 1, events: [{ __redacted__: ['requestObject', 'responseObject'] }] });
  expect(body).not.toHaveProperty('events.0.requestObject');
});

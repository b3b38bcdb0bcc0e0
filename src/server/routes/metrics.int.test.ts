import { afterEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const json = { 'content-type': 'application/json' };

async function addToken(on: TestServer, token: object): Promise<Record<string, string>> {
  const { status, body } = await on.call('POST', '/api/v1/api-tokens', JSON.stringify(token), json);
  expect(status).toBe(200);
  return { authorization: `Bearer ${(body as { token: string }).token}` };
}

test('metrics are given to administrators without limits and to tokens for metrics, which read nothing else', async () => {
  server = await startTestServer();
  const statusOf = async (headers: Record<string, string>, target = '/metrics') =>
    (await server?.call('GET', target, undefined, headers))?.status;
  expect(await statusOf({ authorization: '' })).toBe(401);
  expect(await statusOf({ authorization: 'Bearer wrong' })).toBe(401);
  expect(await statusOf({})).toBe(200);
  for (const role of ['viewer', 'analyst'])
    expect(await statusOf(await addToken(server, { name: role, role }))).toBe(403);
  const limits = { namespaces: ['shop'] };
  expect(await statusOf(await addToken(server, { name: 'limited', role: 'admin', limits }))).toBe(403);
  expect(await statusOf(await addToken(server, { name: 'part', role: 'metrics', limits }))).toBe(403);
  const metrics = await addToken(server, { name: 'prometheus', role: 'metrics' });
  expect(await statusOf(metrics)).toBe(200);
  const answer = await server.call('GET', '/metrics', undefined, metrics);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const target of ['session', 'status', 'clusters', 'tail', 'users', 'activity', 'saved-queries', 'dead-letters'])
    expect(await statusOf(metrics, `/api/v1/${target}`)).toBe(403);
  const query = JSON.stringify({ query: '', from: '-1h', to: 'now' });
  expect((await server.call('POST', '/api/v1/query', query, { ...json, ...metrics })).status).toBe(403);
  await server.addCluster('c');
  expect((await server.call('POST', '/ingest/v1/clusters/c/audit', '[]', metrics)).status).toBe(403);
  // Users sign in, and are for more than that.
  const user = JSON.stringify({ name: 'u', role: 'metrics' });
  expect((await server.call('POST', '/api/v1/users', user, json)).status).toBe(400);
});

test('an operator gives them to everybody, or at an address of their own', async () => {
  server = await startTestServer({ metricsPublic: true, metricsListen: { host: '127.0.0.1', port: 0 } });
  expect((await server.call('GET', '/metrics', undefined, { authorization: '' })).status).toBe(200);
  expect((await server.call('GET', '/api/v1/status', undefined, { authorization: '' })).status).toBe(401);
  const own = String(server.metricsUrl);
  const answer = await fetch(`${own}/metrics`, { headers: { host: 'anything' } });
  expect(await answer.text()).toContain('whodunit_journal_pending_events 0');
  for (const target of ['/', '/api/v1/status', '/healthz', '/metrics/%'])
    expect(await (await fetch(`${own}${target}`)).json()).toMatchObject({ error: { code: expect.any(String) } });
});

// Forwarding over HTTP, from a whole server with a real engine to servers that take what it sends.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { recordedBodies } from '../../../test/support/recorded.ts';
import { startTestServer, type Answer, type TestServer } from '../../app/testkit.ts';
import { itemsOf, membersOf } from '../../base/index.ts';
import { type Call, startSink } from '../../forward/testkit.ts';

let server: TestServer;

beforeAll(async () => {
  vi.stubEnv('WHODUNIT_ALLOW_PRIVATE_DESTINATIONS', '127.0.0.0/8');
  server = await startTestServer();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const json = { 'content-type': 'application/json' };

function admin(method: string, target: string, body?: unknown): Promise<Answer> {
  return body === undefined ? server.call(method, target) : server.call(method, target, JSON.stringify(body), json);
}

async function send(cluster: string, token: string, body: Uint8Array): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await server.call('POST', `/ingest/v1/clusters/${cluster}/audit?wait=stored`, body, headers);
  expect(status).toBe(200);
}

async function destination(name: string) {
  const { body } = await admin('GET', `/api/v1/destinations/${name}`);
  return body as { sent: number; lagEvents: number; lagSeconds: number; lastError: string | null };
}

/** The bytes of the events in an EventList. */
function bytesIn(list: Uint8Array): string[] {
  return itemsOf(membersOf(list).get('items') ?? Buffer.from('[]')).map((item) => Buffer.from(item).toString('latin1'));
}

test('recorded webhook bodies are forwarded event by event, byte for byte, to a webhook and to what takes the audit webhook', async () => {
  await using siem = await startSink();
  await using falco = await startSink();
  const token = await server.addCluster('recorded');
  const yaml = `kind: AlertRule
name: not-ours
---
kind: Destination
name: siem
type: webhook
url: ${siem.url}/hook
shape: event-list
clusters: [recorded]
# One event of the recording answers with a token, which leaves nobody unless it is named.
bodies: [serviceaccounts/token]
---
kind: Destination
name: falco
type: kubernetes-audit
url: ${falco.url}/k8s-audit
clusters: [recorded]
bodies: [serviceaccounts/token]
`;
  const applied = await admin('POST', '/api/v1/destinations', { yaml });
  expect(applied).toMatchObject({
    status: 200,
    body: { items: [{ name: 'falco' }, { name: 'siem' }], diagnostics: [] },
  });
  const bodies = recordedBodies('modern-v1.36');
  for (const body of bodies) await send('recorded', token, body);
  const sent = bodies.flatMap(bytesIn).toSorted();
  expect(sent.length).toBeGreaterThan(1000);
  for (const [name, { calls }] of [
    ['siem', siem],
    ['falco', falco],
  ] as const) {
    await vi.waitFor(async () => expect(await destination(name)).toMatchObject({ sent: sent.length, lagEvents: 0 }), {
      timeout: 120_000,
      interval: 200,
    });
    expect(calls.flatMap(({ body }) => bytesIn(body)).toSorted()).toEqual(sent);
    expect(calls.every(({ body }) => JSON.parse(body.toString()).kind === 'EventList')).toBe(true);
  }
  expect(falco.calls[0]?.headers['x-whodunit-cluster']).toBe('recorded');
  const metrics = await server.call('GET', '/metrics');
  expect(metrics.body).toContain('whodunit_forward_lag_seconds{destination="siem"} 0');
  for (const name of ['siem', 'falco'])
    expect((await admin('DELETE', `/api/v1/destinations/${name}`)).status).toBe(200);
});

test('a destination is applied, tested, sent to again and deleted by an administrator, and by nobody else', async () => {
  let status = 200;
  const calls: Call[] = [];
  await using sink = await startSink((call) => {
    calls.push(call);
    return { status, body: 'welcome k3y-value' };
  });
  const token = await server.addCluster('plain');
  const form = { name: 'hook', type: 'webhook', url: `${sink.url}/?key=k3y-value`, clusters: ['plain'], shape: 'raw' };
  expect(await admin('POST', '/api/v1/destinations', form)).toMatchObject({ status: 200 });
  expect((await admin('POST', '/api/v1/destinations/hook/test')).body).toEqual({
    outcome: 'sent',
    status: 200,
    answer: 'welcome [redacted]',
  });
  status = 403;
  expect((await admin('POST', '/api/v1/destinations/hook/test')).body).toMatchObject({
    outcome: 'stopped',
    status: 403,
  });
  status = 200;
  const [body = Buffer.alloc(0)] = recordedBodies('modern-v1.36');
  await send('plain', token, body);
  const count = bytesIn(body).length;
  await vi.waitFor(async () => expect(await destination('hook')).toMatchObject({ sent: count, lastError: null }), {
    timeout: 60_000,
  });
  const range = { from: '-1h', to: 'now' };
  expect(await admin('POST', '/api/v1/destinations/hook/replay', range)).toMatchObject({
    status: 200,
    body: { sent: 0 },
  });
  await vi.waitFor(async () => expect(await destination('hook')).toMatchObject({ sent: 2 * count }), {
    timeout: 60_000,
  });
  expect((await admin('POST', '/api/v1/destinations/hook/replay', { from: 'now', to: '-1h' })).status).toBe(400);
  expect((await admin('GET', '/api/v1/destinations/hook/rejected')).body).toEqual({ items: [] });
  const before = calls.length;
  const tried = await admin('POST', '/api/v1/destinations/dry-run?events=2', { ...form, name: 'other' });
  const [run] = (tried.body as { items: { events: unknown[]; calls: { body: string }[] }[] }).items;
  expect(run).toMatchObject({ events: [{ cluster: 'plain' }, { cluster: 'plain' }], calls: [{ events: 2 }] });
  for (const line of (run?.calls[0]?.body ?? '').trim().split('\n')) expect(bytesIn(body)).toContain(line);
  const again = await admin('POST', '/api/v1/destinations/hook/dry-run?events=2');
  expect(again.body).toMatchObject({ events: run?.events, calls: [{ body: run?.calls[0]?.body }] });
  expect(JSON.stringify([tried, again])).not.toContain('k3y-value');
  expect((await admin('POST', '/api/v1/destinations/dry-run', { yaml: 'kind: Destination' })).status).toBe(400);
  expect((await admin('POST', '/api/v1/destinations/hook/dry-run?events=21')).status).toBe(400);
  expect(calls).toHaveLength(before);
  expect((await admin('POST', '/api/v1/destinations/hook/pause')).body).toMatchObject({
    paused: { at: expect.any(String) },
  });
  expect((await admin('POST', '/api/v1/destinations/hook/resume')).body).toMatchObject({ paused: null });
  expect((await admin('DELETE', '/api/v1/destinations/hook/replays/1')).status).toBe(404);
  const added = await admin('POST', '/api/v1/api-tokens', {
    name: 'reader',
    role: 'admin',
    limits: { clusters: ['plain'], namespaces: null },
  });
  const limited = { authorization: `Bearer ${(added.body as { token: string }).token}`, ...json };
  for (const [method, target] of [
    ['GET', ''],
    ['GET', '/hook'],
    ['DELETE', '/hook'],
    ['POST', '/hook/test'],
    ['POST', '/hook/dry-run'],
    ['POST', '/hook/pause'],
    ['GET', '/hook/rejected'],
  ] as const)
    expect((await server.call(method, `/api/v1/destinations${target}`, undefined, limited)).status).toBe(403);
  const reader = await admin('POST', '/api/v1/api-tokens', { name: 'onlooker', role: 'viewer' });
  const viewer = { authorization: `Bearer ${(reader.body as { token: string }).token}`, ...json };
  const seen = await server.call('GET', '/api/v1/destinations', undefined, viewer);
  expect(seen).toMatchObject({ status: 200, body: { items: [{ name: 'hook', secrets: [{ name: 'url' }] }] } });
  expect(JSON.stringify(seen.body)).not.toContain('k3y-value');
  for (const [method, target] of [
    ['POST', '/hook/dry-run'],
    ['POST', '/hook/pause'],
    ['POST', '/hook/test'],
    ['POST', '/hook/replay'],
    ['DELETE', '/hook'],
  ] as const)
    expect((await server.call(method, `/api/v1/destinations${target}`, undefined, viewer)).status).toBe(403);
  expect((await admin('DELETE', '/api/v1/destinations/hook')).status).toBe(200);
  for (const [method, target] of [
    ['GET', '/hook'],
    ['DELETE', '/hook'],
    ['POST', '/hook/test'],
  ] as const)
    expect((await admin(method, `/api/v1/destinations${target}`)).status).toBe(404);
  const activity = JSON.stringify((await admin('GET', '/api/v1/activity?limit=50')).body);
  for (const action of ['apply', 'test', 'replay', 'delete']) expect(activity).toContain(`destination-${action}`);
  expect(activity).not.toContain('k3y-value');
});

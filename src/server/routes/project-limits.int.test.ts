// Callers who are limited to projects: what they may administer, and what they are told.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Call, event, type ProjectServer, startProjectServer } from './testkit/projects.ts';

let on: ProjectServer;
beforeAll(async () => {
  on = await startProjectServer();
});
afterAll(() => on.server.close());

test('who is limited to a project administers it, adds to it and moves within their projects, and neither out of them nor into others', async () => {
  await on.admin('PATCH', '/api/v1/projects/crew', { quota: { clusters: 1 } });
  await on.admin('PATCH', '/api/v1/projects/crew-b', {});
  await on.addCluster('theirs', 'others');
  const lead = on.callWith(await on.tokenOf('admin', ['crew', 'crew-b']));
  const statusOf = async (method: string, target: string, body?: unknown) => (await lead(method, target, body)).status;
  expect(await statusOf('POST', '/api/v1/clusters', { name: 'mine', project: 'crew' })).toBe(200);
  expect(await statusOf('POST', '/api/v1/clusters', { name: 'mine-too', project: 'crew' })).toBe(409);
  expect(await statusOf('POST', '/api/v1/clusters', { name: 'mine-too', project: 'others' })).toBe(403);
  expect(await statusOf('POST', '/api/v1/clusters', { name: 'mine-too' })).toBe(403);
  expect(await statusOf('PATCH', '/api/v1/clusters/mine', { project: 'others' })).toBe(403);
  expect(await statusOf('PATCH', '/api/v1/clusters/theirs', { project: 'crew' })).toBe(404);
  expect(await statusOf('PATCH', '/api/v1/clusters/mine', { project: 'crew-b' })).toBe(200);
  expect(await statusOf('PATCH', '/api/v1/clusters/mine', { project: 'crew-b', retentionDays: 7 })).toBe(200);
  // Quotas and limits are of those who are not limited.
  expect(await statusOf('PATCH', '/api/v1/projects/crew', { quota: { clusters: null } })).toBe(403);
  expect(await statusOf('PATCH', '/api/v1/projects', { quota: null })).toBe(403);
  expect(await statusOf('POST', '/api/v1/api-tokens', { name: 'free', role: 'admin' })).toBe(403);
  // A hold they may place, and not lift.
  const held = await lead('POST', '/api/v1/clusters/mine/legal-holds', { reason: 'case 7', from: '2026-01-01' });
  expect(held).toMatchObject({ status: 200, body: { from: '2026-01-01T00:00:00.000Z', to: null } });
  const { id } = held.body as { id: string };
  expect(await statusOf('DELETE', `/api/v1/clusters/mine/legal-holds/${id}`)).toBe(403);
  expect(await lead('DELETE', '/api/v1/clusters/mine')).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('under legal hold (case 7)') } },
  });
  expect((await lead('GET', '/api/v1/clusters/mine')).body).toMatchObject({ legalHolds: 1 });
  expect((await on.send('mine', ['nonsense', event('mine-1')])).status).toBe(200);
  const { items } = (await lead('GET', '/api/v1/dead-letters')).body as { items: readonly { id: number }[] };
  const letter = `/api/v1/dead-letters/${items[0]?.id}`;
  expect(await statusOf('DELETE', letter)).toBe(409);
  expect((await on.admin('DELETE', `/api/v1/clusters/mine/legal-holds/${id}`)).status).toBe(200);
  expect(await statusOf('DELETE', letter)).toBe(200);
  expect(await statusOf('DELETE', '/api/v1/clusters/mine')).toBe(200);
  const bad = [{ reason: ' ' }, {}, { reason: 'x', from: '2026-01-02', to: '2026-01-02' }, { reason: 'x', from: 'x' }];
  for (const body of bad)
    expect((await on.admin('POST', '/api/v1/clusters/theirs/legal-holds', body)).status).toBe(400);
});

test('what events take is told of the clusters that a caller sees, to those who see all of their events', async () => {
  await on.addCluster('heavy', 'stores');
  await on.addCluster('other', 'elsewhere');
  await on.send('heavy', [event('heavy-1'), event('heavy-2')]);
  await on.send('other', [event('other-1')]);
  const storage = async (call: Call, target = '/api/v1/storage') => (await call('GET', target)).body;
  const { items, server: all } = (await storage(on.admin)) as {
    items: Record<string, unknown>[];
    server: { bytes: number };
  };
  const heavy = items.find(({ cluster }) => cluster === 'heavy');
  expect(heavy).toMatchObject({ project: 'stores', events: 2, raw: expect.any(Number), forecast: null });
  expect(all).toMatchObject({ freeBytes: expect.any(Number), fullOn: null });
  expect(all.bytes).toBeGreaterThan(Number(heavy?.['bytes']));
  const limited = on.callWith(await on.tokenOf('viewer', ['stores']));
  expect(await storage(limited)).toMatchObject({ items: [{ cluster: 'heavy', events: 2 }], server: null });
  expect(await storage(limited, '/api/v1/clusters/heavy/storage')).toMatchObject({ days: [{ events: 2 }] });
  expect((await limited('GET', '/api/v1/clusters/other/storage')).status).toBe(404);
  for (const limits of [{ namespaces: ['shop'] }, { bodies: false }]) {
    const name = `part-${JSON.stringify(limits).replaceAll(/\W/g, '')}`;
    const added = await on.admin('POST', '/api/v1/api-tokens', { name, role: 'admin', limits });
    const part = on.callWith((added.body as { token: string }).token);
    for (const target of ['/api/v1/storage', '/api/v1/clusters/heavy/storage'])
      expect((await part('GET', target)).status).toBe(403);
    expect((await part('GET', '/api/v1/projects/stores')).body).toMatchObject({ used: null });
  }
});

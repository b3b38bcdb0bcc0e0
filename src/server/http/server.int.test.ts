import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;
const json = { 'content-type': 'application/json' };
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a body that is said to be JSON and is empty is no body', async () => {
  await server.addCluster('empty');
  expect((await server.call('POST', '/api/v1/clusters/empty/tokens', undefined, json)).status).toBe(200);
  expect((await server.call('DELETE', '/api/v1/clusters/empty', undefined, json)).status).toBe(200);
  expect(await server.call('POST', '/api/v1/query', '{"query":', json)).toMatchObject({ status: 400 });
});

test('nobody is told that before they are told that their body is none', async () => {
  const headers = { ...json, authorization: 'Bearer wrong' };
  expect(await server.call('POST', '/api/v1/query', '{"query":', headers)).toMatchObject({ status: 401 });
});

test('what is not there is answered as every error is', async () => {
  for (const [method, target] of [
    ['GET', '/api/v1/nothing'],
    ['PUT', '/api/v1/query'],
    ['POST', '/ingest/v1/nothing'],
  ] as const)
    expect(await server.call(method, target)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } });
});

test('a cluster with the longest name there may be is reached by it', async () => {
  const name = 'n'.repeat(253);
  const token = await server.addCluster(name);
  const bearer = { authorization: `Bearer ${token}` };
  expect((await server.call('POST', `/ingest/v1/clusters/${name}/audit`, '[]', bearer)).status).toBe(200);
  expect((await server.call('GET', `/api/v1/clusters/${name}`)).status).toBe(200);
});

test('a call that lacks something, or has it wrong, is told so by name', async () => {
  const told = (method: string, target: string, body: unknown) =>
    server.call(method, target, JSON.stringify(body), json).then((answer) => answer.body);
  expect(await told('POST', '/api/v1/query', { query: '*', from: '-1h' })).toMatchObject({
    error: { code: 'bad-request', message: 'body.to: it is missing' },
  });
  expect(await told('POST', '/api/v1/query', { query: '*', from: [], to: 'now' })).toMatchObject({
    error: { message: 'body.from: expected RFC 3339, Unix seconds, or relative to now such as -15m' },
  });
  // A search has no use for it yet; whoever misspells it should learn of it.
  const zoned = { query: '*', from: '-1h', to: 'now', timeZone: 'Mars/X' };
  expect(await told('POST', '/api/v1/query', zoned)).toMatchObject({
    error: { message: 'body.timeZone: it is no zone of the IANA database' },
  });
  expect(await told('POST', '/api/v1/clusters', { name: 'a b' })).toMatchObject({
    error: { code: 'bad-request', message: expect.stringMatching(/^body\.name: expected letters, digits and /) },
  });
});

test('limits of one kind leave the other alone', async () => {
  await server.addCluster('limited');
  const limitsAfter = async (method: string, target: string, body: unknown) => {
    const answer = await server.call(method, target, JSON.stringify(body), json);
    return (answer.body as { limits: unknown }).limits;
  };
  const user = { name: 'limited', role: 'viewer' };
  expect(await limitsAfter('POST', '/api/v1/users', { ...user, limits: { namespaces: ['shop'] } })).toEqual({
    projects: null,
    clusters: null,
    namespaces: ['shop'],
    bodies: true,
  });
  const both = { projects: null, clusters: ['limited'], namespaces: ['shop'], bodies: true };
  const target = '/api/v1/users/limited';
  expect(await limitsAfter('PATCH', target, { limits: { clusters: ['limited'] } })).toEqual(both);
  expect(await limitsAfter('PATCH', target, { role: 'analyst' })).toEqual(both);
  expect(await limitsAfter('PATCH', target, { limits: { clusters: null } })).toEqual({ ...both, clusters: null });
  const rest = { ...both, clusters: null, bodies: false };
  expect(await limitsAfter('PATCH', target, { limits: { bodies: false } })).toEqual(rest);
});

test('the cursor of a page of the activity log brings the next one', async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const target = `/api/v1/activity?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const page = (await server.call('GET', target)).body as { items: { id: number }[]; cursor?: string };
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  const all = (await server.call('GET', '/api/v1/activity?limit=500')).body as { items: { id: number }[] };
  expect(seen.length).toBeGreaterThan(4);
  expect(seen).toEqual(all.items.map(({ id }) => id));
  expect((await server.call('GET', '/api/v1/activity?cursor=x')).status).toBe(400);
});

test('completion reads events as a search does, and is written down; what is typed on is one entry', async () => {
  const complete = (prefix: string) => {
    const asked = { query: 'verb: get', field: 'user.username', prefix, from: '-1h', to: 'now' };
    return server.call('POST', '/api/v1/values', JSON.stringify(asked), json);
  };
  for (const prefix of ['', 's', 'sy']) await complete(prefix);
  const { body } = await server.call('GET', '/api/v1/activity?action=values&limit=500');
  const { items } = body as { items: { count: number; detail: unknown }[] };
  expect(items[0]?.detail).toMatchObject({ query: 'verb: get', field: 'user.username' });
  expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  expect(items.length).toBeLessThan(3);
});

test('whoever is not let in any more does not fill the activity log, nor does a long list', async () => {
  const attempt = () =>
    server.call('POST', '/api/v1/session', '{"name":"admin","password":"wrong"}', { ...json, authorization: '' });
  for (let count = 0; count < 12; count += 1) await attempt();
  expect((await attempt()).status).toBe(429);
  const signIns = await server.call('GET', '/api/v1/activity?action=sign-in&limit=500');
  expect(signIns.body).toMatchObject({ items: [{ outcome: 'unauthenticated', count: 5 }] });
  const clusters = Array.from({ length: 1000 }, (_, index) => `${'x'.repeat(240)}${index}`);
  const query = JSON.stringify({ query: '', from: '-1h', to: 'now', clusters });
  expect((await server.call('POST', '/api/v1/query', query, json)).status).toBe(404);
  const queries = await server.call('GET', '/api/v1/activity?action=query&limit=1');
  expect(JSON.stringify(queries.body).length).toBeLessThan(10_000);
});

test('a server that ends answers what it was asked before, and ends the tails', async () => {
  const ending = await startTestServer();
  const token = await ending.addCluster('last');
  const tail = await fetch(`${ending.url}/api/v1/tail`, { headers: { authorization: `Bearer ${ending.adminToken}` } });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const sending = request(`${ending.url}/ingest/v1/clusters/last/audit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, expect: '100-continue' },
    });
    sending.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    // That it shall go on is said when the server has read the request's head: a connection is made before that.
    sending.once('continue', () => {
      sending.write('[');
      void ending.close();
      setTimeout(() => sending.end(']'), 200);
    });
  });
  expect(await answered).toBe(200);
  expect(await tail.text()).toContain('event: status');
});

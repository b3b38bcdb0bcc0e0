import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

function send(method: string, target: string, body: unknown, token?: string) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  return server.call(method, target, JSON.stringify(body), headers);
}

async function addToken(name: string): Promise<{ readonly id: string; readonly token: string }> {
  const { body } = await send('POST', '/api/v1/api-tokens', { name, role: 'analyst' });
  return body as { id: string; token: string };
}

test('the saved queries of an API token go with it: who comes later under its name finds none', async () => {
  const first = await addToken('ci');
  const other = await addToken('cd');
  for (const [name, shared, { token }] of [
    ['own', false, first],
    ['shared', true, first],
    ['kept', true, other],
  ] as const)
    expect(await send('POST', '/api/v1/saved-queries', { name, query: '*', shared }, token)).toMatchObject({
      status: 200,
    });
  expect(await server.call('DELETE', `/api/v1/api-tokens/${first.id}`)).toMatchObject({ status: 200 });
  expect(await server.call('DELETE', `/api/v1/api-tokens/${first.id}`)).toMatchObject({ status: 404 });
  const second = await addToken('ci');
  const { body } = await server.call('GET', '/api/v1/saved-queries', undefined, {
    authorization: `Bearer ${second.token}`,
  });
  expect(body).toMatchObject({ items: [{ name: 'kept', owner: 'token:cd' }] });
});

test.each(['e', 'Zoë', '张三', 'ann.lee@corp.example'])(
  'a user named %s is added with a password of the server, signs in with it, and is deleted',
  async (name) => {
    const { status, body } = await send('POST', '/api/v1/users', { name, role: 'viewer' });
    expect(status).toBe(200);
    const { password } = body as { password: string };
    expect(await send('POST', '/api/v1/session', { name, password })).toMatchObject({ status: 200 });
    expect(await server.call('DELETE', `/api/v1/users/${encodeURIComponent(name)}`)).toMatchObject({ status: 200 });
    expect(await send('POST', '/api/v1/session', { name, password })).toMatchObject({ status: 401 });
  },
);

test.each(['local-admin', 'token:ci', 'a b', '-x', ''])('a user is not named "%s"', async (name) => {
  expect(await send('POST', '/api/v1/users', { name, role: 'viewer' })).toMatchObject({
    status: 400,
    body: { error: { code: 'bad-request', diagnostics: [{ code: 'invalid-request' }] } },
  });
});

test('a user who is limited to a deleted cluster can be changed, and stays limited to it', async () => {
  await send('POST', '/api/v1/clusters', { name: 'gone' });
  const { body } = await send('POST', '/api/v1/users', { name: 'eve', role: 'viewer', limits: { clusters: ['gone'] } });
  expect(body).toMatchObject({ limits: { clusters: ['gone'] } });
  await server.call('DELETE', '/api/v1/clusters/gone');
  const { body: shown } = await server.call('GET', '/api/v1/users');
  const { limits } = (shown as { items: { name: string; limits: { clusters: string[] } }[] }).items.find(
    ({ name }) => name === 'eve',
  ) ?? { limits: undefined };
  const changed = await send('PATCH', '/api/v1/users/eve', { role: 'analyst', limits });
  expect(changed).toMatchObject({ status: 200, body: { role: 'analyst', limits } });
  expect((await send('PATCH', '/api/v1/users/eve', { limits: { projects: ['nowhere'] } })).status).toBe(400);
  expect(await send('PATCH', '/api/v1/users/eve', { limits: { clusters: ['nowhere'] } })).toMatchObject({
    status: 400,
  });
});

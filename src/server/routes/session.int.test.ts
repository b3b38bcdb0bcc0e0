import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../app/testkit.ts';
import { allRoutes } from './index.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A session, as the page has it: calls carry its cookie and CSRF token, and no bearer token. */
async function signIn(name: string, password: string) {
  const json = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name, password }),
  });
  const { csrfToken = '' } = (await answer.json()) as { csrfToken?: string };
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    status: answer.status,
    async call(method: string, target: string, body?: unknown): Promise<Pick<Answer, 'status' | 'body'>> {
      const response = await fetch(`${server.url}${target}`, {
        method,
        headers: { cookie, 'x-csrf-token': csrfToken, ...(body === undefined ? {} : json) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}

test('the first password opens nothing but the change of it', async () => {
  const { name = '', password = '' } = server.firstSignIn ?? {};
  const fresh = await signIn(name, password);
  expect(fresh.status).toBe(200);
  const own = await fresh.call('GET', '/api/v1/session');
  expect(own).toMatchObject({ status: 200, body: { user: { name, mustChangePassword: true } } });
  for (const route of allRoutes()) {
    if (['public', 'ingest', 'session'].includes(route.access)) continue;
    const target = route.path.replaceAll(/\{\w+\}/g, 'x');
    const answer = await fresh.call(route.method, target, route.body ? {} : undefined);
    expect([target, answer]).toMatchObject([
      target,
      { status: 403, body: { error: { code: 'password-change-required' } } },
    ]);
  }

  const change = (next: string) => fresh.call('POST', '/api/v1/session/password', { current: password, next });
  expect(await change(password)).toMatchObject({ status: 400 });
  expect(await change('short')).toMatchObject({ status: 400, body: { error: { code: 'invalid-query' } } });
  const chosen = 'correct horse battery staple';
  expect(await change(chosen)).toMatchObject({ status: 200 });
  expect((await fresh.call('GET', '/api/v1/session')).status).toBe(401);
  expect((await signIn(name, password)).status).toBe(401);
  const settled = await signIn(name, chosen);
  expect((await settled.call('GET', '/api/v1/users')).status).toBe(200);
});

test('so does one that an administrator set, which ends the sessions of before', async () => {
  const added = await server.call('POST', '/api/v1/users', '{"name":"bea","role":"viewer"}', {
    'content-type': 'application/json',
  });
  const { password } = added.body as { password: string };
  const session = await signIn('bea', password);
  expect((await session.call('GET', '/api/v1/clusters')).status).toBe(403);
  const next = 'a horse of another colour';
  await session.call('POST', '/api/v1/session/password', { current: password, next });
  const settled = await signIn('bea', next);
  expect((await settled.call('GET', '/api/v1/clusters')).status).toBe(200);
  const reset = 'made by somebody else';
  await server.call('PATCH', '/api/v1/users/bea', JSON.stringify({ password: reset }), {
    'content-type': 'application/json',
  });
  expect((await settled.call('GET', '/api/v1/clusters')).status).toBe(401);
  const again = await signIn('bea', reset);
  expect((await again.call('GET', '/api/v1/clusters')).status).toBe(403);
  expect((await again.call('DELETE', '/api/v1/session')).status).toBe(200);
});

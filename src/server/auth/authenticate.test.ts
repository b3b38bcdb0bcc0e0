import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryRecords, type TemporaryRecords } from '../../records/testkit.ts';
import { createAuthenticator, type Authenticator } from './authenticate.ts';
import { sessionCookie } from './session-cookie.ts';

const adminToken = 'the environment says so';
let kept: TemporaryRecords;
let authenticator: Authenticator;

beforeEach(() => {
  kept = temporaryRecords();
  authenticator = createAuthenticator({ records: kept.records, adminTokens: ['wdadmin_x', adminToken] });
});

afterEach(() => kept.remove());

async function beginSession(
  limits = { projects: null, clusters: ['c1'], namespaces: null, bodies: true } as const,
): Promise<string> {
  const user = { name: 'Ann', passwordHash: '', mustChangePassword: false, role: 'analyst', limits } as const;
  await kept.records.users.add(user);
  const expiresAt = kept.clock.now() + 1000;
  const { text } = await kept.records.sessions.add({ user: 'ann', csrfSecret: 'csrf', expiresAt });
  return sessionCookie(text, expiresAt, false).split(';')[0] ?? '';
}

function request(headers: Record<string, string>, method = 'GET', isSecure = false) {
  return { headers, method, isSecure };
}

test('nobody is nobody', async () => {
  expect(await authenticator.authenticate(request({}))).toBeUndefined();
  expect(await authenticator.authenticate(request({ cookie: 'whodunit_session=x; a=b' }))).toBeUndefined();
  expect(await authenticator.authenticate(request({ authorization: 'Basic YTpi' }))).toBeUndefined();
});

test('a session makes its user the caller, with the limits of now', async () => {
  const cookie = `theme=dark; ${await beginSession()}`;
  const scope = { clusterIds: ['c1'], namespaces: null, bodies: true };
  const caller = {
    kind: 'user',
    name: 'Ann',
    since: kept.clock.now(),
    role: 'analyst',
    projects: null,
    scope,
    mustChangePassword: false,
  };
  expect(await authenticator.authenticate(request({ cookie }))).toEqual(caller);
  await kept.records.users.change('Ann', { role: 'viewer' });
  expect(await authenticator.authenticate(request({ cookie }))).toMatchObject({ role: 'viewer' });
  kept.clock.advance(1000);
  expect(await authenticator.authenticate(request({ cookie }))).toBeUndefined();
});

test('a session changes things only with its CSRF token; a bearer token needs none', async () => {
  const cookie = await beginSession();
  const refusal = { code: 'forbidden' };
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
    await expect(authenticator.authenticate(request({ cookie }, method))).rejects.toMatchObject(refusal);
  await expect(authenticator.authenticate(request({ cookie, 'x-csrf-token': 'wrong' }, 'POST'))).rejects.toMatchObject(
    refusal,
  );
  expect(await authenticator.authenticate(request({ cookie, 'x-csrf-token': 'csrf' }, 'POST'))).toBeDefined();
  expect(await authenticator.authenticate(request({ authorization: `Bearer ${adminToken}` }, 'POST'))).toBeUndefined();
  expect(await authenticator.authenticate(request({ authorization: 'Bearer wdadmin_x' }, 'POST'))).toBeDefined();
});

test('the cookie of a plain connection does not count on TLS', async () => {
  const cookie = await beginSession();
  expect(await authenticator.authenticate(request({ cookie }, 'GET', true))).toBeUndefined();
});

test('an administrator token has the admin role over everything', async () => {
  const caller = await authenticator.authenticate(request({ authorization: 'bearer wdadmin_x' }));
  expect(caller).toEqual({
    kind: 'local-admin',
    name: 'local-admin',
    since: 0,
    role: 'admin',
    projects: null,
    scope: { clusterIds: null, namespaces: null, bodies: true },
    mustChangePassword: false,
  });
});

test('an API token brings its role and limits, and no user can have its name', async () => {
  const limits = { projects: null, clusters: null, namespaces: ['prod'], bodies: true };
  const token = { name: 'ci', role: 'viewer', limits, expiresAt: kept.clock.now() + 1000 } as const;
  const { text } = await kept.records.apiTokens.add(token);
  const headers = { authorization: `Bearer ${text}` };
  expect(await authenticator.authenticate(request(headers, 'POST'))).toEqual({
    kind: 'token',
    name: 'token:ci',
    since: kept.clock.now(),
    role: 'viewer',
    projects: null,
    scope: { clusterIds: null, namespaces: ['prod'], bodies: true },
    mustChangePassword: false,
  });
  kept.clock.advance(1000);
  expect(await authenticator.authenticate(request(headers))).toBeUndefined();
});

test('a wrong bearer token is nobody, whatever cookie comes along', async () => {
  const cookie = await beginSession();
  expect(await authenticator.authenticate(request({ cookie, authorization: 'Bearer wrong' }))).toBeUndefined();
});

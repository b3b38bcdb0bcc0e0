import { chmod, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger, realFiles } from '../../platform/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../../records/testkit.ts';
import { adminTokenPath, ensureAdminToken } from './admin-token.ts';
import { createAuthenticator } from './authenticate.ts';
import { ensureFirstUser, type FirstSignIn } from './first-user.ts';
import { createPasswordHasher } from './password.ts';
import { endedSessionCookie } from './session-cookie.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

const silent = createLogger('silent');
const hasher = createPasswordHasher({ ln: 4, r: 8, p: 1 });
let kept: TemporaryRecords;
let door: SignIn;
let first: FirstSignIn = { name: '', password: '' };

beforeEach(async () => {
  kept = temporaryRecords();
  door = createSignIn({ records: kept.records, hasher, clock: kept.clock });
  first = (await ensureFirstUser(kept.records.users, hasher)) ?? first;
});

afterEach(() => kept.remove());

test('the first start makes an administrator, whose password is to be changed; a second start makes none', async () => {
  expect(await ensureFirstUser(kept.records.users, hasher)).toBeUndefined();
  expect(await kept.records.users.find('admin')).toMatchObject({ role: 'admin', mustChangePassword: true });
});

test('the right password begins a session whose cookie and CSRF token are good for a change', async () => {
  const result = await door.signIn({ ...first, address: '::1', isSecure: true });
  if (result.kind !== 'signed-in') throw new Error(result.kind);
  expect(result.cookie).toMatch(
    /^__Host-whodunit_session=wdsession_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
  );
  const authenticator = createAuthenticator({ records: kept.records, adminTokens: [] });
  const cookie = result.cookie.split(';')[0] ?? '';
  const request = { method: 'POST', isSecure: true, headers: { cookie, 'x-csrf-token': result.csrfToken } };
  expect(await authenticator.authenticate(request)).toMatchObject({ name: 'admin', role: 'admin' });
  await door.signOut(cookie, true);
  expect(await authenticator.authenticate(request)).toBeUndefined();
});

test('a session ends after twelve hours', async () => {
  const result = await door.signIn({ ...first, address: '::1', isSecure: false });
  if (result.kind !== 'signed-in') throw new Error(result.kind);
  const authenticator = createAuthenticator({ records: kept.records, adminTokens: [] });
  const request = { method: 'GET', isSecure: false, headers: { cookie: result.cookie.split(';')[0] } };
  kept.clock.advance(12 * 3_600_000 - 1);
  expect(await authenticator.authenticate(request)).toBeDefined();
  kept.clock.advance(1);
  expect(await authenticator.authenticate(request)).toBeUndefined();
});

test('a wrong name and a wrong password look the same, and the sixth attempt waits, right or wrong', async () => {
  for (const name of ['admin', 'nobody'])
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await door.signIn({ name, password: 'wrong', address: '::1', isSecure: false })).toEqual({
        kind: 'refused',
      });
  const limited = await door.signIn({ ...first, address: '::1', isSecure: false });
  expect(limited).toEqual({ kind: 'limited', retryAfterSeconds: 900 });
  kept.clock.advance(900_000);
  expect(await door.signIn({ ...first, address: '::1', isSecure: false })).toMatchObject({ kind: 'signed-in' });
});

test('attempts sent at once do not pass together', async () => {
  const attempts = Array.from({ length: 12 }, () =>
    door.signIn({ name: 'admin', password: 'wrong', address: '::1', isSecure: false }),
  );
  const kinds = (await Promise.all(attempts)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(5);
});

test('the cookie that ends a session is over', () => {
  expect(endedSessionCookie(false)).toBe(
    'whodunit_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict',
  );
});

test("the local administrator's token is made once, for its owner alone, and made anew when it is damaged", async () => {
  const directory = path.dirname(kept.path);
  const token = await ensureAdminToken(realFiles, directory, silent);
  expect(token).toMatch(/^wdadmin_[\w-]{43}$/);
  expect((await stat(adminTokenPath(directory))).mode & 0o777).toBe(0o600);
  expect(await ensureAdminToken(realFiles, directory, silent)).toBe(token);
  const file = await realFiles.open(adminTokenPath(directory), 'create');
  await file.close();
  expect(await ensureAdminToken(realFiles, directory, silent)).not.toBe(token);
});

test.each([
  [0o644, true],
  [0o640, true],
  [0o666, false],
  [0o620, false],
])(
  'a token that others could read or write (mode %o) is for its owner alone again, loudly; the same is kept: %s',
  async (mode, isKept) => {
    const directory = path.dirname(kept.path);
    const token = await ensureAdminToken(realFiles, directory, silent);
    await chmod(adminTokenPath(directory), mode);
    const lines: string[] = [];
    const logger = createLogger('warn', { write: (line) => lines.push(line) });
    expect((await ensureAdminToken(realFiles, directory, logger)) === token).toBe(isKept);
    expect((await stat(adminTokenPath(directory))).mode & 0o777).toBe(0o600);
    expect(lines[0]).toContain('its mode is mended');
    expect(lines.join('')).not.toContain(token);
  },
);

test('the current password is guessed no more often than at the sign-in, and by the same count', async () => {
  const name = 'admin';
  const user = await kept.records.users.find(name);
  if (!user) throw new Error('the first user is there');
  const check = (password: string) => door.checkPassword({ user, password, address: '10.0.0.9' });
  for (let attempt = 0; attempt < 4; attempt += 1) expect(await check('wrong')).toEqual({ kind: 'refused' });
  expect(await door.signIn({ name, password: 'wrong', address: '10.0.0.9', isSecure: false })).toEqual({
    kind: 'refused',
  });
  expect(await check('wrong')).toEqual({ kind: 'limited', retryAfterSeconds: 900 });
});

import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createManualClock, realFiles } from '../../../platform/index.ts';
import { ensureSelfSigned } from './self-signed.ts';

const day = 86_400_000;
const hosts = ['localhost', 'audit.example.com', '127.0.0.1', '::1'];
let directory = '';

beforeAll(() => {
  directory = path.join(mkdtempSync(path.join(tmpdir(), 'tls-')), 'tls');
});

afterAll(() => rmSync(path.dirname(directory), { recursive: true, force: true }));

function ensure(options: { hosts?: readonly string[]; now?: number } = {}) {
  const clock = createManualClock(options.now ?? Date.now());
  return ensureSelfSigned({ files: realFiles, clock, directory, hosts: options.hosts ?? hosts });
}

/** What a client says that trusts this CA alone. */
async function fetchStatus(tls: { key: string; certificate: string }, authority: string, servername: string) {
  const server = createServer({ key: tls.key, cert: tls.certificate }, (_, response) => response.end('ok'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    return await new Promise<number | string>((resolve) => {
      const request = get({ host: '127.0.0.1', port, servername, ca: authority, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a client that trusts the CA, and it alone, reaches the server by its names', async () => {
  const tls = await ensure();
  expect(await fetchStatus(tls, tls.authority, 'audit.example.com')).toBe(200);
  expect(await fetchStatus(tls, tls.authority, 'localhost')).toBe(200);
  expect(await fetchStatus(tls, tls.authority, 'other.example.com')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  const stranger = await ensureSelfSigned({
    files: realFiles,
    clock: createManualClock(Date.now()),
    directory: `${directory}-other`,
    hosts,
  });
  expect(await fetchStatus(tls, stranger.authority, 'localhost')).not.toBe(200);
});

test('a restart uses the same files, keys readable by their owner alone', async () => {
  const first = await ensure();
  expect(await ensure()).toEqual(first);
  for (const name of ['ca.key', 'server.key'])
    expect((await stat(path.join(directory, name))).mode & 0o777).toBe(0o600);
});

test('another host, or an end that is near, makes a new certificate by the same CA', async () => {
  const first = await ensure();
  const renamed = await ensure({ hosts: [...hosts, 'new.example.com'] });
  expect(renamed.certificate).not.toBe(first.certificate);
  expect(renamed.authority).toBe(first.authority);
  expect(await fetchStatus(renamed, first.authority, 'new.example.com')).toBe(200);
  const later = await ensure({ hosts: [...hosts, 'new.example.com'], now: Date.now() + 560 * day });
  expect(later.expiresAt).toBeGreaterThan(renamed.expiresAt + 500 * day);
  expect(later.authority).toBe(first.authority);
});

test('a CA whose key is gone is an error, not a new CA that nobody trusts', async () => {
  await ensure();
  await realFiles.unlink(path.join(directory, 'ca.key'));
  await expect(ensure()).rejects.toMatchObject({ code: 'conflict' });
});

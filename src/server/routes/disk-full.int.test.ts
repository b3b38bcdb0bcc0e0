import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';
import { testEvent } from '../../ingest/testkit.ts';

const mebibyte = 1 << 20;
const folder = mkdtempSync(path.join(tmpdir(), 'whodunit-disk-'));
const mount = path.join(folder, 'disk');
const isMounted = mountDisk();

/** A file system of its own in a sparse file; where the machine allows none, these tests are left out. */
function mountDisk(): boolean {
  const image = path.join(folder, 'image');
  try {
    writeFileSync(image, '');
    truncateSync(image, 800 * mebibyte);
    mkdirSync(mount);
    execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', image], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'loop', image, mount], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Takes room away without writing it. */
function leave(bytes: number): void {
  rmSync(path.join(mount, 'filler'), { force: true });
  const { bavail, bsize } = statfsSync(mount);
  const taken = bavail * bsize - bytes;
  execFileSync('fallocate', ['-l', String(taken), path.join(mount, 'filler')]);
}

/** To the last block: what is allocated in one piece leaves some over. */
function fill(): void {
  leave(mebibyte);
  try {
    for (let count = 0; ; count += 1) writeFileSync(path.join(mount, `rest-${count}`), Buffer.alloc(4096));
  } catch {
    // It is full now.
  }
}

function makeRoom(): void {
  for (let count = 0; count < 1000; count += 1) rmSync(path.join(mount, `rest-${count}`), { force: true });
  rmSync(path.join(mount, 'filler'), { force: true });
}

let server: TestServer;
let token: string;

beforeAll(async () => {
  if (!isMounted) return;
  server = await startTestServer({ data: path.join(mount, 'data') });
  token = await server.addCluster('prod');
});
afterAll(async () => {
  if (isMounted) {
    makeRoom();
    await server.close();
    execFileSync('umount', [mount]);
  }
  rmSync(folder, { recursive: true, force: true });
});

function send(method: string, target: string, body: unknown) {
  return server.call(method, target, JSON.stringify(body), { 'content-type': 'application/json' });
}

function ingest() {
  return server.call('POST', `/ingest/v1/token/${token}/audit`, testEvent(1));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}

test.skipIf(!isMounted)('at the reserve events are refused, and everybody who asks is told', async () => {
  leave(400 * mebibyte);
  await until(async () => (await server.call('GET', '/readyz')).status === 503);
  const refused = await ingest();
  expect(refused).toMatchObject({ status: 503, body: { error: { code: 'journal-full' } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await server.call('GET', '/readyz')).body).toContain('the free space is down to the reserve');
  const status = await server.call('GET', '/api/v1/status');
  expect(status.body).toMatchObject({ refusing: { reason: expect.stringContaining('reserve') } });
  expect((await server.call('GET', '/metrics')).body).toContain('whodunit_ingest_refusing 1');
  expect(await send('POST', '/api/v1/query', { query: '*', from: '-1h', to: 'now' })).toMatchObject({ status: 200 });
  makeRoom();
  await until(async () => (await server.call('GET', '/readyz')).status === 200);
  expect((await server.call('GET', '/api/v1/status')).body).toMatchObject({ refusing: null });
  expect((await server.call('GET', '/metrics')).body).toContain('whodunit_ingest_refusing 0');
  expect(await ingest()).toMatchObject({ status: 200 });
});

test.skipIf(!isMounted)(
  'on a full disk every change is refused with 503 and Retry-After, and works again later',
  async () => {
    // Long texts need new pages, of which the WAL may still have some.
    const long = 'x'.repeat(60_000);
    const changes: readonly (() => Promise<Awaited<ReturnType<typeof send>>>)[] = [
      () => send('POST', '/api/v1/saved-queries', { name: `q${Math.random()}`, query: long }),
      () => send('POST', '/api/v1/clusters', { name: `c${Math.random()}` }),
      () => send('POST', '/api/v1/clusters/prod/tokens', {}),
      () => send('PATCH', '/api/v1/clusters/prod', { retentionDays: 31 }),
      () => send('POST', '/api/v1/users', { name: `u${Math.random()}`, role: 'viewer' }),
      () => send('POST', '/api/v1/api-tokens', { name: `t${Math.random()}`, role: 'viewer' }),
      () => ingest(),
    ];
    fill();
    const [first] = changes;
    await until(async () => (await first?.())?.status !== 200);
    for (const change of changes) {
      const { status, body, headers } = await change();
      expect([status, body]).toMatchObject([503, { error: { code: expect.stringMatching(/^(disk|journal)-full$/) } }]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    makeRoom();
    await until(async () => (await server.call('GET', '/readyz')).status === 200);
    for (const change of changes) expect(await change()).toMatchObject({ status: 200 });
  },
  120_000,
);

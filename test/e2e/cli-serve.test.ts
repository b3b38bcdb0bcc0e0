import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, runCli } from './run-cli.ts';
import { type RunningServer, startServer } from './running-server.ts';

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'whodunit-serve-'));
  server = await startServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [['--listen', 'nonsense'], 2],
  [['--listen', '127.0.0.1:70000'], 2],
  [['--journal-limit', 'much'], 2],
  [['--time-zone', 'Mars/Olympus'], 2],
  [['--tls', 'maybe'], 2],
  [['--tls-cert', 'only.crt'], 2],
  [['--tls', 'self-signed', '--tls-cert', 'a.crt', '--tls-key', 'a.key'], 2],
  [['--tls-cert', '/nonexistent/a.crt', '--tls-key', '/nonexistent/a.key'], 3],
])('serve %j ends with %i', async (options, status) => {
  const ended = await runCli(['serve', '--data', path.join(folder, 'refused'), ...options]);
  expect(ended.status).toBe(status);
  expect(ended.stderr).toMatch(/error: /);
  expect(ended.stderr).not.toMatch(/\n +at /);
});

test('a data folder that is none cannot be used', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const ended = await runCli(['serve', '--data', path.join(file, 'data'), '--listen', '127.0.0.1:0']);
  expect(ended.status).toBe(3);
  expect(ended.stderr).not.toMatch(/\n +at /);
});

test.each([
  [{ WHODUNIT_ADMIN_TOKEN: 'fifteen-letters' }, 2, /WHODUNIT_ADMIN_TOKEN has fewer than 16 characters/],
  [{ WHODUNIT_SECRET_KEY: 'short' }, 1, /is not 32 bytes in base64/],
  [{ WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: 'nonsense' }, 1, /"nonsense" is no network/],
])('serve with %j ends with %i', async (env, status, message) => {
  const ended = await runCli(['serve', '--data', path.join(folder, 'environment'), '--listen', '127.0.0.1:0'], {
    env: { ...process.env, ...env },
  });
  expect(ended.status).toBe(status);
  expect(ended.stderr).toMatch(message);
});

test('records that are damaged are not opened as empty ones', async () => {
  const data = path.join(folder, 'damaged');
  mkdirSync(path.join(data, 'journal'), { recursive: true });
  writeFileSync(path.join(data, 'records.db'), 'no database');
  const serve = () => runCli(['serve', '--data', data, '--listen', '127.0.0.1:0']);
  expect(await serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('restore it from a backup') });
  rmSync(path.join(data, 'records.db'));
  expect(await serve()).toMatchObject({ status: 1, stderr: expect.stringContaining('the file is gone') });
});

test('an address that is taken, and a data folder that another server uses', async () => {
  const { host } = new URL(server.url);
  const taken = await runCli(['serve', '--data', path.join(folder, 'taken'), '--listen', host]);
  expect(taken.status).toBe(1);
  expect(taken.stderr).toContain(`cannot listen on ${host}`);
  const second = await runCli(['serve', '--data', server.data, '--listen', '127.0.0.1:0']);
  expect(second.status).not.toBe(0);
  expect(second.stderr).not.toMatch(/\n +at /);
  expect((await server.cli('cluster', 'list')).status).toBe(0);
});

test('the page and the probes need no token', async () => {
  for (const route of ['/', '/healthz', '/readyz']) expect((await fetch(`${server.url}${route}`)).status).toBe(200);
});

test.each([
  [['--listen', '0.0.0.0:0'], /beyond this machine without TLS/],
  [
    ['--listen', '127.0.0.1:0', '--clickhouse-url', 'http://127.0.0.1:1/x'],
    /"reason":".+"msg":"ClickHouse cannot be reached/,
  ],
])('serve %j logs what is amiss', async (options, expected) => {
  const args = ['serve', '--data', path.join(folder, `amiss${options.length}`), ...options];
  const started = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => started.once('exit', resolve));
  let log = '';
  await new Promise<void>((resolve) => {
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (text) => {
        log += String(text);
        if (expected.test(log)) resolve();
      });
    void ended.then(() => resolve());
  });
  started.kill('SIGTERM');
  await ended;
  expect(log).toMatch(expected);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from './running-server.ts';

const log = path.resolve(import.meta.dirname, '../fixtures/recorded/ack-v1/kubernetes.audit');
const now = new Date().toISOString().slice(0, 19);
/** Recorded events as if they happened now. */
const lines = readFileSync(log, 'utf8')
  .trim()
  .split('\n')
  .slice(0, 50)
  .map((line) => line.replaceAll(/2026-11-20T18:\d\d:\d\d/g, now));

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await server.cli('cluster', 'add', 'live');
});
afterAll(() => server.close());

/** Imports the lines again and again as new events, until the tail has seen enough. */
async function feedUntil<T>(ended: Promise<T>): Promise<T> {
  const stop = new AbortController();
  void ended.finally(() => stop.abort());
  for (let round = 0; !stop.signal.aborted; round += 1) {
    const fresh = lines.map((line) => line.replace(/"auditID":"[^"]*"/, (id) => `${id.slice(0, -1)}-${round}"`));
    await server.cliWithInput(fresh.join('\n'), 'import', '--cluster', 'live', '-');
    await sleep(200);
  }
  return ended;
}

test('new events are printed as they arrive', async () => {
  const { stdout, status } = await feedUntil(server.cli('tail', '--limit', '60'));
  expect(status).toBe(0);
  const events = stdout.trim().split('\n');
  expect(events).toHaveLength(60);
  for (const event of events) expect(JSON.parse(event)).toMatchObject({ kind: 'Event', __cluster__: 'live' });
});

test('only what is searched for is printed, as lines for people if wished', async () => {
  const ended = feedUntil(server.cli('tail', 'verb: get', '--cluster', 'live', '--limit', '3', '--no-json'));
  const { stdout, status } = await ended;
  expect(status).toBe(0);
  for (const line of stdout.trim().split('\n')) expect(line).toMatch(/^2026\S+ +live +\S+ +get +\S/);
});

test('what cannot be followed ends at once', async () => {
  const wrong = await server.cli('tail', 'user.username: "open');
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toMatch(/\^/);
  expect((await server.cli('tail', '--token', 'wrong')).status).toBe(1);
  expect((await server.cli('tail', '--server', 'http://127.0.0.1:9')).status).toBe(3);
});

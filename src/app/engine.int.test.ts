import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, superviseEngine } from '../engine/index.ts';
import { migrateStore } from '../store/index.ts';
import { startServer } from './serve.ts';
import { startTestServer } from './testkit.ts';

let data = '';

beforeAll(() => {
  data = mkdtempSync(path.join(tmpdir(), 'whodunit-newer-'));
});

afterAll(() => rmSync(data, { recursive: true, force: true }));

test('a store that a newer release wrote is refused, by name of both schemas, and nothing is asked of it', async () => {
  // A folder that was used: records and engine belong together.
  await (await startTestServer({ data })).close();
  const supervisor = superviseEngine({ directory: path.join(data, 'engine') });
  const newer = createEngine(() => supervisor.address());
  await migrateStore(newer);
  await newer.command('INSERT INTO migrations VALUES (99)');
  await newer.close();
  await supervisor.close();

  const server = await startServer({ listen: { host: '127.0.0.1', port: 0 }, data, logLevel: 'silent' });
  const refusal = await server.whenRefused;
  expect(refusal.message).toMatch(/^cannot open the store: it has schema 99, and this release knows up to \d+$/);
  expect(refusal.code).toBe('conflict');
  const asked = await fetch(`${server.url}/api/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '', from: '-1h', to: 'now' }),
  });
  expect(asked.status).toBe(503);
  await server.lifecycle.close();
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine, superviseEngine } from '../engine/index.ts';
import { testEvent } from '../ingest/testkit.ts';
import { startTestServer, type TestServer } from './testkit.ts';

let data = '';

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'whodunit-loss-'));
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

const bodies = Array.from({ length: 3 }, (_, body) =>
  Array.from({ length: 1000 }, (__, index) => testEvent(body * 1000 + index)).join('\n'),
);

async function send(server: TestServer): Promise<{ readonly stored: number; readonly duplicates: number }> {
  const outcome = { stored: 0, duplicates: 0 };
  for (const body of bodies) {
    const answer = await server.call('POST', '/ingest/v1/clusters/c/audit?wait=stored', body);
    const { stored, duplicates } = answer.body as typeof outcome;
    outcome.stored += stored;
    outcome.duplicates += duplicates;
  }
  return outcome;
}

async function total(server: TestServer): Promise<number> {
  const range = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
  const asked = JSON.stringify({ query: '', ...range });
  const { body } = await server.call('POST', '/api/v1/query', asked, { 'content-type': 'application/json' });
  return (body as { total: number }).total;
}

async function integrity(server: TestServer): Promise<unknown> {
  return ((await server.call('GET', '/api/v1/status')).body as { integrity: unknown }).integrity;
}

/** Flips bytes all over the smallest part of a store that nobody has open, and gives how many events were in it. */
async function breakPart(name: 'checksums.txt' | 'data.bin'): Promise<number> {
  const supervisor = superviseEngine({ directory: path.join(data, 'engine') });
  const engine = createEngine(() => supervisor.address());
  const { rows } = await engine.rows(
    "SELECT path, rows FROM system.parts WHERE table = 'events' AND active ORDER BY rows LIMIT 1",
  );
  await engine.close();
  await supervisor.close();
  const [folder, events] = rows[0] ?? [];
  const file = path.join(String(folder), name);
  const bytes = readFileSync(file);
  // Every column is hit, whichever lie where.
  const step = Math.max(1, bytes.length >> 8);
  for (let at = step; at < bytes.length; at += step) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
  return Number(events);
}

test('events of a part that is broken at a start are said to be missing once the server is ready, and can be imported again', async () => {
  const first = await startTestServer({ data });
  await first.addCluster('c');
  expect(await send(first)).toEqual({ stored: 3000, duplicates: 0 });
  expect(await integrity(first)).toEqual({ missingParts: 0, missingEvents: 0 });
  await first.close();
  const lost = await breakPart('checksums.txt');
  expect(lost).toBeGreaterThan(0);

  const second = await startTestServer({ data });
  expect(await integrity(second)).toEqual({ missingParts: 1, missingEvents: lost });
  const { body: metrics } = await second.call('GET', '/metrics');
  expect(metrics).toContain(`whodunit_store_missing_events ${lost}\n`);
  expect(await total(second)).toBe(3000 - lost);
  expect(await send(second)).toEqual({ stored: lost, duplicates: 3000 - lost });
  expect(await total(second)).toBe(3000);
  await second.close();

  // What came back is counted where it was received; what was lost is still told until the manifest begins anew.
  const third = await startTestServer({ data });
  expect(await integrity(third)).toEqual({ missingParts: 1, missingEvents: lost });
  await third.close();
  rmSync(path.join(data, 'manifest'), { recursive: true });
  const fourth = await startTestServer({ data });
  expect(await integrity(fourth)).toEqual({ missingParts: 0, missingEvents: 0 });
  expect(await total(fourth)).toBe(3000);
  await fourth.close();
});

test('bytes that were flipped in a part do not stop the indexer: it goes on without the part, and says so', async () => {
  const first = await startTestServer({ data });
  await first.addCluster('c');
  await send(first);
  await first.close();
  const lost = await breakPart('data.bin');

  // What the engine finds when it starts is whole; the look-up of events that came before meets what is not.
  const second = await startTestServer({ data });
  expect(await send(second)).toEqual({ stored: lost, duplicates: 3000 - lost });
  expect(await total(second)).toBe(3000);
  await expect.poll(() => integrity(second), { timeout: 60_000 }).toEqual({ missingParts: 1, missingEvents: lost });
  await second.close();
});

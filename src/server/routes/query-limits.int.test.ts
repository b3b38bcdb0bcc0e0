import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testkit.ts';
import { recordedLines } from '../../query/search/testkit/recordings.ts';
import { createEngine, type Engine, superviseEngine } from '../../engine/index.ts';

/**
 * The engine runs beside the server, behind --clickhouse-url, so that its list of statements can be looked at. Nothing here is
 * about how long anything takes: what is to happen is waited for.
 */
const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-limits-'));
const supervisor = superviseEngine({ directory: path.join(directory, 'engine') });
const lines = recordedLines('ack-v1').slice(0, 3000);
const day = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
/** Goes on for hours, and reads little. */
const endless = `* | SELECT count(*) FROM log a, log b, log c, log d WHERE a.auditID || b.auditID < c.auditID || d.auditID`;

let engine: Engine;
let server: TestServer;
beforeAll(async () => {
  engine = createEngine(() => supervisor.address());
  server = await serverWith({});
  await server.addCluster('ack');
  const stored = await server.call('POST', '/ingest/v1/clusters/ack/audit?wait=stored', lines.join('\n'));
  expect(stored.body).toMatchObject({ stored: lines.length });
});
afterAll(async () => {
  await server.close();
  await engine.close();
  await supervisor.close();
  rmSync(directory, { recursive: true, force: true });
});

async function serverWith(query: { seconds?: number; memoryBytes?: number; rows?: number }): Promise<TestServer> {
  const { url, password } = await supervisor.address();
  const clickhouseUrl = new URL(url);
  clickhouseUrl.username = 'default';
  clickhouseUrl.password = password;
  return startTestServer({ clickhouseUrl: clickhouseUrl.href, data: path.join(directory, 'server'), query });
}

function ask(at: TestServer, query: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${at.url}/api/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${at.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, ...day }),
    ...(signal ? { signal } : {}),
  });
}

/** How many of the endless statements the engine works on. */
async function working(): Promise<number> {
  const { rows } = await engine.rows(
    `SELECT count() FROM system.processes WHERE query LIKE '%audit_id%' AND query NOT LIKE '%system.processes%'`,
  );
  return Number(rows[0]?.[0]);
}

async function until(count: number): Promise<void> {
  while ((await working()) !== count) await sleep(50);
}

describe('a statement that goes on for hours', () => {
  test('ends in the engine when its reader goes away', async () => {
    const stop = new AbortController();
    const asked = ask(server, endless, stop.signal).catch((error: unknown) => error);
    await until(1);
    stop.abort();
    expect(await asked).toMatchObject({ name: 'AbortError' });
    await until(0);
  });

  test('and one that waits for its turn never begins when its reader goes away', async () => {
    const stops = [1, 2, 3, 4].map(() => new AbortController());
    const asked = stops.map((stop) => ask(server, endless, stop.signal).catch(() => undefined));
    await until(2);
    stops[3]?.abort();
    stops[2]?.abort();
    stops[1]?.abort();
    stops[0]?.abort();
    await Promise.all(asked);
    await until(0);
    expect((await ask(server, '* | SELECT count(*)')).status).toBe(200);
  });

  test('lets events in, and other people search, see totals and histograms, meanwhile', async () => {
    const stops = [1, 2, 3].map(() => new AbortController());
    const asked = stops.map((stop) => ask(server, endless, stop.signal).catch(() => undefined));
    await until(2);
    const event = (lines[0] ?? '').replace(/"auditID":"[^"]*"/, '"auditID":"while-others-work"');
    const stored = await server.call('POST', '/ingest/v1/clusters/ack/audit?wait=stored', event);
    expect(stored.body).toMatchObject({ received: 1, stored: 1 });
    const found = await ask(server, 'auditID: "while-others-work"');
    expect(await found.json()).toMatchObject({ total: 1 });
    const body = JSON.stringify({ query: '', ...day, buckets: 3 });
    const json = { 'content-type': 'application/json' };
    expect(await server.call('POST', '/api/v1/histogram', body, json)).toMatchObject({ status: 200 });
    expect((await server.call('GET', '/readyz')).status).toBe(200);
    expect(await working()).toBe(2);
    for (const stop of stops) stop.abort();
    await Promise.all(asked);
    await until(0);
  });
});

describe('what an operator sets', () => {
  /** The same server with other limits. */
  async function restart(query: Parameters<typeof serverWith>[0]): Promise<void> {
    await server.close();
    server = await serverWith(query);
  }

  test('is the time: the engine is stopped, and the caller told', async () => {
    await restart({ seconds: 1 });
    const answer = await ask(server, endless);
    expect(answer.status).toBe(504);
    expect(await answer.json()).toMatchObject({ error: { code: 'query-timeout' } });
    await until(0);
  });

  test('are the rows, with a LIMIT and without, and the caller is told', async () => {
    await restart({ rows: 50 });
    for (const query of ['* | SELECT auditID', '* | SELECT auditID LIMIT 1000', '* | SELECT auditID LIMIT 7, 1000']) {
      const { rows, meta } = (await (await ask(server, query)).json()) as {
        rows: unknown[];
        meta: { limited?: number };
      };
      expect(rows, query).toHaveLength(50);
      expect(meta.limited, query).toBe(50);
    }
    const few = (await (await ask(server, '* | SELECT auditID LIMIT 3')).json()) as { rows: unknown[]; meta: object };
    expect(few.rows).toHaveLength(3);
    expect(few.meta).not.toHaveProperty('limited');
  });

  test('is the memory', async () => {
    await restart({ memoryBytes: 30 << 20 });
    const answer = await ask(
      server,
      '* | SELECT cardinality(array_agg(a.requestURI || b.requestURI)) FROM log a, log b',
    );
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { diagnostics: [{ code: 'too-large' }] } });
    expect((await ask(server, '* | SELECT count(*)')).status).toBe(200);
  });
});

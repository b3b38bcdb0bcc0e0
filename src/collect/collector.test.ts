import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger, createMetrics, realFiles, systemClock } from '../platform/index.ts';
import { Collector } from './collector.ts';
import { createMetricsReader } from './send/metrics-reader.ts';
import { createServerClient } from './send/server-client.ts';
import { openStateFolder } from './state/state-folder.ts';
import type { CollectTotals } from './tally.ts';
import { lineOf, numbersIn } from './testkit.ts';

const dayMs = 86_400_000;
const patience = { timeout: 30_000 };

let directory: string;
let server: Server;
/** What was sent, in its order. */
let received: string;
/** What was reported last. */
let report: unknown;
/** What kube-apiserver says of itself; undefined where it says nothing. */
let metrics: string | undefined;
/** How far the clock of the machine was set. */
let shiftMs: number;

const at = (name: string): string => path.join(directory, name);
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => lineOf(from + index)).join('');

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-collector-'));
  received = '';
  shiftMs = 0;
  metrics = undefined;
  server = createServer((request, response) => {
    if (request.method === 'GET') return void response.writeHead(metrics === undefined ? 500 : 200).end(metrics);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = zstdDecompressSync(Buffer.concat(chunks)).toString();
      if (request.url === '/audit') received += text;
      else report = JSON.parse(text);
      response.end('{"received":0,"rejected":0}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

/** An agent in this process, whose clock can be set. */
async function start(once: boolean) {
  const { port } = server.address() as AddressInfo;
  const nobody = { token: undefined, ca: undefined, certificate: undefined, key: undefined };
  const [url, credentials] = [new URL(`http://127.0.0.1:${port}/`), { current: async () => nobody }];
  const client = createServerClient({ server: url, credentials });
  const state = await openStateFolder(at('state'), { files: realFiles, machine: '' });
  const collector = new Collector({
    state,
    patterns: [at('audit.log')],
    manifests: [],
    format: 'auto',
    input: undefined,
    once,
    bufferLimit: 1 << 30,
    client,
    ingestPath: 'audit',
    reportPath: 'agent',
    apiServer: createMetricsReader({ url: new URL('metrics', url), credentials }),
    clock: { ...systemClock, now: () => systemClock.now() + shiftMs },
    monotonicMs: () => performance.now(),
    logger: createLogger('silent'),
    registry: createMetrics(),
  });
  const ended = collector.run().finally(() => {
    client.close();
    state.close();
  });
  const stop = async (): Promise<CollectTotals> => {
    collector.stop();
    return ended;
  };
  return { ended, stop };
}

const offset = (): number => {
  const text = readFileSync(path.join(at('state'), 'checkpoint.json'), 'utf8');
  const { generations } = JSON.parse(text) as { generations: { path: string; offset: number }[] };
  return generations.find((one) => one.path === at('audit.log'))?.offset ?? 0;
};

test('a clock that is set back, or forward, stops nothing and repeats nothing', async () => {
  writeFileSync(at('audit.log'), lines(0, 10));
  const agent = await start(false);
  await expect.poll(() => numbersIn(received).length, patience).toBe(10);
  shiftMs = -dayMs;
  appendFileSync(at('audit.log'), lines(10, 20));
  await expect.poll(() => numbersIn(received).length, patience).toBe(20);
  // Checkpoints go on as well.
  await expect.poll(offset, patience).toBe(lines(0, 20).length);
  renameSync(at('audit.log'), at('audit-2026-11-28T10-00-00.000.log'));
  shiftMs = 2 * dayMs;
  writeFileSync(at('audit.log'), lines(20, 30));
  await expect.poll(() => numbersIn(received).length, patience).toBe(30);
  await agent.stop();
  shiftMs = -30 * dayMs;
  const { lines: again } = await (await start(true)).ended;
  expect(again).toBe(0);
  expect(numbersIn(received)).toEqual(Array.from({ length: 30 }, (_, number) => number));
});

test('a file that was written in the future is read to its last whole line, and no further', async () => {
  writeFileSync(at('audit.log'), lines(0, 10) + lineOf(10).slice(0, 60));
  const tomorrow = new Date(Date.now() + dayMs);
  utimesSync(at('audit.log'), tomorrow, tomorrow);
  expect(await (await start(true)).ended).toMatchObject({ lines: 10, rejected: 0, losses: 0 });
  appendFileSync(at('audit.log'), lineOf(10).slice(60));
  expect(await (await start(true)).ended).toMatchObject({ lines: 1, rejected: 0 });
  expect(numbersIn(received)).toEqual(Array.from({ length: 11 }, (_, number) => number));
});

test('the report has what was read and what the API server counts, as far as that can be read', async () => {
  writeFileSync(at('audit.log'), lines(0, 10));
  metrics = 'apiserver_audit_event_total 12\napiserver_audit_error_total{plugin="log"} 2\n';
  await (
    await start(true)
  ).ended;
  const read = { lines: 10, bytes: lines(0, 10).length, lostBytes: 0, at: expect.any(Number) };
  const told = { agent: expect.any(String), read };
  expect(report).toEqual({ ...told, apiServer: { events: 12, errors: 2, rejected: 0 } });
  metrics = undefined;
  await (
    await start(true)
  ).ended;
  expect(report).toEqual(told);
});

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logChunks } from './events.ts';
import { type BenchServer, startBenchServer } from './support/server.ts';

const eventsPerSecond = 5000;
const bodyEvents = 500;
const loadSeconds = 60;
const query = 'not user.username: system | select verb, count(*) as n from log group by verb';
const wantedRate = 20_000;

interface Sink {
  readonly url: string;
  close(): void;
}

/** Takes everything, in a process of its own. */
async function startSink(): Promise<Sink> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'support', 'sink.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
  );
  return { url: `http://127.0.0.1:${port}/`, close: () => child.kill() };
}

/** Takes a call and never answers. */
async function startHanging(): Promise<Sink> {
  const server = createServer((request) => void request.resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function post(server: BenchServer, body: Buffer): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${server.url}/ingest/v1/clusters/bench/audit`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}` },
    body: new Uint8Array(body),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the webhook of the server answers ${answer.status}`);
  return performance.now() - startedAt;
}

/** Sends at a steady rate, asks a question each second, and prints how long both took. */
async function underLoad(server: BenchServer, name: string, from: Date): Promise<void> {
  const acknowledged: number[] = [];
  const answered: number[] = [];
  const before = server.usage();
  const begin = performance.now();
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      await server.api('/api/v1/query', { query, from: '2026-11-01T00:00:00Z', to: '2027-12-01T00:00:00Z' });
      answered.push(performance.now() - startedAt);
      await sleep(1000);
    }
  })();
  let sent = 0;
  const count = eventsPerSecond * loadSeconds;
  for (const body of logChunks({
    count,
    from,
    rate: eventsPerSecond,
    batch: bodyEvents,
    seed: from.getTime() % 1000,
  })) {
    acknowledged.push(await post(server, body));
    sent += bodyEvents;
    await sleep(Math.max(0, begin + (1000 * sent) / eventsPerSecond - performance.now()));
  }
  over.abort();
  await asking;
  const seconds = (performance.now() - begin) / 1000;
  const after = server.usage();
  const cpu = (['server', 'engine'] as const).map(
    (part) => (after[part].cpuSeconds - before[part].cpuSeconds) / seconds,
  );
  process.stdout.write(
    `${name}: ${(sent / seconds).toFixed(0)} events/s; acknowledgement ${shownTimes(acknowledged)}; query ${shownTimes(answered)}; processor ${cpu.map((one) => one.toFixed(2)).join(' + ')} (server + engine)\n`,
  );
}

function shownTimes(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} p99 ${at(0.99)} ms`;
}

interface Status {
  readonly items: readonly { readonly name: string; readonly sent: number }[];
}

async function sentOf(server: BenchServer, name: string): Promise<number> {
  const { items } = (await server.api('/api/v1/destinations')) as Status;
  return items.find((one) => one.name === name)?.sent ?? 0;
}

/** Sends all that there is again, and prints how many events a second that were. */
async function forwardingRate(server: BenchServer, sink: Sink, count: number): Promise<void> {
  await server.api('/api/v1/destinations', {
    name: 'sink',
    type: 'webhook',
    url: sink.url,
    shape: 'raw',
    maxEvents: 5000,
  });
  const before = server.usage();
  const startedAt = performance.now();
  await server.api('/api/v1/destinations/sink/replay', { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' });
  while ((await sentOf(server, 'sink')) < count) await sleep(200);
  const seconds = (performance.now() - startedAt) / 1000;
  const rate = count / seconds;
  const after = server.usage();
  const micros = (['server', 'engine'] as const).map(
    (part) => ((after[part].cpuSeconds - before[part].cpuSeconds) * 1_000_000) / count,
  );
  process.stdout.write(
    `forwarding to a sink that takes all: ${rate.toFixed(0)} events/s (${rate >= wantedRate ? 'as wanted' : 'NOT as wanted'}: ${wantedRate}); ${micros.map((one) => one.toFixed(1)).join(' + ')} µs of the processor an event (server + engine)\n`,
  );
}

/** `npm run bench -- forward [events]`. */
export async function benchForward(count = 300_000): Promise<void> {
  process.env['WHODUNIT_ALLOW_PRIVATE_DESTINATIONS'] = '127.0.0.0/8';
  const [sink, hanging] = [await startSink(), await startHanging()];
  const server = await startBenchServer();
  try {
    await server.api('/api/v1/clusters', { name: 'bench' });
    for (const body of logChunks({ count, from: new Date('2026-11-01T00:00:00Z'), rate: 1000, batch: 2000, seed: 5 }))
      await post(server, body);
    await sleep(5000);
    await forwardingRate(server, sink, count);
    await server.api('/api/v1/destinations', { name: 'sink', type: 'webhook', url: sink.url, clusters: ['nowhere'] });
    await underLoad(server, 'without a destination', new Date('2026-11-10T00:00:00Z'));
    await server.api('/api/v1/destinations', { name: 'hanging', type: 'webhook', url: hanging.url });
    await underLoad(server, 'with one that hangs', new Date('2026-11-11T00:00:00Z'));
    await server.api('/api/v1/destinations', { name: 'sink', type: 'webhook', url: sink.url, clusters: ['bench'] });
    await underLoad(server, 'and one that takes all', new Date('2026-11-12T00:00:00Z'));
  } finally {
    await server.close();
    sink.close();
    hanging.close();
  }
}

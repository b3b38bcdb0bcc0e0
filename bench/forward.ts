import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logChunks } from './events.ts';
import { ingestedOf, postBody, quantile, sendPaced } from './support/paced-load.ts';
import { type BenchServer, startBenchServer } from './support/server.ts';

const eventsPerSecond = 5000;
const bodyEvents = 500;
const searchEveryMs = 500;
const wantedRate = 20_000;
/** For so long a destination may take nothing. */
const patienceMs = 60_000;
/** When the events happened that rates and searches are measured over: they stay as many, whatever comes in besides. */
const first = { from: new Date('2026-11-01T00:00:00Z'), rate: 1000 } as const;
/** Those of the load come later. */
const load = new Date('2026-11-20T00:00:00Z');
const query = 'not user.username: system';

/** Destinations whose rate is measured: by what they are told beside their address. */
const measured: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'webhook', shape: 'raw' },
  { type: 'kubernetes-audit' },
  { type: 'elasticsearch' },
  { type: 'loki', maxAgeHours: 876_000 },
  { type: 'splunk', token: 'a-token' },
];

/** Takes everything, in a process of its own. */
async function startSink(): Promise<{ readonly url: string; close(): void }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'support', 'sink.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
  );
  return { url: `http://127.0.0.1:${port}/`, close: () => child.kill() };
}

/** Waits until all that was sent can be searched. */
async function queryable(server: BenchServer, count: number): Promise<void> {
  while ((await ingestedOf(server)).stored < count) await sleep(500);
}

interface Status {
  readonly name: string;
  readonly sent: number;
  readonly lastError: string | null;
}

/** Waits until a destination has had so many events. */
async function hasHad(server: BenchServer, name: string, count: number): Promise<void> {
  for (let [before, since] = [0, performance.now()]; ;) {
    const { sent, lastError } = (await server.api(`/api/v1/destinations/${name}`)) as Status;
    if (sent >= count) return;
    if (sent > before) [before, since] = [sent, performance.now()];
    if (performance.now() - since > patienceMs) throw new Error(`nothing more is sent to ${name}: ${lastError}`);
    await sleep(200);
  }
}

/** Measures how fast so many events go out to a destination that was sent none yet, and begins now. */
async function printRate(server: BenchServer, name: string, count: number, destination: string): Promise<void> {
  const before = server.usage();
  const startedAt = performance.now();
  await hasHad(server, destination, count);
  const rate = (1000 * count) / (performance.now() - startedAt);
  const after = server.usage();
  const micros = (['server', 'engine'] as const).map(
    (part) => ((after[part].cpuSeconds - before[part].cpuSeconds) * 1_000_000) / count,
  );
  const verdict = rate >= wantedRate ? 'as wanted' : `NOT as wanted: ${wantedRate}`;
  process.stdout.write(
    `${name.padEnd(28)}${rate.toFixed(0).padStart(7)} events/s (${verdict}); processor ${micros.map((one) => one.toFixed(1)).join(' + ')} µs an event (server + engine)\n`,
  );
}

/** Sends to a destination of each kind all that there is. */
async function printRates(server: BenchServer, url: string, count: number): Promise<void> {
  for (const settings of measured) {
    const name = String(settings['type']);
    await server.api('/api/v1/destinations', { name, url, ...settings });
    await server.api(`/api/v1/destinations/${name}/replay`, {
      from: '2020-01-01T00:00:00Z',
      to: '2030-01-01T00:00:00Z',
    });
    await printRate(server, name, count, name);
    await server.api(`/api/v1/destinations/${name}`, undefined, 'DELETE');
  }
}

/** Sends at a steady rate, searches now and then, and prints how long both took. */
async function underLoad(server: BenchServer, name: string, window: number, seconds: number): Promise<void> {
  const acknowledged: number[] = [];
  const answered: number[] = [];
  const before = server.usage();
  const over = new AbortController();
  const to = new Date(first.from.getTime() + 3_600_000).toISOString();
  const searching = (async () => {
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      await server.api('/api/v1/query', { query, from: first.from.toISOString(), to, limit: 100 });
      answered.push(performance.now() - startedAt);
      await sleep(searchEveryMs);
    }
  })();
  const from = new Date(load.getTime() + window * 3_600_000);
  const paced = { count: eventsPerSecond * seconds, from, eventsPerSecond, bodyEvents, seed: 100 + window };
  const { sent, seconds: taken } = await sendPaced(server, paced, { onAcknowledged: (ms) => acknowledged.push(ms) });
  over.abort();
  await searching;
  const after = server.usage();
  const cpu = (['server', 'engine'] as const).map((part) =>
    ((after[part].cpuSeconds - before[part].cpuSeconds) / taken).toFixed(2),
  );
  process.stdout.write(
    `${name.padEnd(28)}${(sent / taken).toFixed(0).padStart(7)} events/s; acknowledgement ${shownTimes(acknowledged)}; search ${shownTimes(answered)}; processor ${cpu.join(' + ')}; memory ${after.server.nowMb} + ${after.engine.nowMb} MB\n`,
  );
}

function shownTimes(times: readonly number[]): string {
  return `p50 ${quantile(times, 0.5).toFixed(0)} p99 ${quantile(times, 0.99).toFixed(0)} ms`;
}

/**
 * `npm run bench -- forward [events] [seconds]`: rates over so many events, and for so long a destination hangs. Half of that time passes
 * without it before, and half afterwards, so that what the machine does meanwhile is seen.
 */
export async function benchForward(count = 300_000, hangingSeconds = 600): Promise<void> {
  process.env['WHODUNIT_ALLOW_PRIVATE_DESTINATIONS'] = '127.0.0.0/8';
  const sink = await startSink();
  const server = await startBenchServer();
  const seconds = hangingSeconds / 2;
  try {
    await server.api('/api/v1/clusters', { name: 'bench' });
    for (const body of logChunks({ count, ...first, batch: 2000, seed: 5 })) await postBody(server, body);
    await queryable(server, count);
    await printRates(server, sink.url, count);
    await underLoad(server, 'no destination', 0, seconds);
    const hanging = { name: 'hanging', type: 'webhook', shape: 'raw' };
    await server.api('/api/v1/destinations', { ...hanging, url: `${sink.url}hanging` });
    await underLoad(server, 'one that hangs', 1, seconds);
    await underLoad(server, 'the same, later', 2, seconds);
    const behind = 2 * seconds * eventsPerSecond;
    await queryable(server, count + seconds * eventsPerSecond + behind);
    await server.api('/api/v1/destinations', { ...hanging, url: sink.url });
    await printRate(server, 'it takes what it missed', behind, 'hanging');
    await server.api('/api/v1/destinations/hanging', undefined, 'DELETE');
    await underLoad(server, 'no destination again', 3, seconds);
  } finally {
    await server.close();
    sink.close();
  }
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { withMonth } from './support/month-store.ts';
import { postBody, quantile, sendPaced } from './support/paced-load.ts';
import { type BenchServer, startBenchServer } from './support/server.ts';

const trials = 200;
const trialEveryMs = 300;
const immediateRules = 100;
const eventsPerSecond = 5000;
const bodyEvents = 500;
const loadSeconds = 60;
const scheduledRules = 500;
const wanted = { medianMs: 2000, mostMs: 5000 };

/** Takes messages. */
interface Webhook {
  readonly url: string;
  /** When it got the first of an event, by the event's id. */
  readonly arrivals: ReadonlyMap<string, number>;
  close(): void;
}

async function startWebhook(): Promise<Webhook> {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const now = performance.now();
      for (const id of Buffer.concat(chunks)
        .toString()
        .match(/bench-event-\d+/g) ?? [])
        if (!arrivals.has(id)) arrivals.set(id, now);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, arrivals, close: () => server.close() };
}

const channel = (url: string): string => `kind: Channel\nname: bench\ntype: webhook\nurl: ${url}\n`;
const latencyRule = `kind: AlertRule
name: bench-exec
query: 'objectRef.subresource: exec and user.username: bench-user'
immediate: true
severity: high
annotations: {title: "\${auditID}"}
channels: [bench]
`;
/** Rules that have to be looked at, and that nothing of the load fires. */
const immediateRule = (index: number): string => `kind: AlertRule
name: bench-immediate-${index}
query: 'objectRef.resource: secrets and verb: get and user.username: nobody-${index}'
immediate: true
`;
const scheduledRule = (index: number): string => `kind: AlertRule
name: bench-scheduled-${index}
query: 'objectRef.resource: secrets and not user.username: nobody-${index} | select "user.username" as who, count(*) as n from log group by who'
schedule: {every: 1m}
condition: 'n > 1000000'
groupBy: [who]
`;

function execEvent(id: string): string {
  const time = new Date().toISOString().replace('Z', '000Z');
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseStarted","requestURI":"/api/v1/namespaces/a/pods/b/exec","verb":"create","user":{"username":"bench-user"},"objectRef":{"resource":"pods","namespace":"a","name":"b","subresource":"exec"},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}`;
}

/** Adds rules, many in a file. */
async function applyRules(server: BenchServer, rules: readonly string[]): Promise<void> {
  for (let from = 0; from < rules.length; from += 100)
    await server.api('/api/v1/alerts/rules', { yaml: rules.slice(from, from + 100).join('---\n') });
}

/** Sends one event after the other and waits until all were told of. Gives the milliseconds from acknowledgement to arrival. */
async function latencies(server: BenchServer, arrivals: ReadonlyMap<string, number>, from: number): Promise<number[]> {
  const acknowledged = new Map<string, number>();
  for (let trial = 0; trial < trials; trial += 1) {
    const id = `bench-event-${from + trial}`;
    await postBody(server, execEvent(id));
    acknowledged.set(id, performance.now());
    await sleep(trialEveryMs);
  }
  while ([...acknowledged.keys()].some((id) => !arrivals.has(id))) await sleep(50);
  return [...acknowledged].map(([id, at]) => (arrivals.get(id) ?? Number.NaN) - at).toSorted((a, b) => a - b);
}

async function lagOf(server: BenchServer): Promise<number> {
  const headers = { authorization: `Bearer ${server.token}` };
  const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text();
  return Number(/^whodunit_alert_evaluation_lag_seconds (\S+)/m.exec(metrics)?.[1] ?? 0);
}

/** Runs for a while under load, and prints what the rules and ingest make of it. */
async function underLoad(server: BenchServer, name: string, isPaced = true): Promise<void> {
  const stopping = new AbortController();
  const before = server.usage();
  const paced = { eventsPerSecond, bodyEvents, seed: 3, isPaced };
  const loading = sendPaced(server, paced, { signal: stopping.signal });
  // It is waited for at the end, where its failure counts.
  loading.catch(() => undefined);
  const lags: number[] = [];
  for (let second = 0; second < loadSeconds; second += 1) {
    await sleep(1000);
    lags.push(await lagOf(server));
  }
  stopping.abort();
  const { sent, seconds: taken } = await loading;
  const after = server.usage();
  const cpu = (['server', 'engine'] as const).map((part) => after[part].cpuSeconds - before[part].cpuSeconds);
  const shown = [
    `${(sent / taken).toFixed(0)} events/s`,
    `lag of evaluations median ${quantile(lags, 0.5).toFixed(2)} s, most ${quantile(lags, 1).toFixed(2)} s`,
    `processor ${cpu.map((seconds) => (seconds / loadSeconds).toFixed(2)).join(' + ')} (server + engine)`,
  ];
  process.stdout.write(`${name}: ${shown.join('; ')}\n`);
}

function printLatency(name: string, times: readonly number[]): void {
  const [median, most] = [quantile(times, 0.5), quantile(times, 1)];
  const verdict = median <= wanted.medianMs && most <= wanted.mostMs ? 'as wanted' : 'NOT as wanted';
  process.stdout.write(
    `${name}: ${times.length} trials, median ${median.toFixed(0)} ms, 99 % ${quantile(times, 0.99).toFixed(0)} ms, most ${most.toFixed(0)} ms (${verdict}: ${wanted.medianMs}, ${wanted.mostMs})\n`,
  );
}

/** `npm run bench -- alerts [events]`. */
export function benchAlerts(count = 10_000_000): Promise<void> {
  process.env['WHODUNIT_ALLOW_PRIVATE_DESTINATIONS'] = '127.0.0.0/8';
  return withMonth(count, async (data) => {
    const webhook = await startWebhook();
    const server = await startBenchServer({ data });
    try {
      await benchRules(server, webhook);
    } finally {
      await server.close();
      webhook.close();
    }
  });
}

async function benchRules(server: BenchServer, { url, arrivals }: Webhook): Promise<void> {
  await server.api('/api/v1/channels', { yaml: channel(url) });
  await applyRules(server, [latencyRule]);
  printLatency('from acknowledgement to arrival', await latencies(server, arrivals, 0));
  await underLoad(server, 'no other rules');
  await underLoad(server, 'the same, as fast as it goes', false);
  const immediate = Array.from({ length: immediateRules }, (_, index) => immediateRule(index));
  await applyRules(server, immediate);
  await underLoad(server, `${immediateRules} immediate rules`);
  const scheduled = Array.from({ length: scheduledRules }, (_, index) => scheduledRule(index));
  await applyRules(server, scheduled);
  await underLoad(server, `and ${scheduledRules} rules on one-minute schedules`);
  await underLoad(server, 'the same, as fast as it goes', false);
  printLatency('from acknowledgement to arrival, beside them', await latencies(server, arrivals, trials));
}

// Kills the server without warning while it forwards, and holds what a destination got against what was sent.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { crashTests, rounds } from './support/crash-tests.ts';

const crash = crashTests();
const environment = { WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' };
/** Events of a body. */
const size = 25;

let acknowledged: Set<string>;
/** Audit ids in the order in which the destination got them, and each call by its key. */
let received: string[];
let calls: Map<string, Set<string>>;
let isAway: boolean;
let sink: Server;
let ingestToken: string;
let sequence: number;

beforeEach(async () => {
  [acknowledged, received, calls, isAway, sequence] = [new Set(), [], new Map(), false, 0];
  sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (isAway) return void response.writeHead(503).end();
      const body = Buffer.concat(chunks).toString();
      const key = String(request.headers['webhook-id']);
      calls.set(key, (calls.get(key) ?? new Set()).add(body));
      received.push(...(JSON.parse(body) as { items: { auditID: string }[] }).items.map(({ auditID }) => auditID));
      response.end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  sink.closeAllConnections();
  await new Promise((resolve) => sink.close(resolve));
});

const time = '2026-11-20T18:05:19.000000Z';
const eventOf = (id: string): string =>
  `{"level":"Metadata","auditID":"${id}","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"list","user":{"username":"u"},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}`;

/** Events of one body and one time are in the order of their ids. */
function nextId(): string {
  sequence += 1;
  return `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`;
}

async function post(target: string, body: unknown): Promise<string> {
  const { status, text } = await crash.server.call('POST', target, JSON.stringify(body));
  if (status !== 200) throw new Error(`${target}: ${status} ${text}`);
  return text;
}

async function begin(failpoint: string): Promise<void> {
  await crash.server.start({ environment, failpoint });
  while ((await crash.server.status('/readyz')) !== 200) await sleep(50);
  ({ ingestToken } = JSON.parse(await post('/api/v1/clusters', { name: 'prod' })) as { ingestToken: string });
  const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`;
  await post('/api/v1/destinations', { name: 'sink', type: 'webhook', url, maxEvents: 40 });
}

/** Sends bodies until the server dies, each until it is acknowledged or nobody is there. */
async function sendUntilDeath(): Promise<void> {
  const death = crash.server.waitForDeath();
  while (crash.server.isRunning) {
    const ids = Array.from({ length: size }, nextId);
    const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${ids.map(eventOf).join(',')}]}`;
    if (await isTaken(body)) for (const id of ids) acknowledged.add(id);
    await Promise.race([death, sleep(20 + crash.random.below(100))]);
  }
}

async function isTaken(body: string): Promise<boolean> {
  const target = `${crash.server.url}/ingest/v1/clusters/prod/audit`;
  const headers = { authorization: `Bearer ${ingestToken}` };
  try {
    const response = await fetch(target, { method: 'POST', headers, body });
    await response.text();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** The first time that each event came. */
function firstTimes(): string[] {
  return [...new Set(received)];
}

test.each(['forward-planned', 'forward-sent'])(
  'a server that dies at %s forwards each event that it acknowledged, in order',
  async (step) => {
    const failpoint = (): string => `${step}@${1 + crash.random.below(4)}`;
    await begin(failpoint());
    await sendUntilDeath();
    for (let death = 1; death < rounds; death += 1) {
      isAway = death % 2 === 1;
      await crash.server.start({ environment, failpoint: failpoint() });
      const recovers = sleep(1500).then(() => (isAway = false));
      await sendUntilDeath();
      await recovers;
    }
    isAway = false;
    await crash.server.start({ environment });
    await expect.poll(() => [...acknowledged].filter((id) => !received.includes(id)), { timeout: 120_000 }).toEqual([]);
    await crash.server.stop();
    // What was on disk and not acknowledged may have come as well; nothing else, and nothing out of order.
    const first = firstTimes();
    expect(first).toEqual(first.toSorted());
    // A batch that came again is the batch that it was.
    expect([...calls.values()].filter((bodies) => bodies.size > 1)).toEqual([]);
    if (step === 'forward-sent') expect(received.length).toBeGreaterThan(first.length);
  },
);

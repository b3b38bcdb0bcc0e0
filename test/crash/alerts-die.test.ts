// Kills the server without warning while it evaluates rules and while it delivers, and holds what a webhook got against what was sent.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { crashTests, isLong } from './support/crash-tests.ts';

const crash = crashTests();
/** At each point. Some twelve starts of a server each: the long form alone has them. */
const deaths = 30;
const environment = { WHODUNIT_ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8' };

/** Audit ids of all events, and those of them that were not acknowledged yet. */
let sent: string[];
let owed: string[];
let ingestToken: string;
/** What the webhook got: bodies by the key that is the same whenever a message comes again. */
let received: Map<string, string[]>;
/** Messages until the server dies of one that it gets no answer to. */
let untilDeath: number;
let webhook: Server;

beforeEach(async () => {
  sent = [];
  owed = [];
  received = new Map();
  untilDeath = Infinity;
  webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const key = String(request.headers['webhook-id']);
      received.set(key, [...(received.get(key) ?? []), Buffer.concat(chunks).toString()]);
      untilDeath -= 1;
      if (untilDeath === 0) crash.server.kill('server');
      else response.end();
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  webhook.closeAllConnections();
  await new Promise((resolve) => webhook.close(resolve));
});

const channel = (): string => `kind: Channel
name: hook
type: webhook
url: http://127.0.0.1:${(webhook.address() as AddressInfo).port}/
`;
const rule = `kind: AlertRule
name: each-exec
query: 'objectRef.subresource: exec'
immediate: true
severity: high
annotations: {title: "\${auditID}"}
channels: [hook]
`;

/** An event is the same whenever it is sent. */
const time = '2026-11-20T18:05:19.000000Z';

function eventOf(id: string): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseStarted","requestURI":"/api/v1/namespaces/a/pods/b/exec","verb":"create","user":{"username":"u"},"objectRef":{"resource":"pods","namespace":"a","name":"b","subresource":"exec"},"requestReceivedTimestamp":"${time}","stageTimestamp":"${time}"}`;
}

/** Starts a server that has a rule and a channel. */
async function begin(failpoint = ''): Promise<void> {
  await crash.server.start({ environment, failpoint });
  while ((await crash.server.status('/readyz')) !== 200) await sleep(50);
  const cluster = await post('/api/v1/clusters', { name: 'prod' });
  ({ ingestToken } = JSON.parse(cluster) as { ingestToken: string });
  await post('/api/v1/channels', { yaml: channel() });
  await post('/api/v1/alerts/rules', { yaml: rule });
}

async function post(target: string, body: unknown): Promise<string> {
  const { status, text } = await crash.server.call('POST', target, JSON.stringify(body));
  if (status !== 200) throw new Error(`${target}: ${status} ${text}`);
  return text;
}

/** Sends what is owed, the oldest first, as far as it is acknowledged. */
async function sendOwed(): Promise<void> {
  for (let [id] = owed; id !== undefined; [id] = owed) {
    const status = await send(id);
    if (status !== 200) return;
    owed.shift();
  }
}

/** The status of the answer; 0 where the server died of it. */
async function send(id: string): Promise<number> {
  const target = `${crash.server.url}/ingest/v1/clusters/prod/audit`;
  const headers = { authorization: `Bearer ${ingestToken}` };
  let response: Response;
  try {
    response = await fetch(target, { method: 'POST', headers, body: eventOf(id) });
  } catch {
    return 0;
  }
  const text = await response.text().catch(() => undefined);
  if (text === undefined) return 0;
  if (response.status !== 200 && response.status < 500) throw new Error(`${target}: ${response.status} ${text}`);
  return response.status;
}

/** Sends one event after the other until the server dies, so that there is something to evaluate and to deliver. */
async function sendUntilDeath(): Promise<void> {
  const death = crash.server.waitForDeath();
  while (crash.server.isRunning) {
    const id = `crash-event-${String(sent.length).padStart(6, '0')}`;
    sent.push(id);
    owed.push(id);
    await sendOwed();
    await Promise.race([death, sleep(100 + crash.random.below(400))]);
  }
}

/** The server lives: each event is told of in a message of its own, which has one key however often it comes. */
async function end(): Promise<void> {
  expect(crash.server.deaths).toBe(deaths);
  untilDeath = Infinity;
  await crash.server.start({ environment });
  await expect.poll(() => sendOwed().then(() => owed), { timeout: 60_000 }).toEqual([]);
  const told = (): string[] => [...received.values()].map(([body = '']) => idsIn(body)).toSorted();
  await expect.poll(() => sent.filter((id) => !told().includes(id)), { timeout: 120_000 }).toEqual([]);
  // What is on its way is waited for.
  await crash.server.stop();
  expect(told()).toEqual(sent);
  expect([...received.values()].filter((bodies) => new Set(bodies).size > 1)).toEqual([]);
}

function idsIn(body: string): string {
  return [...new Set(body.match(/crash-event-\d+/g))].join(' ');
}

test.skipIf(!isLong).each(['rule-evaluated', 'evaluation-kept'])(
  'a server that dies at %s loses no alert',
  async (step) => {
    const failpoint = (): string => `${step}@${1 + crash.random.below(2)}`;
    await begin(failpoint());
    await sendUntilDeath();
    while (crash.server.deaths < deaths) {
      await crash.server.start({ environment, failpoint: failpoint() });
      await sendUntilDeath();
    }
    await end();
  },
);

test.skipIf(!isLong)('a server that dies while it delivers loses no alert', async () => {
  await begin();
  while (crash.server.deaths < deaths) {
    untilDeath = 1 + crash.random.below(3);
    if (!crash.server.isRunning) await crash.server.start({ environment });
    await sendUntilDeath();
  }
  await end();
  const repeats = [...received.values()].reduce((sum, bodies) => sum + bodies.length - 1, 0);
  // Of each message that it died of it could not know whether it had come.
  expect(repeats).toBeGreaterThanOrEqual(deaths);
});

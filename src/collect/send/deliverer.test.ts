import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createManualClock } from '../../platform/index.ts';
import { lineOf, numbersIn } from '../testkit.ts';
import { createDeliverer, type Deliverer, type Outcome, SendFailure } from './deliverer.ts';
import { createServerClient, type ServerClient } from './server-client.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

let server: Server;
let client: ServerClient;
/** What bodies are answered, and what came. */
let answer: (text: string, request: IncomingMessage) => Answer;
let texts: string[];
let beforeAnswer: () => Promise<void>;
const taken: Answer = { status: 200, body: { received: 1, rejected: 0 } };
const credentials = { token: 'secret-token', ca: undefined, certificate: undefined, key: undefined };

beforeEach(async () => {
  texts = [];
  answer = () => taken;
  beforeAnswer = async () => undefined;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = zstdDecompressSync(Buffer.concat(chunks)).toString();
      void beforeAnswer().then(() => {
        const { status, body, headers } = answer(text, request);
        if (status === 200) texts.push(text);
        response.writeHead(status, headers).end(JSON.stringify(body ?? {}));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createServerClient({
    server: new URL(`http://127.0.0.1:${port}/under/`),
    credentials: { current: async () => credentials },
  });
});
afterEach(async () => {
  client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const clock = createManualClock();
let failures: SendFailure[];

/** Sends bodies and gives what became of each; waits are over as soon as they begin. */
async function sendAll(...bodies: readonly (Uint8Array | (() => AsyncIterable<Uint8Array>))[]): Promise<Outcome[]> {
  failures = [];
  const deliverer: Deliverer = createDeliverer({
    client,
    path: 'ingest/v1/clusters/prod/audit',
    clock: { sleep: async (ms) => void slept.push(ms) },
    places: 2,
    onFailure: (failure) => void failures.push(failure),
    onSuccess: () => undefined,
  });
  const outcomes: Promise<Outcome>[] = [];
  for (const body of bodies) {
    while (!deliverer.hasRoom()) await deliverer.wait(new AbortController().signal);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    outcomes.push(promise);
    await deliverer.add({ body, onArrived: resolve });
  }
  return Promise.all(outcomes);
}

let slept: number[] = [];
beforeEach(() => {
  slept = [];
});
const lines = (from: number, to: number): Buffer =>
  Buffer.from(Array.from({ length: to - from }, (_, index) => lineOf(from + index)).join(''));

test('bodies go to the cluster under the server, with the token', async () => {
  let request: IncomingMessage | undefined;
  answer = (_, incoming) => {
    request = incoming;
    return { status: 200, body: { received: 3, rejected: 1 } };
  };
  expect(await sendAll(lines(0, 3))).toEqual([{ rejected: 1, tooLongBytes: 0 }]);
  expect(request).toMatchObject({ method: 'POST', url: '/under/ingest/v1/clusters/prod/audit' });
  expect(request?.headers).toMatchObject({ authorization: 'Bearer secret-token', 'content-encoding': 'zstd' });
  // A key would have the server forget a body that is cut elsewhere when it is sent again.
  expect(request?.headers).not.toHaveProperty('x-whodunit-import');
  expect(texts).toEqual([lines(0, 3).toString()]);
});

test('what is given in parts is sent in parts, again each time', async () => {
  let tries = 0;
  answer = () => (++tries < 3 ? { status: 503 } : taken);
  const long = Buffer.alloc(3_000_000, 'x');
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < long.length; at += 100_000) yield long.subarray(at, at + 100_000);
  }
  await sendAll(parts);
  expect(texts).toEqual([long.toString()]);
  expect(failures).toHaveLength(2);
});

test('a server that is busy is left alone for as long as it asks', async () => {
  let tries = 0;
  answer = () => (++tries === 1 ? { status: 429, headers: { 'retry-after': '7' } } : taken);
  await sendAll(lines(0, 1));
  expect(slept).toEqual([7000]);
  expect(failures[0]).toMatchObject({ mayPass: true, retryAfterMs: 7000 });
});

test('a refusal is told in the words of the server, and tried again all the same', async () => {
  const refusals: Answer[] = [
    { status: 401, body: { error: { code: 'unauthenticated', message: 'the token is not known' } } },
    { status: 403, body: { error: { code: 'forbidden', message: 'the token is not one of cluster "prod"' } } },
    { status: 404, body: 'no json of ours' },
    // Of a proxy: the body itself can be read.
    { status: 400, body: { error: { code: 'bad-request', message: 'content-encoding is not known' } } },
  ];
  answer = () => refusals.shift() ?? taken;
  await sendAll(lines(0, 2));
  expect(failures.map(({ message, mayPass }) => [message, mayPass])).toEqual([
    ['the server refuses (401): the token is not known', false],
    ['the server refuses (403): the token is not one of cluster "prod"', false],
    ['the server, or a proxy before it, answers 404', false],
    ['the server refuses (400): content-encoding is not known', false],
  ]);
  expect(texts).toEqual([lines(0, 2).toString()]);
});

test('a body in which nothing can be read has arrived: the server keeps it', async () => {
  answer = () => ({ status: 400, body: { error: { code: 'bad-request', message: 'no event in it can be read' } } });
  expect(await sendAll(Buffer.from('klog line\nanother\n'))).toEqual([{ rejected: 2, tooLongBytes: 0 }]);
  expect(failures).toEqual([]);
});

test('what is too large is sent in halves, and a line that is too large by itself is said', async () => {
  answer = (text) => (text.length > 1000 ? { status: 413 } : taken);
  const large = Buffer.from(lineOf(50, 2000));
  const [outcome] = await sendAll(Buffer.concat([lines(0, 50), large, lines(51, 100)]));
  expect(outcome).toEqual({ rejected: 0, tooLongBytes: large.length });
  const numbers = texts.flatMap(numbersIn).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index).filter((number) => number !== 50));
});

test('no more are on their way than have a place', async () => {
  let open = 0;
  let most = 0;
  const held: (() => void)[] = [];
  // Answered in pairs: alone, none would be.
  beforeAnswer = () =>
    new Promise((resolve) => {
      held.push(resolve);
      most = Math.max(most, ++open);
      if (open < 2) return;
      open = 0;
      for (const release of held.splice(0)) release();
    });
  await sendAll(...Array.from({ length: 12 }, (_, index) => lines(index, index + 1)));
  expect(most).toBe(2);
  expect(texts).toHaveLength(12);
});

test('sending that is given up rejects what comes after', async () => {
  answer = () => ({ status: 401 });
  const deliverer = createDeliverer({
    client,
    path: 'x',
    clock,
    places: 1,
    onSuccess: () => undefined,
    onFailure: (failure) => {
      throw failure;
    },
  });
  await deliverer.add({ body: lines(0, 1), onArrived: () => expect.unreachable() });
  await deliverer.wait(new AbortController().signal);
  expect(deliverer.failure()).toBeInstanceOf(SendFailure);
  await expect(deliverer.add({ body: lines(1, 2), onArrived: () => expect.unreachable() })).rejects.toThrow(/401/);
});

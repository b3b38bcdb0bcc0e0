// What destinations do wrong at length: each event arrives all the same, or is set aside with the reason.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Call, eventsOf, type ForwardKit, startForwardKit, startSink } from './testkit.ts';

let kit: ForwardKit;
beforeEach(async () => {
  kit = await startForwardKit();
});
afterEach(() => kit.close());

const webhook = (url: string, more = ''): string =>
  `kind: Destination\nname: siem\ntype: webhook\nurl: ${url}\n${more}`;
const status = async () => (await kit.forwarding.list())[0];
const idsIn = (calls: readonly Call[]): string[] => calls.flatMap(eventsOf).map(({ auditID }) => auditID);
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `e${index}`);

/** A server that cuts so many connections in the middle of what it is sent, and keeps the bodies of the others. */
async function startCutter(cuts: number, answer: (response: ServerResponse, put: number) => void) {
  const bodies: { readonly path: string; readonly body: Buffer }[] = [];
  let left = cuts;
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (left > 0) return void request.socket.resetAndDestroy();
    }
    bodies.push({ path: request.url ?? '', body: Buffer.concat(chunks) });
    answer(response, bodies.length);
  }
  const server = createServer((request, response) => {
    take(request, response)
      .catch(() => undefined)
      .finally(() => (left -= 1));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    hasCut: () => left <= 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('500 for an hour: it is asked less and less, and has all afterwards', async () => {
  const until = kit.kept.clock.now() + 3_600_000;
  await using sink = await startSink(() => (kit.kept.clock.now() < until ? { status: 500 } : {}));
  await kit.apply(webhook(sink.url));
  for (const id of ids(10)) kit.receive({ id });
  await kit.until(async () => (await status())?.sent === 10, 10_000);
  // After a second, two, four and so on; then every five minutes.
  expect(sink.calls.length).toBeGreaterThan(12);
  expect(sink.calls.length).toBeLessThan(30);
  expect(await status()).toMatchObject({ rejected: 0, lost: 0, failure: undefined, lagEvents: 0 });
  expect([...new Set(idsIn(sink.calls))]).toEqual(ids(10));
});

test('a connection that is cut in the middle of what is sent: it is sent again, all of it', async () => {
  await using server = await startCutter(2, (response) => void response.end());
  await kit.apply(webhook(server.url));
  kit.receive(...ids(20).map((id) => ({ id, more: { blob: 'x'.repeat(200_000) } })));
  await kit.until(async () => (await status())?.sent === 20, 1000);
  const events = server.bodies.flatMap(
    ({ body }) => (JSON.parse(body.toString()) as { items: { auditID: string }[] }).items,
  );
  expect(events.map(({ auditID }) => auditID)).toEqual(ids(20));
  expect(server.hasCut()).toBe(true);
});

test('200 with errors of single events: what is put off is sent again, what is refused is set aside, the rest is there once', async () => {
  let busy = 2;
  await using sink = await startSink((call) => {
    const sent = documentsOf(call);
    const isBusy = busy > 0;
    busy -= 1;
    const statusOf = (id: string): number => (id === 'e3' ? 400 : isBusy && id > 'e5' ? 429 : 201);
    const items = sent.map((id) => ({ index: { status: statusOf(id), error: { type: 'x', reason: `of ${id}` } } }));
    return { body: JSON.stringify({ errors: true, items }) };
  });
  await kit.apply(`kind: Destination\nname: siem\ntype: elasticsearch\nurl: ${sink.url}\n`);
  kit.receive(...ids(9).map((id) => ({ id })));
  await kit.until(async () => (await status())?.sent === 8, 1000);
  expect(sink.calls.map(documentsOf)).toEqual([ids(9), ['e6', 'e7', 'e8'], ['e6', 'e7', 'e8']]);
  expect(await status()).toMatchObject({ rejected: 1, failure: undefined });
  const [rejected, ...others] = await kit.forwarding.rejects('siem', { limit: 10 });
  expect(rejected).toMatchObject({ auditId: 'e3', status: 400, answer: expect.stringContaining('of e3') });
  expect(others).toEqual([]);
});

/** The events of a bulk call. */
function documentsOf({ body }: Call): string[] {
  const lines = gunzipSync(body).toString().trim().split('\n');
  return lines.flatMap((line, index) => {
    if (index % 2 === 0) return [];
    const { event } = JSON.parse(line) as { event: { original: string } };
    return [(JSON.parse(event.original) as { auditID: string }).auditID];
  });
}

test('a store of objects that loses a part of one, and then an answer: the object is there once, as a whole', async () => {
  const stored = new Map<string, Buffer>();
  await using server = await startCutter(1, (response, put) => {
    const { path = '', body = Buffer.alloc(0) } = server.bodies.at(-1) ?? {};
    if (stored.has(path)) return void response.writeHead(412).end();
    stored.set(path, body);
    if (put === 1) response.socket?.resetAndDestroy();
    else response.writeHead(200, { etag: '"a"' }).end();
  });
  await kit.apply(
    `kind: Destination\nname: siem\ntype: s3\nurl: ${server.url}\nbucket: archive\naccessKeyId: a\nsecretAccessKey: b\nseconds: 0\n`,
  );
  kit.receive(...ids(50).map((id) => ({ id })));
  await kit.until(async () => (await status())?.sent === 50, 1000);
  expect([server.hasCut(), server.bodies.length, stored.size]).toEqual([true, 2, 1]);
  const lines = [...stored.values()].flatMap((body) => zstdDecompressSync(body).toString().trim().split('\n'));
  expect(lines.map((line) => (JSON.parse(line) as { auditID: string }).auditID)).toEqual(ids(50));
});

test('a filter that finds nothing: nobody is called, nothing is behind, and a restart goes on where it had come to', async () => {
  await using sink = await startSink();
  await kit.apply(webhook(sink.url, "filter: 'user.username: nobody-at-all'\n"));
  const place = async () => (await kit.kept.records.forwardRuns.open('siem'))[0]?.place.receivedAtMicros ?? 0;
  const begun = await place();
  for (const id of ids(30)) {
    kit.receive({ id });
    kit.kept.clock.advance(1000);
  }
  await kit.until(async () => (await status())?.lagSeconds === 0);
  // Where nothing is sent the place is noted once a second, when something comes.
  kit.kept.clock.advance(2000);
  kit.receive({ id: 'last' });
  await kit.until(async () => (await place()) - begun > 25_000_000);
  expect(sink.calls).toEqual([]);
  await kit.restart();
  kit.receive({ id: 'wanted', more: { user: { username: 'nobody-at-all' } } });
  await kit.until(() => sink.calls.length === 1);
  expect(idsIn(sink.calls)).toEqual(['wanted']);
});

test.each(['', '*', 'not verb: nothing'])('a filter that finds everything (%j) sends everything', async (filter) => {
  await using sink = await startSink();
  await kit.apply(webhook(sink.url, `filter: ${JSON.stringify(filter)}\n`));
  for (const id of ids(50)) kit.receive({ id });
  await kit.until(async () => (await status())?.sent === 50);
  expect(idsIn(sink.calls)).toEqual(ids(50));
});

test('a destination that is made a second time is the one that there was, changed: nobody is sent anything twice', async () => {
  await using first = await startSink();
  await using second = await startSink();
  await kit.apply(webhook(first.url));
  kit.receive({ id: 'a' });
  await kit.until(async () => (await status())?.sent === 1);
  await kit.apply(webhook(second.url));
  kit.receive({ id: 'b' });
  await kit.until(async () => (await status())?.sent === 2);
  expect([idsIn(first.calls), idsIn(second.calls)]).toEqual([['a'], ['b']]);
  expect(await kit.forwarding.list()).toHaveLength(1);
});

test('400 for everything: it has stopped and says so, little is set aside, and it has the rest once it is mended', async () => {
  let isMended = false;
  await using sink = await startSink(() => (isMended ? {} : { status: 400, body: 'no such field' }));
  await kit.apply(webhook(sink.url));
  for (const id of ids(250)) kit.receive({ id });
  await kit.until(async () => (await status())?.failure?.isStopped === true);
  expect((await status())?.failure?.answer).toBe('400: it takes nothing any more, and refuses: no such field');
  const until = kit.kept.clock.now() + 3_600_000;
  await kit.until(() => kit.kept.clock.now() > until, 10_000);
  // What is being refused is counted with its batch.
  isMended = true;
  await kit.until(async () => (await status())?.lagEvents === 0, 10_000);
  const { sent = 0, rejected = 0, failure } = (await status()) ?? {};
  expect([sent + rejected, failure]).toEqual([250, undefined]);
  expect(rejected).toBeGreaterThanOrEqual(100);
  expect(rejected).toBeLessThan(130);
});

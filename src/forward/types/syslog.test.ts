import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { syslog } from './syslog.ts';
import { recordedParcel, sendParcel } from './testkit.ts';

/** Takes connections as a syslog server does. */
async function listen(onConnection: (socket: Socket) => void, allowHalfOpen = false) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The messages of a stream of octet-counted frames. */
function messagesIn(stream: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < stream.length;) {
    const blank = stream.indexOf(0x20, at);
    const end = blank + 1 + Number(stream.subarray(at, blank).toString());
    found.push(stream.subarray(blank + 1, end).toString());
    at = end;
  }
  return found;
}

test('each event is a message of RFC 5424, and the batch is sent when the other side has read it to its end', async () => {
  const chunks: Buffer[] = [];
  await using server = await listen((socket) => socket.on('data', (chunk: Buffer) => chunks.push(chunk)));
  const events = recordedParcel(200, 'raw');
  expect(await sendParcel(syslog, { events, settings: { url: server.url } })).toMatchObject({ kind: 'sent' });
  const messages = messagesIn(Buffer.concat(chunks));
  expect(messages.map((message) => message.split('\uFEFF')[1])).toEqual(
    events.map(({ original }) => Buffer.from(original).toString()),
  );
  expect(messages[0]).toMatch(
    /^<110>1 \d{4}-\d\d-\d\dT[\d:.]+Z Prod kube-apiserver - AUDIT \[whodunit@32473 cluster="Prod" key="[\w-]+" auditID="[\w-]+" /,
  );
});

test('a connection that breaks before the other side has all is a failure', async () => {
  await using server = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const sent = sendParcel(syslog, { events: recordedParcel(2000, 'raw'), settings: { url: server.url } });
  await expect(sent).rejects.toThrow();
});

test('one that takes everything and does not close has not said that it has it', async () => {
  const call = new AbortController();
  await using server = await listen((socket) => {
    socket.resume().once('end', () => call.abort(new Error('it takes too long')));
  }, true);
  const events = recordedParcel(10, 'raw');
  const clock = { sleep: async () => undefined };
  const sent = sendParcel(syslog, { events, settings: { url: server.url }, signal: call.signal, clock });
  await expect(sent).rejects.toThrow('it takes too long');
});

test('an address with a password in it is none: it would be shown', () => {
  expect(syslog.settings.safeParse({ url: 'tls://ann:pass@logs.example:6514' }).success).toBe(false);
});

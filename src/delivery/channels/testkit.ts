import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAddressGuard, createConnector, createHttpClient, systemClock } from '../../platform/index.ts';
import type { ChannelType, Outcome, Refresh, Sending } from '../channel.ts';
import type { Message } from '../message.ts';

/** What attackers write into the names that an event holds, in every dialect at once. */
export const hostileText =
  '<!channel> <@U012AB3CD> @all <at id=all></at> [click](https://evil.example) <https://evil.example|here> **b** `c` # h\r\nBcc: x@evil.example\n\u202Egnp.exe\u0007 <script>alert(1)</script> {{DATE(2026-01-01)}} "]} \\';

/** A message as the notifier makes them. */
export function testMessage(change: Partial<Message> = {}): Message {
  return {
    kind: 'alert',
    severity: 'high',
    language: 'en',
    title: 'Shell opened in web-1',
    text: 'alice ran a command.\nIn the container app.',
    facts: [
      { name: 'User', value: 'alice' },
      { name: 'Command', value: 'sh -c id' },
    ],
    links: [{ title: 'Open the events', url: 'https://whodunit.example/explore?query=a%20b&from=1' }],
    labels: { rule: 'exec-in-container', cluster: 'prod' },
    problem: 'exec-in-container/abc/1',
    startedAt: Date.parse('2026-11-29T07:00:00Z'),
    data: { rule: 'exec-in-container' },
    ...change,
  };
}

/** Every text of it is an attacker's. */
export const hostileMessage = testMessage({
  title: hostileText,
  text: hostileText,
  facts: [{ name: hostileText, value: hostileText }],
  labels: { [hostileText]: hostileText },
});

/** More than any channel takes. */
export const largeMessage = testMessage({
  text: '这是一段很长的文字'.repeat(20_000),
  facts: Array.from({ length: 200 }, (_, index) => ({ name: `fact ${index}`, value: 'v"<&'.repeat(1000) })),
});

const guard = createAddressGuard(['127.0.0.0/8']);
if ('notANetwork' in guard) throw new Error(guard.notANetwork);
const out = { http: createHttpClient({ guard }), connector: createConnector({ guard }), clock: systemClock };
const strict = createAddressGuard([]);
if ('notANetwork' in strict) throw new Error(strict.notANetwork);
const guarded = { http: createHttpClient({ guard: strict }), connector: createConnector({ guard: strict }) };

export interface TestSending {
  readonly message?: Message;
  readonly settings?: unknown;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly now?: number;
  readonly bytes?: number;
  /** Whether private addresses are refused, as they are where the operator lists none. */
  readonly isGuarded?: boolean;
}

function sendingOf<S>(type: ChannelType<S>, given: TestSending): Sending<S> {
  const settings = type.settings.parse(given.settings ?? {});
  return {
    message: given.message ?? testMessage(),
    settings,
    secrets: given.secrets ?? {},
    key: given.key ?? 'a'.repeat(64),
    now: given.now ?? Date.parse('2026-11-29T07:00:05Z'),
    bytes: given.bytes ?? type.limits(settings).bytes,
    ...out,
    ...(given.isGuarded === true ? guarded : {}),
    signal: AbortSignal.timeout(10_000),
  };
}

/** Sends a message through a channel, as the dispatcher does. */
export function sendThrough<S>(type: ChannelType<S>, given: TestSending): Promise<Outcome> {
  return type.send(sendingOf(type, given));
}

/** Reminds a receiver of messages, as the dispatcher does. */
export function refreshThrough<S>(
  type: ChannelType<S> & { readonly refresh?: Refresh<S> },
  given: TestSending,
  messages: readonly Message[],
): Promise<Outcome> {
  if (!type.refresh) throw new Error(`${type.type} reminds nobody`);
  return type.refresh.send(sendingOf(type, given), messages);
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface TestAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether it answers never, or breaks off within its body. */
  readonly ends?: 'never' | 'cut';
}

/** A receiver on this machine that speaks HTTP. */
export interface TestReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** Starts a receiver; `answer` is its protocol. */
export async function startReceiver(answer: (request: Received) => TestAnswer): Promise<TestReceiver> {
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(one);
      const { status = 200, headers: given = {}, body = '', ends } = answer(one);
      if (ends === 'never') return;
      response.writeHead(status, { ...given, ...(ends === 'cut' ? { 'content-length': body.length + 100 } : {}) });
      if (ends === 'cut') response.write(body, () => response.destroy());
      else response.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

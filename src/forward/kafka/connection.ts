import type { Socket } from 'node:net';
import { words } from '../../base/index.ts';
import type { Request } from './requests.ts';
import { createReader, int16, int32, text } from './wire.ts';

/** Of an answer: those here are short, but for the brokers of a large cluster. */
const answerBytes = 4 << 20;
const clientId = 'whodunit';
const closed = 'the broker closed the connection without an answer';

/** A connection to a broker: one request at a time. */
export interface BrokerConnection extends Disposable {
  /** Rejects where the connection breaks, where the answer is none of Kafka, and with the reason of the signal. */
  call<Answer>(request: Request<Answer>, signal: AbortSignal): Promise<Answer>;
}

/** Speaks Kafka's protocol over a socket, which is its own from now on. */
export function createBrokerConnection(socket: Socket): BrokerConnection {
  let received = Buffer.alloc(0);
  let lastId = 0;
  let waiting: { resolve: (answer: Buffer) => void; reject: (reason: unknown) => void } | undefined;
  let broken: unknown;

  function fail(reason: unknown): void {
    broken ??= reason;
    waiting?.reject(broken);
    waiting = undefined;
    socket.destroy();
  }
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(lastId > 1 ? closed : `${closed}: it may speak TLS, or want \`sasl\``)));
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (received.length < 4) return;
    const length = received.readInt32BE(0);
    if (isTlsRecord(received)) fail(new Error(words`it speaks TLS: its address begins with tls://`));
    else if (length < 4 || length > answerBytes) fail(new Error(words`it does not speak the protocol of Kafka`));
    else if (received.length >= 4 + length) {
      const answer = received.subarray(4, 4 + length);
      received = received.subarray(4 + length);
      waiting?.resolve(answer);
      waiting = undefined;
    }
  });

  async function exchange(frame: Buffer, signal: AbortSignal): Promise<Buffer> {
    const onAbort = (): void => fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        waiting = { resolve, reject };
        if (signal.aborted) fail(signal.reason);
        else if (broken === undefined) socket.write(frame);
        else fail(broken);
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    async call(request, signal) {
      const { api, version, body } = request;
      lastId += 1;
      const content = Buffer.concat([int16(api), int16(version), int32(lastId), text(clientId), body]);
      const answer = createReader(await exchange(Buffer.concat([int32(content.length), content]), signal));
      if (answer.int32() !== lastId) throw new Error(words`it answers what was not asked`);
      return request.read(answer);
    },
    [Symbol.dispose]: () => fail(new Error('the connection is not needed any more')),
  };
}

/** Whoever speaks TLS answers what it does not understand with an alert. */
function isTlsRecord(received: Buffer): boolean {
  const [kind = 0, major] = received;
  return kind >= 0x14 && kind <= 0x17 && major === 3;
}

import { Socket } from 'node:net';
import { AppError, said } from '../../base/index.ts';
import type { Connector, HttpClient, OutboundRequest } from '../../platform/index.ts';

/** A call that was not made. */
export interface RecordedCall {
  /** Undefined where the protocol is not HTTP. */
  readonly request: OutboundRequest | undefined;
  /** As it would have been sent. */
  readonly body: Uint8Array;
}

/** Ways out that lead nowhere: what somebody sends by them is kept. */
export interface Recorder {
  readonly http: HttpClient;
  readonly connector: Connector;
  /** Resolves with the first call. */
  readonly recorded: Promise<RecordedCall>;
}

/** Makes the ways out of one call. */
export function createRecorder(): Recorder {
  const { promise, resolve } = Promise.withResolvers<RecordedCall>();
  return {
    recorded: promise,
    http: {
      send: async (request) => {
        resolve({ request, body: Buffer.from(request.body ?? '') });
        throw notSent();
      },
    },
    connector: {
      connect: async () => new RecordingSocket((body) => resolve({ request: undefined, body })),
    },
  };
}

function notSent(): AppError {
  return new AppError('destination-unreachable', said`it is a dry run: nothing is sent`);
}

/** A socket that leads nowhere. It tells what was written when the writer has ended, and ends then by itself. */
class RecordingSocket extends Socket {
  readonly #written: Buffer[] = [];
  readonly #onWritten: (body: Uint8Array) => void;

  constructor(onWritten: (body: Uint8Array) => void) {
    super();
    this.#onWritten = onWritten;
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.#written.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    done();
  }

  override _final(done: () => void): void {
    this.#onWritten(Buffer.concat(this.#written));
    done();
    this.push(null);
  }

  override _read(): void {
    // Nobody answers.
  }
}

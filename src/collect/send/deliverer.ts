import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { splitBody } from '../../audit/index.ts';
import { type Clock, createSignal, retry } from '../../base/index.ts';
import { errorCodeOf } from '../../platform/index.ts';
import { isUnreadable } from '../../shipping/index.ts';
import { type Body, packing, type ServerAnswer, type ServerClient } from './server-client.ts';

/** Some lines to be sent; `body` is whole lines, or what gives one. */
export interface Parcel {
  readonly body: Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** Told once: the lines are with the server, or the server takes no body that is as small as this one. `sent` is the body as it was sent. */
  readonly onArrived: (outcome: Outcome, sent: Body) => void;
}

export interface Outcome {
  /** Events that the server cannot read and keeps as dead letters. */
  readonly rejected: number;
  /** Bytes of lines that it does not take for their size. */
  readonly tooLongBytes: number;
}

/** Why something could not be sent now. */
export class SendFailure extends Error {
  /** Whether it passes by itself: the server is busy or away. The rest is for somebody to mend. */
  readonly mayPass: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { mayPass: boolean; retryAfterMs?: number | undefined; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'SendFailure';
    this.mayPass = options.mayPass;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface DelivererOptions {
  readonly client: Pick<ServerClient, 'post'>;
  /** Where bodies go, relative to the server. */
  readonly path: string;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Bodies that may be on their way at once. */
  readonly places: number;
  /** Told of each failure. Throws to give up: nothing is sent from then on. */
  readonly onFailure: (failure: SendFailure) => void;
  readonly onSuccess: () => void;
}

/** Sends bodies until they are with the server, a few at a time. What has no room waits where it is. */
export interface Deliverer {
  hasRoom(): boolean;
  /** Whether nothing is on its way. */
  isIdle(): boolean;
  /** Resolves when something has arrived, or the signal is aborted. */
  wait(signal: AbortSignal): Promise<void>;
  /** Takes a parcel when there is room; resolves when its bytes are not needed any more. Rejects with the reason for which sending was given up. */
  add(parcel: Parcel): Promise<void>;
  /** The reason for which sending was given up. */
  failure(): unknown;
  close(): void;
}

const waits = { firstMs: 500, maxMs: 10_000, random: Math.random };
const pack = promisify(zstdCompress);
const unpack = promisify(zstdDecompress);
const Taken = z.object({ rejected: z.int().min(0) });
const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export function createDeliverer(options: DelivererOptions): Deliverer {
  const { client, path, clock, places, onFailure, onSuccess } = options;
  const closing = new AbortController();
  const arrived = createSignal();
  let underWay = 0;
  let givenUp: { readonly reason: unknown } | undefined;

  async function sendOnce(body: Body): Promise<ServerAnswer> {
    const answer = await client.post(path, body, closing.signal).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SendFailure(`cannot reach the server: ${reason}`, { mayPass: !isDistrusted(error), cause: error });
    });
    const { status, text, retryAfterMs } = answer;
    if (status === 200 || status === 413) return answer;
    if (status === 400 && (await isRejected(body, text))) return answer;
    throw new SendFailure(messageOf(answer), { mayPass: status === 429 || status >= 500, retryAfterMs, cause: text });
  }

  async function send(body: Body): Promise<Outcome> {
    const { status, text } = await retry(() => sendOnce(body), {
      ...waits,
      clock,
      signal: closing.signal,
      onFailure: (error) => {
        const failure = error instanceof SendFailure ? error : new SendFailure(String(error), { mayPass: false });
        onFailure(failure);
        return failure.retryAfterMs;
      },
    });
    onSuccess();
    arrived.notify();
    if (status === 413) return sendHalves(body);
    if (status === 400) return { rejected: await countPieces(body), tooLongBytes: 0 };
    const taken = Taken.safeParse(jsonOf(text));
    return { rejected: taken.success ? taken.data.rejected : 0, tooLongBytes: 0 };
  }

  /** The server, or a proxy before it, takes smaller bodies. */
  async function sendHalves(body: Body): Promise<Outcome> {
    if (!(body instanceof Uint8Array)) return { rejected: 0, tooLongBytes: await sizeOf(body()) };
    const lines = await unpack(body);
    const middle = lines.lastIndexOf(0x0a, lines.length >> 1) + 1 || lines.indexOf(0x0a) + 1;
    if (middle <= 0 || middle >= lines.length) return { rejected: 0, tooLongBytes: lines.length };
    const halves = [lines.subarray(0, middle), lines.subarray(middle)];
    const outcome = { rejected: 0, tooLongBytes: 0 };
    for (const half of halves) {
      const { rejected, tooLongBytes } = await send(await pack(half, packing));
      outcome.rejected += rejected;
      outcome.tooLongBytes += tooLongBytes;
    }
    return outcome;
  }

  async function deliver(body: Body, onArrived: Parcel['onArrived']): Promise<void> {
    try {
      onArrived(await send(body), body);
    } catch (error) {
      givenUp ??= { reason: error };
    } finally {
      underWay -= 1;
      arrived.notify();
    }
  }

  return {
    hasRoom: () => underWay < places,
    isIdle: () => underWay === 0,
    wait: (signal) => arrived.wait(signal),
    failure: () => givenUp?.reason,
    add: async ({ body, onArrived }) => {
      if (givenUp) throw givenUp.reason;
      underWay += 1;
      const packed = body instanceof Uint8Array ? await pack(body, packing) : body;
      void deliver(packed, onArrived);
    },
    close: () => closing.abort(),
  };
}

/** Whether nobody vouches for the server's certificate, it has expired or is of another name: the codes of X509 errors of Node's TLS. */
function isDistrusted(error: unknown): boolean {
  return /CERT|LEAF_SIGNATURE|INVALID_CA/.test(errorCodeOf(error) ?? '');
}

/** The server answers 400 to a body in which no event can be read, which it keeps; any other 400 is about something else. */
async function isRejected(body: Body, text: string): Promise<boolean> {
  if (body instanceof Uint8Array) return isUnreadable(await unpack(body));
  return Refusal.safeParse(jsonOf(text)).data?.error.code === 'bad-request';
}

async function countPieces(body: Body): Promise<number> {
  return body instanceof Uint8Array ? splitBody(await unpack(body)).pieces.length : 1;
}

async function sizeOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const { length } of chunks) size += length;
  return size;
}

function messageOf({ status, text }: ServerAnswer): string {
  const refusal = Refusal.safeParse(jsonOf(text));
  return refusal.success
    ? `the server refuses (${status}): ${refusal.data.error.message}`
    : `the server, or a proxy before it, answers ${status}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

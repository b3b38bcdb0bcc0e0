import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { AppError, said } from '../../base/index.ts';
import type { AddressGuard } from './address-guard.ts';
import { deadline, refused, refusedAddress, unreachable } from './failures.ts';
import { guardedLookup, resolveBySystem, type Resolver } from './guarded-lookup.ts';

/** A call to an address that somebody has configured. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** http or https. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** PEM: who vouches for the other side, in place of the system's authorities, and what we show it. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly signal?: AbortSignal;
  /** Bytes of the answer at most; left out: the client's limit. */
  readonly answerBytes?: number;
  /** What becomes of an answer that has more; left out: `refuse`. A part of it is given where its status says enough. */
  readonly whenLonger?: 'refuse' | 'cut';
  /** Milliseconds until the end of the answer, once there is a connection; left out: the client's limits. */
  readonly patienceMs?: number;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<http.IncomingHttpHeaders>;
  /** As it was sent: nothing is asked to be compressed, and nothing is inflated. Its beginning where it was cut. */
  readonly body: Buffer;
}

export interface OutboundLimits {
  /** Milliseconds until there is a connection, with TLS; until the head of the answer; until its end. */
  readonly connectMs: number;
  readonly headersMs: number;
  readonly totalMs: number;
  /** Bytes of an answer. */
  readonly answerBytes: number;
}

export interface HttpClientOptions {
  readonly guard: AddressGuard;
  readonly limits?: Partial<OutboundLimits>;
  readonly resolve?: Resolver;
}

/** Calls other servers. */
export interface HttpClient {
  /**
   * Resolves with whatever the other side answers, but a redirect, which is not followed. Rejects with AppError: `destination-refused`
   * for what is never called, `destination-unreachable` for what may pass, and with the signal's reason.
   */
  send(request: OutboundRequest): Promise<OutboundAnswer>;
}

const defaultLimits: OutboundLimits = { connectMs: 10_000, headersMs: 30_000, totalMs: 60_000, answerBytes: 1 << 20 };

/**
 * Makes the one client for calls that leave the server. The address that was looked up and allowed is the one that is connected to, and
 * looked at again then. Each call has a connection of its own; proxies of the environment are not asked.
 */
export function createHttpClient({ guard, limits = {}, resolve = resolveBySystem }: HttpClientOptions): HttpClient {
  const within = { ...defaultLimits, ...limits };
  const lookup = guardedLookup(guard, resolve);
  return {
    send: async (request) => {
      const url = URL.parse(request.url);
      if (url === null || !/^https?:$/.test(url.protocol)) throw refused(said`its URL is not http or https`);
      if (url.username !== '' || url.password !== '') throw refused(said`its URL holds a password`);
      const host = url.hostname.replaceAll(/[[\]]/g, '');
      // No name is looked up for an address.
      if (isIP(host) !== 0 && !guard.allows(host)) throw refusedAddress(host);
      request.signal?.throwIfAborted();
      return exchange({ url, request, lookup, guard, within });
    },
  };
}

interface Exchange {
  readonly url: URL;
  readonly request: OutboundRequest;
  readonly lookup: LookupFunction;
  readonly guard: AddressGuard;
  readonly within: OutboundLimits;
}

function exchange({ url, request, lookup, guard, within }: Exchange): Promise<OutboundAnswer> {
  const { method, headers, body, tls, signal, patienceMs } = request;
  const module = url.protocol === 'https:' ? https : http;
  return new Promise<OutboundAnswer>((resolve, reject) => {
    const call = module.request(url, {
      ...tls,
      method,
      headers: { 'user-agent': 'whodunit', 'accept-encoding': 'identity', ...headers },
      agent: false,
      lookup,
    });
    const timers = [
      deadline(within.connectMs, said`there is no connection`, fail),
      deadline(patienceMs ?? within.headersMs, said`there is no answer`, fail),
      deadline(patienceMs ?? within.totalMs, said`the answer has no end`, fail),
    ];
    const [connecting, waiting] = timers;
    const onAbort = (): void => fail(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    function fail(reason: unknown): void {
      settle();
      call.destroy();
      reject(reason);
    }
    function settle(): void {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
    call.on('socket', (socket: Socket) => {
      socket.once('connect', () => {
        const { remoteAddress = '' } = socket;
        if (!guard.allows(remoteAddress)) fail(refusedAddress(remoteAddress));
      });
      socket.once(module === https ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
    });
    call.on('error', (error) => fail(error instanceof AppError ? error : unreachable(error)));
    call.on('response', (answer) => {
      clearTimeout(waiting);
      const { answerBytes = within.answerBytes, whenLonger = 'refuse' } = request;
      readAnswer(answer, { answerBytes, whenLonger }).then((read) => {
        settle();
        resolve(read);
      }, fail);
    });
    call.end(body);
  });
}

type AnswerLimit = Required<Pick<OutboundRequest, 'answerBytes' | 'whenLonger'>>;

async function readAnswer(
  answer: http.IncomingMessage,
  { answerBytes, whenLonger }: AnswerLimit,
): Promise<OutboundAnswer> {
  const { statusCode: status = 0, headers } = answer;
  if (status >= 300 && status < 400 && status !== 304)
    throw refused(said`it redirects the call, which is not followed`);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      const isLonger = size > answerBytes;
      if (isLonger && whenLonger === 'refuse') throw refused(said`its answer has more than ${answerBytes} bytes`);
      chunks.push(chunk);
      // Leaving the loop ends the connection.
      if (isLonger) break;
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreachable(error);
  }
  return { status, headers, body: Buffer.concat(chunks).subarray(0, answerBytes) };
}

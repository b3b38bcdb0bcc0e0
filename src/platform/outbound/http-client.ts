import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { AppError } from '../../base/index.ts';
import { errorCodeOf } from '../files.ts';
import type { AddressGuard } from './address-guard.ts';

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
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<http.IncomingHttpHeaders>;
  /** As it was sent: nothing is asked to be compressed, and nothing is inflated. */
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

/** Gives all addresses of a host, as `dns.lookup` does. */
export type Resolver = (host: string) => Promise<readonly LookupAddress[]>;

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
      if (url === null || !/^https?:$/.test(url.protocol)) throw refused('its URL is not http or https');
      if (url.username !== '' || url.password !== '') throw refused('its URL holds a password');
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
  const { method, headers, body, tls, signal } = request;
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
      deadline(within.connectMs, 'there is no connection', fail),
      deadline(within.headersMs, 'there is no answer', fail),
      deadline(within.totalMs, 'the answer has no end', fail),
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
      readAnswer(answer, within).then((read) => {
        settle();
        resolve(read);
      }, fail);
    });
    call.end(body);
  });
}

async function readAnswer(answer: http.IncomingMessage, { answerBytes }: OutboundLimits): Promise<OutboundAnswer> {
  const { statusCode: status = 0, headers } = answer;
  if (status >= 300 && status < 400 && status !== 304) throw refused('it redirects the call, which is not followed');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > answerBytes) throw refused(`its answer has more than ${answerBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreachable(error);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}

function deadline(ms: number, what: string, fail: (error: AppError) => void): NodeJS.Timeout {
  return setTimeout(() => fail(unreachable(new Error(`${what} after ${ms / 1000} s`))), ms);
}

/** Only addresses that are allowed are given to who connects; none at all is an error that says why. */
function guardedLookup(guard: AddressGuard, resolve: Resolver): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (found) => {
        const wanted = found.filter(({ family }) => !options.family || family === options.family);
        const allowed = wanted.filter(({ address }) => guard.allows(address));
        const [first] = allowed;
        if (first === undefined) callback(refusedAddress(wanted[0]?.address ?? host), '', 4);
        else if (options.all === true) callback(null, [...allowed]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), '', 4),
    );
  };
}

function resolveBySystem(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  });
}

function refused(reason: string): AppError {
  return new AppError('destination-refused', `cannot call destination: ${reason}`);
}

function refusedAddress(address: string): AppError {
  return refused(
    `its address ${address} is private, loopback or otherwise not of the internet; $WHODUNIT_ALLOW_PRIVATE_DESTINATIONS may list it`,
  );
}

/** The URL is not told: paths and queries of webhooks hold secrets. */
function unreachable(cause: unknown): AppError {
  const reason = errorCodeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  return new AppError('destination-unreachable', `cannot call destination: ${reason}`, { cause });
}

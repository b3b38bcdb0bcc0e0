import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { AppError, said } from '../../base/index.ts';
import type { AddressGuard } from './address-guard.ts';
import { deadline, refusedAddress, unreachable } from './failures.ts';
import { guardedLookup, resolveBySystem, type Resolver } from './guarded-lookup.ts';

/** Whom to connect to, for protocols other than HTTP. */
export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** With TLS from the start: who vouches for the other side in place of the system's authorities, and what we show it (PEM). */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly signal?: AbortSignal;
}

export interface ConnectorOptions {
  readonly guard: AddressGuard;
  /** Milliseconds until there is a connection, with TLS. */
  readonly connectMs?: number;
  readonly resolve?: Resolver;
}

/** Connects to other servers. */
export interface Connector {
  /**
   * Resolves with a socket that is connected, and secured where that is asked for; the caller listens for its errors and destroys it.
   * Rejects with AppError: `destination-refused` for what is never called, `destination-unreachable` for what may pass, and with the
   * signal's reason.
   */
  connect(target: ConnectTarget): Promise<Socket>;
}

/** Makes what connects for protocols other than HTTP, with the guard of the HTTP client: the address that was allowed is connected to. */
export function createConnector({ guard, connectMs = 10_000, resolve = resolveBySystem }: ConnectorOptions): Connector {
  const lookup = guardedLookup(guard, resolve);
  return {
    connect: async (target) => {
      const host = target.host.replaceAll(/[[\]]/g, '');
      // No name is looked up for an address.
      if (isIP(host) !== 0 && !guard.allows(host)) throw refusedAddress(host);
      target.signal?.throwIfAborted();
      return open({ ...target, host }, { guard, lookup, connectMs });
    },
  };
}

interface Ways {
  readonly guard: AddressGuard;
  readonly lookup: LookupFunction;
  readonly connectMs: number;
}

function open({ host, port, tls, signal }: ConnectTarget, { guard, lookup, connectMs }: Ways): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tls ? connectTls(optionsOfTls({ host, port, tls }, lookup)) : connectTcp({ host, port, lookup });
    const timer = deadline(connectMs, said`there is no connection`, fail);
    const onAbort = (): void => fail(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    function settle(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError);
    }
    function fail(reason: unknown): void {
      settle();
      // Whatever it still says is of no interest, and must find somebody who listens.
      socket.on('error', () => undefined).destroy();
      reject(reason);
    }
    function onError(error: Error): void {
      fail(error instanceof AppError ? error : unreachable(error));
    }
    socket.on('error', onError);
    socket.once('connect', () => {
      const { remoteAddress = '' } = socket;
      if (!guard.allows(remoteAddress)) fail(refusedAddress(remoteAddress));
    });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      if (socket.destroyed) return;
      settle();
      resolve(socket);
    });
  });
}

function optionsOfTls({ host, port, tls }: ConnectTarget, lookup: LookupFunction): ConnectionOptions {
  // TLS takes no address as the name of a server.
  return { ...tls, host, port, lookup, ...(isIP(host) === 0 ? { servername: host } : {}) };
}

import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { AppError } from '../base/index.ts';
import {
  closeOnSignals,
  createLogger,
  errorCodeOf,
  exitOnSignals,
  isLoopback,
  type Logger,
  makePrivate,
  realFiles,
  systemClock,
} from '../platform/index.ts';
import {
  allRoutes,
  createHttpServer,
  createMetricsServer,
  ensureAdminToken,
  ensureFirstUser,
  ensureSelfSigned,
  type FirstSignIn,
  type HttpServer,
  readAuthorities,
  type TlsFiles,
} from '../server/index.ts';
import { compose, type Composition } from './compose.ts';
import type { ServeOptions } from './options.ts';

export type { ServeOptions } from './options.ts';

/** A server that listens. */
export interface RunningServer extends Composition {
  /** What the server is called by. */
  readonly url: string;
  /** Where this process reaches it. */
  readonly listensAt: string;
  /** Where metrics are given without a token. */
  readonly metricsUrl: string | undefined;
  readonly adminToken: string;
  /** The sign-in that was made because there was no user; shown once. */
  readonly firstSignIn: FirstSignIn | undefined;
  readonly logger: Logger;
}

/** Starts a server and resolves when it listens; it may take events at once, and answers queries when the engine is ready. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const logger = createLogger(options.logLevel ?? 'info');
  await realFiles.makeDirectory(options.data);
  await makePrivate(options.data, logger);
  const adminToken = await ensureAdminToken(realFiles, options.data, logger);
  const tls = await tlsOf(options);
  const adminTokens = [adminToken, ...(options.adminToken ? [options.adminToken] : [])];
  const { host, port } = options.listen;
  const scheme = tls ? 'https' : 'http';
  const shownHost = host === '0.0.0.0' || host === '::' ? hostname() : host;
  const named = bracketed(shownHost);
  let url = options.publicUrl ?? `${scheme}://${named}:${port}`;
  const facts = { adminTokens, publicUrl: () => url, caCertificate: tls?.authority };
  const composition = await compose(options, logger, facts);
  const { context, lifecycle, records } = composition;
  try {
    const { metricsListen } = options;
    let metricsUrl: string | undefined;
    if (metricsListen) {
      const metrics = createMetricsServer(context.registry, logger);
      lifecycle.own('metrics', { close: () => metrics.close() });
      const metricsPort = await listen(metrics, metricsListen, '--metrics-listen');
      metricsUrl = `http://${bracketed(metricsListen.host)}:${metricsPort}`;
    }
    const http = await createHttpServer(context, allRoutes(), tls);
    lifecycle.own('http', { close: () => http.close() });
    const actualPort = await listen(http, options.listen, '--listen');
    url = url.replace(/:0$/, `:${actualPort}`);
    const listensAt = `${scheme}://${named}:${actualPort}`;
    // Only now: a password that a start has made and not shown would never be known to anybody.
    const firstSignIn = await ensureFirstUser(records.users, context.hasher, {
      mustChangePassword: options.isTemporary !== true,
    });
    return { ...composition, url, listensAt, metricsUrl, adminToken, firstSignIn, logger };
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

/** A host as it stands in a URL. */
function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Gives the port, which the system chooses for 0. */
async function listen(http: HttpServer, { host, port }: ServeOptions['listen'], option: string): Promise<number> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    const reason =
      errorCodeOf(error) === 'EADDRINUSE'
        ? `something listens there already, maybe another Whodunit; choose another address with ${option}`
        : error instanceof Error
          ? error.message
          : '';
    throw new AppError('conflict', `cannot listen on ${host}:${port}: ${reason}`, { cause: error });
  }
  const address = http.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function tlsOf(
  options: ServeOptions,
): Promise<(TlsFiles & { readonly authority: string | undefined }) | undefined> {
  const { tls, tlsClientCa } = options;
  if (!tls) return undefined;
  const clientCa = tlsClientCa === undefined ? undefined : await readAuthorities(tlsClientCa);
  if (tls.kind === 'files') {
    const [cert, key] = await Promise.all([readFile(tls.cert, 'utf8'), readFile(tls.key, 'utf8')]);
    checkPair(tls, { cert, key });
    return { cert, key, clientCa, authority: undefined };
  }
  const named = options.publicUrl === undefined ? [] : [new URL(options.publicUrl).hostname.replaceAll(/[[\]]/g, '')];
  const all = ['localhost', '127.0.0.1', '::1', hostname(), options.listen.host, ...named];
  const hosts = [...new Set(all)].filter((host) => host !== '0.0.0.0' && host !== '::');
  const made = await ensureSelfSigned({
    files: realFiles,
    clock: systemClock,
    directory: path.join(options.data, 'tls'),
    hosts,
  });
  return { cert: made.certificate, key: made.key, clientCa, authority: made.authority };
}

function checkPair(files: { readonly cert: string; readonly key: string }, pair: TlsFiles): void {
  try {
    createSecureContext(pair);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new AppError('bad-request', `cannot use certificate "${files.cert}" with key "${files.key}": ${reason}`, {
      cause: error,
    });
  }
}

/** Runs a server until a signal ends it; resolves when everything is closed. */
export async function serve(options: ServeOptions): Promise<void> {
  const stopExiting = exitOnSignals((code) => process.exit(code));
  const server = await startServer(options);
  const ended = new Promise<void>((resolve, reject) => {
    void server.whenRefused.then((refusal) => server.lifecycle.close().then(() => reject(refusal)));
    closeOnSignals(server.lifecycle, server.logger, (code) => {
      process.exitCode = code;
      resolve();
      // Whatever still holds the process open is not worth waiting for once everything is closed.
      setTimeout(() => process.exit(code), 1000).unref();
    });
  });
  stopExiting();
  announce(server, options);
  await ended;
}

function announce(server: RunningServer, options: ServeOptions): void {
  server.logger.info({ url: server.url }, 'listening');
  if (server.metricsUrl) server.logger.info({ url: server.metricsUrl }, 'giving metrics without a token');
  if (!options.tls && !isLoopback(options.listen.host) && !server.url.startsWith('https:'))
    server.logger.warn(
      { host: options.listen.host },
      'listening beyond this machine without TLS: passwords, tokens and events can be read on the way; see --tls',
    );
  if (server.firstSignIn) {
    const { name, password } = server.firstSignIn;
    process.stdout.write(
      `Sign in at ${server.url} as ${name} with the password ${password}\nIt is shown only now, and the page asks for another at the first sign-in.\n`,
    );
  }
}

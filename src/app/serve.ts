import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { AppError } from '../base/index.ts';
import { closeOnSignals, createLogger, type Logger, realFiles, systemClock } from '../platform/index.ts';
import {
  allRoutes,
  createHttpServer,
  createPasswordHasher,
  ensureAdminToken,
  ensureFirstUser,
  ensureSelfSigned,
  type FirstSignIn,
  type TlsFiles,
} from '../server/index.ts';
import { compose, type Composition } from './compose.ts';
import { readAuthorities } from './authorities.ts';
import type { ServeOptions } from './options.ts';

export type { ServeOptions } from './options.ts';

/** A server that listens. */
export interface RunningServer extends Composition {
  readonly url: string;
  readonly adminToken: string;
  /** The sign-in that was made because there was no user; shown once. */
  readonly firstSignIn: FirstSignIn | undefined;
  readonly logger: Logger;
}

/** Starts a server and resolves when it listens; it may take events at once, and answers queries when the engine is ready. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const logger = createLogger(options.logLevel ?? 'info');
  await realFiles.makeDirectory(options.data);
  const adminToken = await ensureAdminToken(realFiles, options.data);
  const tls = await tlsOf(options);
  const adminTokens = [adminToken, ...(options.adminToken ? [options.adminToken] : [])];
  const { host, port } = options.listen;
  const scheme = tls ? 'https' : 'http';
  const shownHost = host === '0.0.0.0' || host === '::' ? hostname() : host;
  const publicUrl =
    options.publicUrl ?? `${scheme}://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${port}`;
  const composition = await compose(options, logger, { adminTokens, publicUrl, caCertificate: tls?.authority });
  const { context, lifecycle, records } = composition;
  const firstSignIn = await ensureFirstUser(records.users, createPasswordHasher(), {
    mustChangePassword: options.isTemporary !== true,
  });
  const http = await createHttpServer(context, allRoutes(), tls);
  try {
    await http.listen({ host, port });
  } catch (error) {
    await lifecycle.close();
    throw new AppError('conflict', `cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
  lifecycle.own('http', { close: () => http.close() });
  const address = http.server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return { ...composition, url: publicUrl.replace(/:0$/, `:${actualPort}`), adminToken, firstSignIn, logger };
}

async function tlsOf(
  options: ServeOptions,
): Promise<(TlsFiles & { readonly authority: string | undefined }) | undefined> {
  const { tls, tlsClientCa } = options;
  if (!tls) return undefined;
  const clientCa = tlsClientCa === undefined ? undefined : await readAuthorities(tlsClientCa);
  if (tls.kind === 'files') {
    const [cert, key] = await Promise.all([readFile(tls.cert, 'utf8'), readFile(tls.key, 'utf8')]);
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

/** Runs a server until a signal ends it; resolves when everything is closed. */
export async function serve(options: ServeOptions): Promise<void> {
  const server = await startServer(options);
  server.logger.info({ url: server.url }, 'listening');
  if (server.firstSignIn) {
    const { name, password } = server.firstSignIn;
    process.stdout.write(
      `Sign in at ${server.url} as ${name} with the password ${password}\nIt is shown only now, and the page asks for another at the first sign-in.\n`,
    );
  }
  await new Promise<void>((resolve, reject) => {
    void server.whenRefused.then((refusal) => server.lifecycle.close().then(() => reject(refusal)));
    closeOnSignals(server.lifecycle, server.logger, (code) => {
      process.exitCode = code;
      resolve();
      // Whatever still holds the process open is not worth waiting for once everything is closed.
      setTimeout(() => process.exit(code), 1000).unref();
    });
  });
}

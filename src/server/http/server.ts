import type { Socket } from 'node:net';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import Fastify, { type ConnectionError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ServerContext } from './context.ts';
import { drainOnClose } from './drain.ts';
import { answerClientError } from './client-error.ts';
import { compression } from './compression.ts';
import { sendError } from './errors.ts';
import { addRoute, routerPath } from './handler.ts';
import { createHostCheck, refuseUnknownHosts } from './host.ts';
import { openApiDocument } from './openapi.ts';
import { servePage } from './page.ts';
import type { Route } from './route.ts';
import { watchConnections } from './watch-connections.ts';

/** What a body of the API may be; events have a road of their own. */
const maxApiBodyBytes = 4 << 20;
/** A request is there whole within this, or its connection is closed: 256 MiB on a slow line, and not for ever. */
const requestTimeoutMs = 15 * 60_000;
/** More than the longest name that a cluster or user may have, each of its characters written as an escape. */
const maxParamLength = 1024;

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Authorities whose client certificates are asked for. */
  readonly clientCa?: string | undefined;
}

export type HttpServer = FastifyInstance;

/** Makes the HTTP server: routes, the page, errors, security headers. The caller listens and closes. */
export async function createHttpServer(
  context: ServerContext,
  routes: readonly Route[],
  tls?: TlsFiles,
): Promise<HttpServer> {
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
    sendError(context.logger, error instanceof Error ? error : new Error(String(error)), request, reply);
  const connections = watchConnections(context.arrivals);
  const common = {
    bodyLimit: maxApiBodyBytes,
    logger: false,
    trustProxy: false,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength },
    // A call without one is answered as one with a host that nobody knows.
    http: { requireHostHeader: false },
    clientErrorHandler: (error: ConnectionError, socket: Socket): void => {
      connections.failed(error, socket);
      answerClientError(error, socket);
    },
    frameworkErrors: answerError,
  };
  const server: FastifyInstance = tls
    ? Fastify({
        ...common,
        https: {
          requireHostHeader: false,
          cert: tls.cert,
          key: tls.key,
          // Browsers have none and go on without; the routes for events look whether it was verified.
          ...(tls.clientCa ? { ca: tls.clientCa, requestCert: true, rejectUnauthorized: false } : {}),
        },
      })
    : Fastify(common);
  if (tls) connections.watch(server.server);
  noteLostSenders(server, context);
  const ending = drainOnClose(server);
  readEmptyJson(server);
  server.setErrorHandler(answerError);
  await server.register(helmet, {
    // Nothing that an answer holds is to be shown as a page; the page has its own.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: tls !== undefined,
  });
  const exempt = new Set(routes.filter(isForMachines).map(({ path }) => routerPath(path)));
  refuseUnknownHosts(server, createHostCheck([new URL(context.publicUrl()).hostname, ...context.allowedHosts]), exempt);
  await server.register(compress, compression);
  for (const route of routes) if (route.access !== 'ingest') addRoute(server, context, route, ending);
  await server.register(async (ingest) => {
    // Events are read by their own routes, as streams, whatever their content type says; everything else is JSON.
    ingest.removeAllContentTypeParsers();
    ingest.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const route of routes) if (route.access === 'ingest') addRoute(ingest, context, route, ending);
  });
  const document = openApiDocument(routes, context.version);
  server.get('/api/v1/openapi.json', { compress: compression }, async () => document);
  await servePage(server, context.pageDirectory);
  return server;
}

/** A webhook whose URL has no path, or a wrong one, sends all the same. */
function noteLostSenders(server: FastifyInstance, { arrivals }: ServerContext): void {
  server.addHook('onResponse', async (request) => {
    if (request.is404 && request.method === 'POST' && !request.url.startsWith('/api/'))
      arrivals.refused(undefined, 'path-unknown', request.ip);
  });
}

/** Senders of events, probes and scrapes: none of them is a browser. */
function isForMachines({ access, path }: Route): boolean {
  return access === 'ingest' || !path.startsWith('/api/');
}

/** Many clients say that they send JSON also where they send nothing. */
function readEmptyJson(server: FastifyInstance): void {
  const readJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, undefined);
    else void readJson(request, text, done);
  });
}

import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../../base/index.ts';
import { type Caller, requirePermission } from '../auth/index.ts';
import type { ServerContext } from './context.ts';
import { RejectedInput, sendError } from './errors.ts';
import { openApiDocument } from './openapi.ts';
import { servePage } from './page.ts';
import type { Route } from './route.ts';

/** What a body of the API may be; events have a road of their own. */
const maxApiBodyBytes = 4 << 20;

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Authorities whose client certificates are asked for. */
  readonly clientCa?: string | undefined;
}

/** Makes the HTTP server: routes, the page, errors, security headers. The caller listens and closes. */
export async function createHttpServer(
  context: ServerContext,
  routes: readonly Route[],
  tls?: TlsFiles,
): Promise<FastifyInstance> {
  const common = {
    bodyLimit: maxApiBodyBytes,
    logger: false,
    trustProxy: false,
    forceCloseConnections: true as const,
    requestTimeout: 0,
  };
  const server: FastifyInstance = tls
    ? Fastify({
        ...common,
        https: {
          cert: tls.cert,
          key: tls.key,
          // Browsers have none and go on without; the routes for events look whether it was verified.
          ...(tls.clientCa ? { ca: tls.clientCa, requestCert: true, rejectUnauthorized: false } : {}),
        },
      })
    : Fastify(common);
  server.setErrorHandler((error, request, reply) => {
    sendError(context.logger, error instanceof Error ? error : new Error(String(error)), request, reply);
  });
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
  for (const route of routes) if (route.access !== 'ingest') register(server, context, route);
  await server.register(async (ingest) => {
    // Events are read by their own routes, as streams, whatever their content type says; everything else is JSON.
    ingest.removeAllContentTypeParsers();
    ingest.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const route of routes) if (route.access === 'ingest') register(ingest, context, route);
  });
  const document = openApiDocument(routes, context.version);
  server.get('/api/v1/openapi.json', async () => document);
  if (context.pageDirectory !== undefined) await servePage(server, context.pageDirectory);
  return server;
}

function register(server: FastifyInstance, context: ServerContext, route: Route): void {
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const caller = await identify(context, route, request);
      const controller = new AbortController();
      reply.raw.once('close', () => controller.abort());
      const params = parse(route.params, request.params, 'path');
      const query = parse(route.query, request.query, 'query');
      const body = parse(route.body, request.body ?? {}, 'body');
      const call = {
        params,
        query,
        body,
        caller,
        context,
        request,
        reply,
        address: request.ip,
        signal: controller.signal,
      };
      const startedAt = performance.now();
      try {
        const answer = await route.handle(call);
        await record(context, route, call, 'done');
        return answer;
      } catch (error) {
        await record(context, route, call, error instanceof AppError ? error.code : 'internal');
        throw error;
      } finally {
        if (route.activity) context.metrics.observeQuery(route.activity, (performance.now() - startedAt) / 1000);
      }
    },
  });
}

const nobody: Caller = {
  kind: 'user',
  name: 'anonymous',
  role: 'viewer',
  scope: { clusterIds: [], namespaces: [] },
  mustChangePassword: false,
};

async function identify(context: ServerContext, route: Route, request: FastifyRequest): Promise<Caller> {
  if (route.access === 'public' || route.access === 'ingest') return nobody;
  const caller = await context.authenticator.authenticate({
    method: request.method,
    headers: request.headers,
    isSecure: request.protocol === 'https',
  });
  return requirePermission(caller, route.access);
}

function parse(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 20).map((issue) => {
    const where = issue.path.length === 0 ? place : `${place}.${issue.path.join('.')}`;
    return { code: 'invalid-request', severity: 'error' as const, message: `${where}: ${issue.message}` };
  });
  throw new RejectedInput(problems);
}

/** Writes a call to the product's own audit log. Bodies may hold secrets: only what is named here is kept. */
async function record(
  context: ServerContext,
  route: Route,
  { caller, address, params, body }: { caller: Caller; address: string; params: unknown; body: unknown },
  outcome: string,
): Promise<void> {
  if (!route.activity) return;
  const detail = pick(body, [
    'query',
    'from',
    'to',
    'clusters',
    'field',
    'fields',
    'format',
    'name',
    'project',
    'retentionDays',
    'status',
    'role',
  ]);
  const target = pick(params, ['name', 'id']);
  const activity = {
    actor: caller.name,
    address,
    action: route.activity,
    target:
      typeof target['name'] === 'string' ? target['name'] : typeof target['id'] === 'string' ? target['id'] : undefined,
    outcome,
    detail,
  };
  const kept = await context.records.activity.append(activity);
  if (kept === 'owed') context.logger.warn({ activity }, 'the disk has no room for an activity; it is written later');
}

const maxDetailText = 4096;

function pick(value: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(([name]) => names.includes(name));
  return Object.fromEntries(
    entries.map(([name, one]: [string, unknown]) => [
      name,
      typeof one === 'string' ? one.slice(0, maxDetailText) : one,
    ]),
  );
}

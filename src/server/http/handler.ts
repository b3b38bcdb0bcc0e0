import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, requirePermission } from '../../access/index.ts';
import { recordActivity } from './activity-entry.ts';
import { compressionOf } from './compression.ts';
import type { ServerContext } from './context.ts';
import { readPart } from './read-part.ts';
import type { Route } from './route.ts';

const nobody: Caller = {
  kind: 'user',
  name: 'anonymous',
  since: 0,
  role: 'viewer',
  projects: [],
  scope: { clusterIds: [], namespaces: [], bodies: false },
  mustChangePassword: false,
};

/**
 * Adds a route: finds out who calls before the body is read, validates, handles, and writes the call to the activity log.
 * `ending` is aborted when the server is about to end.
 */
export function addRoute(server: FastifyInstance, context: ServerContext, route: Route, ending: AbortSignal): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route({
    method: route.method,
    url: routerPath(route.path),
    compress: compressionOf(route),
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      callers.set(request, await identify(context, route, request));
    },
    handler: async (request, reply) => {
      const caller = callers.get(request) ?? nobody;
      const params = readPart(route.params, request.params, 'path');
      const query = readPart(route.query, request.query, 'query');
      const body = readPart(route.body, request.body ?? {}, 'body');
      let target: string | undefined;
      const call = {
        params,
        query,
        body,
        caller,
        context,
        request,
        reply,
        address: request.ip,
        signal: goneSignal(reply),
        ending,
        identify: () => identify(context, route, request),
        recordNow: () => record(),
        isAbout: (named: string) => {
          target = named;
        },
      };
      let isRecorded = false;
      const record = async (error?: unknown): Promise<void> => {
        if (isRecorded) return;
        isRecorded = true;
        await recordActivity(context, route, { ...call, target }, error);
      };
      // What nobody can write down is not to be done.
      if (route.activity) await context.records.activity.ensureRoom();
      const startedAt = performance.now();
      try {
        const answer = await route.handle(call);
        await record();
        return answer;
      } catch (error) {
        await record(error);
        throw error;
      } finally {
        if (route.activity) context.metrics.observeQuery(route.activity, (performance.now() - startedAt) / 1000);
      }
    },
  });
}

/** A route's path as the router writes it. */
export function routerPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** Is aborted when the caller goes away, or has gone. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  if (raw.destroyed) controller.abort();
  else raw.once('close', () => controller.abort());
  return controller.signal;
}

async function identify(context: ServerContext, route: Route, request: FastifyRequest): Promise<Caller> {
  if (route.access === 'public' || route.access === 'ingest') return nobody;
  if (route.access === 'metrics' && context.areMetricsPublic) return nobody;
  const caller = await context.authenticator.authenticate({
    method: request.method,
    headers: request.headers,
    isSecure: request.protocol === 'https',
  });
  return requirePermission(caller, route.access);
}

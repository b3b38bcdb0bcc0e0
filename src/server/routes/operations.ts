import { z } from 'zod';
import { type Caller, isLimited, maySeeCluster, visibleClusters } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import { withoutWrappers } from '../../ingest/index.ts';
import type { DeadLetter } from '../../records/index.ts';
import type { ServerContext } from '../http/context.ts';
import { requireNoHold } from '../http/legal-hold.ts';
import { route, type Route } from '../http/route.ts';
import { whenStored } from '../http/when-stored.ts';
import { quarantineTotals } from './quarantine.ts';
import * as schemas from '../schemas/index.ts';

const Page = z.object({
  cursor: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const ById = z.object({ id: z.coerce.number().int() });

/** Health, metrics, status, the product's own audit log, dead letters. */
export function operationRoutes(): readonly Route[] {
  return [...healthRoutes(), ...deadLetterRoutes()];
}

function healthRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/healthz',
      access: 'public',
      summary: 'Liveness.',
      handle: async ({ reply }) => reply.type('text/plain').send('ok\n'),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      access: 'public',
      summary: '200 once the server can ingest and query.',
      handle: async ({ context, reply }) => {
        const refused = context.refusal.reason();
        const problem = context.engine.isReady() ? refused : 'the engine is not ready';
        return reply
          .code(problem === undefined ? 200 : 503)
          .type('text/plain')
          .send(`${problem ?? 'ok'}\n`);
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      access: 'metrics',
      summary: 'Prometheus metrics; without a token where the server was started with `--metrics-public`.',
      handle: async ({ context, reply }) =>
        reply.type(context.registry.contentType).send(await context.registry.metrics()),
    }),
    route({
      method: 'GET',
      path: '/api/v1/status',
      access: 'read',
      summary: 'How the server is doing.',
      answer: schemas.Status,
      handle: async ({ context, caller }) => {
        const pending = context.journal.pending();
        const waiting = await context.records.deadLetters.waiting();
        return {
          version: context.version,
          // Both count events of all clusters and namespaces.
          journal: isLimited(caller) ? null : { pendingEvents: pending.events, pendingBytes: pending.bytes },
          deadLetters: isLimited(caller) ? null : [...waiting.values()].reduce((sum, count) => sum + count, 0),
          engine: { ready: context.engine.isReady(), restarts: context.engine.restarts() },
          quarantine: isLimited(caller) ? null : quarantineTotals(context.quarantine.list()),
          integrity: isLimited(caller) ? null : context.integrity.losses(),
          refusing: shownRefusal(context),
          silent: await silentServers(context, caller),
          lagSeconds: context.metrics.lag(),
          timeZone: context.timeZone,
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/activity',
      access: 'administer',
      summary: "The product's own audit log, the latest first.",
      query: Page.extend({ actor: z.string().optional(), action: z.string().optional() }),
      answer: z.object({ items: z.array(schemas.Activity), cursor: z.string().optional() }),
      handle: async ({ query, context }) => {
        const items = await context.records.activity.list({ ...query, before: query.cursor });
        const last = items.length === query.limit ? items.at(-1) : undefined;
        return {
          items: items.map((one) => ({
            ...one,
            at: new Date(one.at).toISOString(),
            lastAt: new Date(one.lastAt).toISOString(),
            address: one.address ?? null,
            target: one.target ?? null,
          })),
          ...(last ? { cursor: String(last.id) } : {}),
        };
      },
    }),
  ];
}

async function silentServers({ records, monitor }: ServerContext, caller: Caller) {
  if (caller.scope.namespaces !== null) return [];
  const enabled = (await visibleClusters(records, caller)).filter(({ status }) => status === 'enabled');
  const names = new Map(enabled.map(({ id, name }) => [id, name]));
  return monitor.apiServers.gaps().flatMap(({ clusterId, apiServer }) => {
    const cluster = names.get(clusterId);
    const since = new Date(apiServer.lastReceivedAt).toISOString();
    return cluster === undefined ? [] : [{ cluster, apiServer: apiServer.name, since }];
  });
}

function shownRefusal({ refusal }: ServerContext): { readonly reason: string } | null {
  const reason = refusal.reason();
  return reason === undefined ? null : { reason };
}

async function shownLetters(context: ServerContext, letters: readonly DeadLetter[]) {
  const clusters = await context.records.clusters.list();
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  return letters.map(({ id, clusterId, receivedAtMicros, reason, detail, size, state, attempts }) => ({
    id,
    cluster: names.get(clusterId) ?? clusterId,
    receivedAt: new Date(receivedAtMicros / 1000).toISOString(),
    reason,
    detail,
    size,
    state,
    attempts,
  }));
}

/** A dead letter that is of a cluster that the caller may see. */
async function letterOf(
  call: { readonly context: ServerContext; readonly caller: Parameters<typeof maySeeCluster>[0] },
  id: number,
) {
  const letter = await call.context.records.deadLetters.find(id);
  if (!letter || !maySeeCluster(call.caller, letter.clusterId))
    throw new AppError('not-found', said`cannot find the dead letter`);
  return letter;
}

function deadLetterRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/dead-letters',
      access: 'administer-clusters',
      summary: 'What was received and could not be stored, the latest first.',
      query: Page.extend({ state: z.enum(['waiting', 'stored']).optional() }),
      answer: z.object({ items: z.array(schemas.DeadLetter), cursor: z.string().optional() }),
      handle: async ({ query, context, caller }) => {
        const clusterIds = (await visibleClusters(context.records, caller)).map((cluster) => cluster.id);
        const letters = await context.records.deadLetters.list({ ...query, before: query.cursor, clusterIds });
        const last = letters.length === query.limit ? letters.at(-1) : undefined;
        return { items: await shownLetters(context, letters), ...(last ? { cursor: String(last.id) } : {}) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/dead-letters/{id}/bytes',
      access: 'administer-clusters',
      activity: 'dead-letter-export',
      summary: 'The bytes of a dead letter, as received.',
      params: ById,
      handle: async ({ params, context, caller, reply }) => {
        const letter = await letterOf({ context, caller }, params.id);
        reply.header('content-disposition', `attachment; filename="dead-letter-${letter.id}.bin"`);
        return reply.type('application/octet-stream').send(Buffer.from(letter.bytes));
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/dead-letters/{id}/retry',
      access: 'administer-clusters',
      activity: 'dead-letter-retry',
      summary: 'Tries to store a dead letter again, out of its wrapper where it is in one.',
      params: ById,
      answer: schemas.StoredAnswer,
      handle: async ({ params, context, caller }) => {
        const letter = await letterOf({ context, caller }, params.id);
        try {
          const { received, rejected, isDropped, position } = await context.receiver.accept(
            letter.clusterId,
            withoutWrappers(letter.bytes),
          );
          const stored =
            position === undefined
              ? { stored: 0, duplicates: 0, completed: 0, rejected: 0 }
              : await whenStored(context.clock, context.indexer.whenStored(position));
          // What is rejected still, beside what is stored now, has dead letters of its own, if there is room for them.
          const isSome = !isDropped && stored.stored + stored.duplicates + stored.completed > 0;
          await context.records.deadLetters.retried(letter.id, isSome ? 'stored' : { reason: letter.reason });
          return { received, ...stored, rejected: stored.rejected + rejected };
        } catch (error) {
          if (error instanceof AppError && error.code === 'bad-request')
            await context.records.deadLetters.retried(letter.id, { reason: letter.reason });
          throw error;
        }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/dead-letters/{id}',
      access: 'administer-clusters',
      activity: 'dead-letter-delete',
      summary: 'Throws a dead letter away.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, context, caller }) => {
        const letter = await letterOf({ context, caller }, params.id);
        await requireNoHold(context, letter.clusterId);
        await context.records.deadLetters.delete(letter.id);
        return {};
      },
    }),
  ];
}

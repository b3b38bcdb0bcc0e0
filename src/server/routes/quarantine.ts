import { z } from 'zod';
import { maySeeCluster, visibleClusters } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { QuarantinedBatch } from '../../ingest/index.ts';
import type { ServerContext } from '../http/context.ts';
import { requireNoHold } from '../http/legal-hold.ts';
import { route, type Route } from '../http/route.ts';
import { whenStored } from '../http/when-stored.ts';
import * as schemas from '../schemas/index.ts';

const ById = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) });

/** What is set aside, together. */
export function quarantineTotals(batches: readonly QuarantinedBatch[]): {
  readonly batches: number;
  readonly events: number;
  readonly bytes: number;
} {
  return {
    batches: batches.length,
    events: batches.reduce((sum, { events }) => sum + events, 0),
    bytes: batches.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Events that were acknowledged and that the store cannot take. */
export function quarantineRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/quarantine',
      access: 'administer-clusters',
      summary: 'Events that were acknowledged and that the store cannot take, the oldest first.',
      answer: z.object({ items: z.array(schemas.QuarantinedBatch) }),
      handle: async ({ context, caller }) => {
        const clusters = new Map((await visibleClusters(context.records, caller)).map(({ id, name }) => [id, name]));
        const items = context.quarantine.list().flatMap(({ clusterId, receivedAtMicros, ...batch }) => {
          const cluster = clusters.get(clusterId);
          return cluster === undefined
            ? []
            : [{ ...batch, cluster, receivedAt: new Date(receivedAtMicros / 1000).toISOString() }];
        });
        return { items };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/quarantine/{id}/retry',
      access: 'administer-clusters',
      activity: 'dead-letter-retry',
      summary: 'Tries to store events again that were set aside. What still cannot be stored is set aside anew.',
      params: ById,
      answer: schemas.StoredAnswer,
      handle: async ({ params, context, caller }) => {
        const { clusterId } = batchOf(context, caller, params.id);
        const events = await context.quarantine.read(params.id);
        const receipt = await context.receiver.accept(clusterId, events ?? Buffer.alloc(0));
        const { received, rejected, isDropped, position } = receipt;
        const stored =
          position === undefined
            ? { stored: 0, duplicates: 0, completed: 0, rejected: 0 }
            : await whenStored(context.clock, context.indexer.whenStored(position));
        // Set aside once more it has the same id, and stays; so does what is kept nowhere else.
        if (stored.rejected === 0 && !isDropped) await context.quarantine.remove(params.id);
        return { received, ...stored, rejected: stored.rejected + rejected };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/quarantine/{id}',
      access: 'administer-clusters',
      activity: 'dead-letter-delete',
      summary: 'Throws events away that were set aside.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, context, caller }) => {
        const { clusterId } = batchOf(context, caller, params.id);
        await requireNoHold(context, clusterId);
        await context.quarantine.remove(params.id);
        return {};
      },
    }),
  ];
}

/** A batch of a cluster that the caller may see. */
function batchOf(context: ServerContext, caller: Parameters<typeof maySeeCluster>[0], id: string): QuarantinedBatch {
  const batch = context.quarantine.list().find((one) => one.id === id);
  if (!batch || !maySeeCluster(caller, batch.clusterId))
    throw new AppError('not-found', said`cannot find the events that were set aside`);
  return batch;
}

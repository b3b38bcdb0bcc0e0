import { z } from 'zod';
import { visibleCluster } from '../../access/index.ts';
import { readTime } from '../../analysis/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { LegalHold } from '../../records/index.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string() });
const path = '/api/v1/clusters/{name}/legal-holds';

/** Legal holds: whoever administers a cluster places one, and whoever administers the server lifts it. */
export function legalHoldRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path,
      access: 'read',
      summary: 'The legal holds on a cluster.',
      params: ByName,
      answer: z.object({ items: z.array(schemas.LegalHold) }),
      handle: async ({ params, context, caller }) => {
        const { id } = await visibleCluster(context.records, caller, params.name);
        return { items: (await context.records.legalHolds.list(id)).map(shown) };
      },
    }),
    route({
      method: 'POST',
      path,
      access: 'administer-clusters',
      activity: 'legal-hold-place',
      summary:
        'Holds the events of a cluster, or those that happened within a range: retention leaves them, and the cluster cannot be deleted.',
      params: ByName,
      body: schemas.NewLegalHold,
      answer: schemas.LegalHold,
      handle: async ({ params, body, context, caller }) => {
        const { id: clusterId } = await visibleCluster(context.records, caller, params.name);
        const now = context.clock.nowMicros();
        const fromMicros = body.from == null ? undefined : readTime(body.from, now, 'from');
        const toMicros = body.to == null ? undefined : readTime(body.to, now, 'to');
        if (fromMicros !== undefined && toMicros !== undefined && fromMicros >= toMicros)
          throw new AppError('bad-request', said`cannot hold: from must be before to`);
        return shown(
          await context.placeHold({ clusterId, reason: body.reason, fromMicros, toMicros, placedBy: caller.name }),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{id}`,
      access: 'administer',
      activity: 'legal-hold-lift',
      summary: 'Lifts a legal hold. What is past its retention by now is removed soon after.',
      params: ByName.extend({ id: z.string() }),
      answer: schemas.LegalHold,
      handle: async ({ params, context, caller, isAbout }) => {
        const cluster = await visibleCluster(context.records, caller, params.name);
        const hold = await context.records.legalHolds.lift(cluster.id, params.id);
        if (!hold) throw new AppError('not-found', said`cannot find the legal hold on cluster "${cluster.name}"`);
        isAbout(`${cluster.name}: ${hold.reason}`);
        context.removeDueEvents();
        return shown(hold);
      },
    }),
  ];
}

function shown({ id, reason, fromMicros, toMicros, placedBy, placedAt }: LegalHold): z.input<typeof schemas.LegalHold> {
  const time = (micros: number | undefined): string | null =>
    micros === undefined ? null : new Date(micros / 1000).toISOString();
  return {
    id,
    reason,
    from: time(fromMicros),
    to: time(toMicros),
    placedBy,
    placedAt: new Date(placedAt).toISOString(),
  };
}

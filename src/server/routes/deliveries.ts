import { z } from 'zod';
import type { Caller } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import { giveUpAfterMs, readMessage } from '../../delivery/index.ts';
import type { OutboxEntry } from '../../records/index.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import { seenScopes, seesScope } from '../http/seen-scopes.ts';
import * as schemas from '../schemas/index.ts';

const ById = z.object({ id: z.coerce.number().int() });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

function shown(entry: OutboxEntry): z.input<typeof schemas.Delivery> {
  const { id, key, channel, state, createdAt, dueAt, attempts, endedAt, mergedInto } = entry;
  const { kind, severity, title } = readMessage(entry.message);
  return {
    id,
    key,
    channel,
    kind,
    severity,
    title,
    state,
    mergedInto: mergedInto ?? null,
    createdAt: isoTime(createdAt),
    dueAt: isoTime(dueAt),
    attempts,
    endedAt: endedAt === undefined ? null : isoTime(endedAt),
  };
}

/** The delivery of this id, if the caller may see it. */
async function find({ records }: ServerContext, caller: Caller, id: number): Promise<OutboxEntry> {
  const entry = await records.outbox.find(id);
  if (!entry || !seesScope(caller, entry.scope)) throw new AppError('not-found', said`cannot find delivery "${id}"`);
  return entry;
}

/** Messages on their way to channels: what waits, what was sent and what was given up, with every try. */
export function deliveryRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/deliveries',
      access: 'read',
      summary:
        'Messages for channels, the latest first. A caller who is limited sees those that show no more than they may see.',
      query: schemas.DeliveryQuery,
      answer: schemas.DeliveryList,
      handle: async ({ query: { cursor, ...query }, caller, context: { records } }) => {
        const scopes = await seenScopes(caller, () => records.outbox.scopes());
        const entries = await records.outbox.list({ ...query, scopes, before: cursor });
        const last = entries.length === query.limit ? entries.at(-1) : undefined;
        return { items: entries.map(shown), cursor: last && String(last.id) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/deliveries/{id}',
      access: 'read',
      summary: 'A message with all tries to send it, and what the other side said.',
      params: ById,
      answer: schemas.DeliveryDetails,
      handle: async ({ params, caller, context }) => {
        const entry = await find(context, caller, params.id);
        const { text, facts, links } = readMessage(entry.message);
        const tries = (await context.records.outbox.attempts(entry.id)).map(
          ({ at, duration, outcome, status, answer }) => ({
            at: isoTime(at),
            durationMs: duration,
            outcome,
            status: status ?? null,
            answer,
          }),
        );
        return { ...shown(entry), text, facts, links, tries };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/deliveries/{id}/resend',
      access: 'keep',
      activity: 'delivery-resend',
      summary: 'Sends again what was given up, under the same key. 409 for anything else.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, caller, context: { clock, delivery, ...context } }) => {
        const { id, state } = await find({ ...context, clock, delivery }, caller, params.id);
        if (!(await context.records.outbox.resend(id, clock.now() + giveUpAfterMs)))
          throw new AppError('conflict', said`cannot send delivery "${id}" again: it was not given up, it is ${state}`);
        delivery.wake();
        return {};
      },
    }),
  ];
}

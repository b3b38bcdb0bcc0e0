import { Readable } from 'node:stream';
import { z } from 'zod';
import { isLimited } from '../../access/index.ts';
import { eventJson, isTooLarge } from '../../analysis/index.ts';
import { AppError } from '../../base/index.ts';
import type { EventSearch, Selection, StoredEvent } from '../../store/index.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { accepted } from '../http/errors.ts';

const pollMs = 700;
const maxEventsAPoll = 500;
/** Beyond this an event is too old to be news: a late batch of hours ago is found by searching. */
const lookBack = '-1d';
const lookAhead = '+1d';

const Query = z.object({
  query: z
    .string()
    .max(1 << 16)
    .default(''),
  clusters: z.union([z.string(), z.array(z.string())]).optional(),
});

type TailCall = Call<unknown, z.output<typeof Query>, unknown>;

/** New events as they become queryable, as server-sent events. */
export function tailRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/tail',
      access: 'read',
      activity: 'tail',
      summary: 'New events as they arrive, as server-sent events `audit` and `status`.',
      query: Query,
      handle: async (call) => {
        const { context, caller, reply } = call;
        const since = context.clock.nowMicros();
        // Without an engine the answer is 503; one that goes away later is waited for.
        const { selection } = accepted(await context.analysis.search({ caller, question: searchOf(call) })).value;
        await context.search.receivedSince(selection, since, 1);
        await call.recordNow();
        const stream = Readable.from(follow(call, since), { highWaterMark: 1 });
        stream.on('error', (error) => context.logger.warn({ err: error, actor: caller.name }, 'a tail broke off'));
        return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
      },
    }),
  ];
}

function searchOf({ query: { query, clusters } }: TailCall) {
  const names = clusters === undefined ? undefined : [clusters].flat().flatMap((name) => name.split(','));
  return { query, from: lookBack, to: lookAhead, clusters: names };
}

/**
 * Gives what was received after a moment, and a status after each look. Ends with the caller's connection, with the server, and
 * with the right to see: a session that is over or a token that was revoked reads on no longer.
 */
async function* follow(call: TailCall, begin: number): AsyncGenerator<string> {
  const { context, signal, ending } = call;
  const over = AbortSignal.any([signal, ending]);
  let since = begin;
  while (!over.aborted) {
    const caller = await call.identify().catch(nobodyNow);
    if (!caller) return;
    const found = await context.analysis.search({ caller, question: searchOf(call) });
    const { clusters, selection } = accepted(found).value;
    const events = await newEvents(context.search, selection, since);
    for (const event of events) {
      since = Math.max(since, event.receivedAtMicros);
      const name = clusters.find((cluster) => cluster.id === event.clusterId)?.name ?? '';
      yield `event: audit\ndata: ${lineOf(event, name)}\n\n`;
    }
    const status = {
      at: new Date(context.clock.now()).toISOString(),
      // It counts events of all clusters and namespaces.
      pending: isLimited(caller) ? null : context.journal.pending().events,
      skipped: events.length === maxEventsAPoll,
    };
    yield `event: status\ndata: ${JSON.stringify(status)}\n\n`;
    await context.clock.sleep(pollMs, over);
  }
}

function lineOf(event: StoredEvent, clusterName: string): string {
  return eventJson(event, clusterName)
    .toString('utf8')
    .replaceAll(/[\r\n]/g, ' ');
}

function nobodyNow(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}

/** An engine that is away has nothing new. Fewer events are asked for where they are so large that it has no memory for all. */
async function newEvents(
  search: EventSearch,
  selection: Selection,
  since: number,
  limit = maxEventsAPoll,
): Promise<readonly StoredEvent[]> {
  try {
    return await search.receivedSince(selection, since, limit);
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-unavailable') return [];
    if (isTooLarge(error) && limit > 1) return newEvents(search, selection, since, Math.ceil(limit / 10));
    throw error;
  }
}

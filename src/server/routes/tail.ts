import { z } from 'zod';
import { splitStatement } from '../../query/index.ts';
import { eventJson } from '../queries/event-json.ts';
import { prepareSearch } from '../queries/search.ts';
import { route, type Route } from '../http/route.ts';

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
      handle: async ({ query, caller, context, reply, signal }) => {
        const names =
          query.clusters === undefined ? undefined : [query.clusters].flat().flatMap((name) => name.split(','));
        const request = {
          query: splitStatement(query.query).search.text,
          from: lookBack,
          to: lookAhead,
          clusters: names,
        };
        const { clusters, selection: first } = await prepareSearch(context, caller, request);
        let since = context.clock.nowMicros();
        // Without an engine the answer is 503; one that goes away later is waited for.
        await context.search.receivedSince(first, since, 1);
        reply.hijack();
        const response = reply.raw;
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        });
        while (!signal.aborted) {
          const { selection } = await prepareSearch(context, caller, request);
          const events = await context.search.receivedSince(selection, since, maxEventsAPoll).catch(() => []);
          for (const event of events) {
            since = Math.max(since, event.receivedAtMicros);
            const name = clusters.find((cluster) => cluster.id === event.clusterId)?.name ?? '';
            response.write(`event: audit\ndata: ${eventJson(event, name).toString('utf8').replaceAll('\n', ' ')}\n\n`);
          }
          const status = {
            at: new Date(context.clock.now()).toISOString(),
            pending: context.journal.pending().events,
            skipped: events.length === maxEventsAPoll,
          };
          response.write(`event: status\ndata: ${JSON.stringify(status)}\n\n`);
          await context.clock.sleep(pollMs, signal);
        }
        response.end();
        return reply;
      },
    }),
  ];
}

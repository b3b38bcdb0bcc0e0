import { z } from 'zod';
import { AppError } from '../../base/index.ts';
import { splitStatement } from '../../query/index.ts';
import { decodeCursor } from '../../store/index.ts';
import { eventJson } from '../queries/event-json.ts';
import { runStatement } from '../queries/statement.ts';
import { prepareSearch } from '../queries/search.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { HistogramAnswer, HistogramRequest, QueryRequest, SearchAnswer, SqlAnswer } from '../schemas/index.ts';

const defaultLimit = 100;

function isoTime(micros: number): string {
  return new Date(micros / 1000).toISOString();
}

/** Searches, statements and histograms. */
export function queryRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/query',
      access: 'read',
      activity: 'query',
      summary: 'Searches events, or analyses them with `search | SQL`.',
      body: QueryRequest,
      answer: z.union([SearchAnswer, SqlAnswer]),
      handle: async (call) => {
        if (splitStatement(call.body.query).analysis) return runStatement(call);
        return searchEvents(call);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/histogram',
      access: 'read',
      activity: 'histogram',
      summary: 'Counts the events of a search over time, by outcome.',
      body: HistogramRequest,
      answer: HistogramAnswer,
      handle: async ({ body, caller, context, signal }) => {
        const query = splitStatement(body.query).search.text;
        const { selection } = await prepareSearch(context, caller, { ...body, query });
        const buckets = await context.search.histogram(selection, body.buckets, signal);
        return {
          buckets: buckets.map(({ fromMicros, toMicros, count, refused, failed }) => ({
            from: isoTime(fromMicros),
            to: isoTime(toMicros),
            count,
            ok: count - refused - failed,
            refused,
            failed,
          })),
        };
      },
    }),
  ];
}

/** Answers with the events as received: their JSON is spliced into the answer, not parsed and written anew. */
async function searchEvents({
  body,
  caller,
  context,
  signal,
  reply,
}: Call<unknown, unknown, z.output<typeof QueryRequest>>) {
  const startedAt = performance.now();
  const cursor = body.cursor === undefined ? undefined : decodeCursor(body.cursor);
  if (body.cursor !== undefined && !cursor) throw new AppError('bad-request', 'cannot read cursor: it is none of ours');
  const { selection, clusters, warnings } = await prepareSearch(context, caller, body);
  const limit = body.limit ?? defaultLimit;
  const [events, total] = await Promise.all([
    context.search.page({ ...selection, order: body.order, limit, cursor, signal }),
    context.search.count(selection, signal),
  ]);
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  const last = events.length === limit ? events.at(-1)?.cursor : undefined;
  const meta = { elapsedMs: Math.round(performance.now() - startedAt), warnings };
  const parts: Buffer[] = [Buffer.from('{"events":[')];
  for (const [index, event] of events.entries()) {
    if (index > 0) parts.push(Buffer.from(','));
    parts.push(eventJson(event, names.get(event.clusterId) ?? ''));
  }
  const rest = { total, ...(last === undefined ? {} : { cursor: last }), meta };
  parts.push(Buffer.from(`],${JSON.stringify(rest).slice(1)}`));
  return reply.type('application/json; charset=utf-8').send(Buffer.concat(parts));
}

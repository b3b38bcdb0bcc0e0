import { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '../../base/index.ts';
import { splitStatement } from '../../query/index.ts';
import { decodeCursor } from '../../store/index.ts';
import { eventJson } from '../queries/event-json.ts';
import { eventPages } from '../queries/event-pages.ts';
import { resumed } from '../queries/resumed.ts';
import { runStatement } from '../queries/statement.ts';
import { prepareSearch } from '../queries/search.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { HistogramAnswer, HistogramRequest, QueryRequest, SearchAnswer, SqlAnswer } from '../schemas/index.ts';

const defaultLimit = 100;
const comma = Buffer.from(',');
const nothing = Buffer.alloc(0);

type SearchCall = Call<unknown, unknown, z.output<typeof QueryRequest>>;

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

/**
 * Answers with the events as received: their JSON is spliced into the answer, not parsed and written anew. The answer goes out
 * a page at a time, for ten thousand events may be gigabytes.
 */
async function searchEvents(call: SearchCall) {
  const { body, caller, context, signal, reply } = call;
  const startedAt = performance.now();
  if (body.cursor !== undefined && !decodeCursor(body.cursor))
    throw new AppError('bad-request', 'cannot read cursor: it is none of ours');
  const { selection, clusters, warnings } = await prepareSearch(context, caller, body);
  const limit = body.limit ?? defaultLimit;
  const { cursor, order } = body;
  const pages = eventPages(context.search, { ...selection, order, limit, cursor, signal });
  // What fails by now is an error like any other; afterwards all that can be done is to break off.
  const [first, total] = await Promise.all([pages.next(), context.search.count(selection, signal)]);
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));

  async function* pieces(): AsyncGenerator<Buffer> {
    let count = 0;
    let last: string | undefined;
    yield Buffer.from('{"events":[');
    for await (const events of resumed(first, pages)) {
      const begin = count;
      const parts = events.flatMap((event, index) => [
        begin + index > 0 ? comma : nothing,
        eventJson(event, names.get(event.clusterId) ?? ''),
      ]);
      yield Buffer.concat(parts);
      count += events.length;
      last = events.at(-1)?.cursor;
    }
    const meta = { elapsedMs: Math.round(performance.now() - startedAt), warnings };
    const rest = { total, ...(count === limit && last !== undefined ? { cursor: last } : {}), meta };
    yield Buffer.from(`],${JSON.stringify(rest).slice(1)}`);
  }

  const stream = Readable.from(pieces(), { highWaterMark: 1 });
  stream.on('error', (error) => context.logger.warn({ err: error, actor: caller.name }, 'an answer broke off'));
  return reply.type('application/json; charset=utf-8').send(stream);
}

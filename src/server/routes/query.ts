import { Readable } from 'node:stream';
import { z } from 'zod';
import { splitStatement } from '../../query/index.ts';
import { accepted } from '../http/errors.ts';
import { type Call, route, type Route } from '../http/route.ts';
import { HistogramAnswer, HistogramRequest, QueryRequest, SearchAnswer, SqlAnswer } from '../schemas/index.ts';

const defaultLimit = 100;
const comma = Buffer.from(',');

type QueryCall = Call<unknown, unknown, z.output<typeof QueryRequest>>;

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
        const { value } = accepted(await context.analysis.histogram({ caller, question: body, signal }));
        return {
          buckets: value.map(({ fromMicros, toMicros, ...counts }) => ({
            from: isoTime(fromMicros),
            to: isoTime(toMicros),
            ...counts,
          })),
        };
      },
    }),
  ];
}

/** Answers with the rows as JSON that is there already: there may be a million. */
async function runStatement({ body, caller, context, signal, reply }: QueryCall) {
  const startedAt = performance.now();
  const { value, warnings } = accepted(await context.analysis.statement({ caller, question: body, signal }));
  const { columns, rows, read, limited } = value;
  const meta = {
    elapsedMs: Math.round(performance.now() - startedAt),
    ...(read ? { rowsRead: read.rows, bytesRead: read.bytes } : {}),
    ...(limited === undefined ? {} : { limited }),
    warnings,
  };
  const pieces = [`{"columns":${JSON.stringify(columns)},"rows":`, rows, `,"meta":${JSON.stringify(meta)}}`];
  return reply.type('application/json; charset=utf-8').send(Readable.from(pieces.map((piece) => Buffer.from(piece))));
}

/**
 * Answers with the events as received: their JSON is spliced into the answer, not parsed and written anew. The answer goes out
 * a page at a time, for ten thousand events may be gigabytes.
 */
async function searchEvents({ body, caller, context, signal, reply }: QueryCall) {
  const startedAt = performance.now();
  const limit = body.limit ?? defaultLimit;
  const found = await context.analysis.events({ caller, question: { ...body, limit }, signal });
  const { value, warnings } = accepted(found);

  async function* pieces(): AsyncGenerator<Buffer> {
    let count = 0;
    let last: string | undefined;
    yield Buffer.from('{"events":[');
    for await (const { events, cursor } of value.pages) {
      const begin = count;
      yield Buffer.concat(events.flatMap((event, index) => (begin + index > 0 ? [comma, event] : [event])));
      count += events.length;
      last = cursor;
    }
    const meta = { elapsedMs: Math.round(performance.now() - startedAt), warnings };
    const rest = { total: value.total, ...(count === limit && last !== undefined ? { cursor: last } : {}), meta };
    yield Buffer.from(`],${JSON.stringify(rest).slice(1)}`);
  }

  const stream = Readable.from(pieces(), { highWaterMark: 1 });
  // Afterwards all that can be done is to break off.
  stream.on('error', (error) => context.logger.warn({ err: error, actor: caller.name }, 'an answer broke off'));
  return reply.type('application/json; charset=utf-8').send(stream);
}

import { pipeline } from 'node:stream/promises';
import { encoderFor } from '../http/compression.ts';
import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import { ExportRequest } from '../schemas/index.ts';

/** Downloads of everything that a query finds. */
export function exportRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/export',
      access: 'read',
      activity: 'export',
      summary: 'All events of a search (as received), or all rows of `search | SQL`, as JSON lines or CSV.',
      body: ExportRequest,
      handle: async ({ body, caller, context, request, reply, signal }) => {
        const { kind, pieces } = accepted(await context.analysis.export({ caller, question: body, signal })).value;
        reply.hijack();
        const response = reply.raw;
        const compressed = encoderFor(request.headers['accept-encoding']);
        response.writeHead(200, {
          'content-type': body.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="${kind}.${body.format}"`,
          'cache-control': 'no-store',
          vary: 'accept-encoding',
          ...(compressed ? { 'content-encoding': compressed.encoding } : {}),
          'x-content-type-options': 'nosniff',
        });
        try {
          await (compressed ? pipeline(pieces, compressed.encoder, response) : pipeline(pieces, response));
        } catch (error) {
          if (!signal.aborted) context.logger.error({ err: error }, 'an export broke off');
          throw error;
        }
        return reply;
      },
    }),
  ];
}

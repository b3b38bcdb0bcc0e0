import { pipeline } from 'node:stream/promises';
import { splitStatement } from '../../query/index.ts';
import { exportEvents } from '../queries/event-export.ts';
import { resumed } from '../queries/resumed.ts';
import { prepareSearch } from '../queries/search.ts';
import { exportRows } from '../queries/statement-export.ts';
import { streamStatement } from '../queries/statement.ts';
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
      handle: async (call) => {
        const { body, caller, context, reply, signal } = call;
        const isStatement = splitStatement(body.query).analysis !== undefined;
        const pieces = isStatement
          ? exportRows(await streamStatement(call), body.format)
          : exportEvents(context, await prepareSearch(context, caller, body), body.format, signal);
        // What fails before the first piece is an error like any other; afterwards all that can be done is to break off.
        const first = await pieces.next();
        reply.hijack();
        const response = reply.raw;
        response.writeHead(200, {
          'content-type': body.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="${isStatement ? 'rows' : 'events'}.${body.format}"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
        try {
          await pipeline(resumed(first, pieces), response);
        } catch (error) {
          if (!signal.aborted) context.logger.error({ err: error }, 'an export broke off');
          throw error;
        }
        return reply;
      },
    }),
  ];
}

import { pipeline } from 'node:stream/promises';
import { splitStatement } from '../../query/index.ts';
import { exportEvents } from '../queries/event-export.ts';
import { prepareSearch } from '../queries/search.ts';
import { cutToExport, exportRows } from '../queries/statement-export.ts';
import { runStatement } from '../queries/statement.ts';
import { route, type Route } from '../http/route.ts';
import { exportLimitedHeader, ExportRequest, maxStatementRows } from '../schemas/index.ts';

/** An export is for all rows: as many as any statement gives, and one more that tells whether that was all. */
const exportLimits = { defaultRows: maxStatementRows + 1, maxRows: maxStatementRows + 1 };

/** Downloads of everything that a query finds. */
export function exportRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/export',
      access: 'read',
      activity: 'export',
      summary:
        'All events of a search (as received), or the rows of `search | SQL`, as JSON lines or CSV. Where a statement finds more than 1,000,000 rows, the first of them, and `x-whodunit-limited: 1000000` among the headers.',
      body: ExportRequest,
      handle: async (call) => {
        const { body, caller, context, reply, signal } = call;
        const isStatement = splitStatement(body.query).analysis !== undefined;
        const statement = isStatement
          ? cutToExport(await runStatement(call, exportLimits), maxStatementRows)
          : undefined;
        const pieces = statement
          ? exportRows(statement.table, body.format)
          : exportEvents(context, await prepareSearch(context, caller, body), body.format, signal);
        // What fails before the first piece is an error like any other; afterwards all that can be done is to break off.
        const first = await pieces.next();
        reply.hijack();
        const response = reply.raw;
        response.writeHead(200, {
          'content-type': body.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="${nameOf(statement)}.${body.format}"`,
          ...(statement?.limited === undefined ? {} : { [exportLimitedHeader]: String(statement.limited) }),
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

/** Whoever is handed the file is to see that it is a part. */
function nameOf(statement: { readonly limited: number | undefined } | undefined): string {
  if (!statement) return 'events';
  return statement.limited === undefined ? 'rows' : `rows-first-${statement.limited}`;
}

async function* resumed(first: IteratorResult<Buffer, void>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { EventReader } from '../../audit/index.ts';
import { decodeCursor, type StoredEvent } from '../../store/index.ts';
import { csvLine } from '../queries/csv.ts';
import { eventJson } from '../queries/event-json.ts';
import { type PreparedSearch, prepareSearch } from '../queries/search.ts';
import { route, type Route } from '../http/route.ts';
import type { ServerContext } from '../http/context.ts';
import { ExportRequest } from '../schemas/index.ts';

const pageSize = 5000;

const csvColumns = [
  'time',
  'cluster',
  'user',
  'verb',
  'resource',
  'subresource',
  'namespace',
  'name',
  'code',
  'sourceIPs',
  'userAgent',
  'requestURI',
  'stage',
  'auditID',
] as const;

/** Downloads of everything that a search finds, a page at a time. */
export function exportRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/export',
      access: 'read',
      activity: 'export',
      summary: 'All events of a search, as JSON lines (as received) or CSV.',
      body: ExportRequest,
      handle: async ({ body, caller, context, reply, signal }) => {
        const prepared = await prepareSearch(context, caller, body);
        reply.hijack();
        const response = reply.raw;
        const isCsv = body.format === 'csv';
        response.writeHead(200, {
          'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
          'content-disposition': `attachment; filename="events.${body.format}"`,
          'x-content-type-options': 'nosniff',
        });
        if (isCsv) response.write(csvLine(csvColumns));
        await writePages(context, prepared, response, signal, isCsv);
        response.end();
        return reply;
      },
    }),
  ];
}

async function writePages(
  context: ServerContext,
  { selection, clusters }: PreparedSearch,
  response: ServerResponse,
  signal: AbortSignal,
  isCsv: boolean,
): Promise<void> {
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  const write = isCsv ? csvWriter() : eventJsonLine;
  for (let cursor: string | undefined; !signal.aborted;) {
    const at = cursor === undefined ? undefined : decodeCursor(cursor);
    const events = await context.search.page({ ...selection, order: 'desc', limit: pageSize, cursor: at, signal });
    for (const event of events) {
      const isRoomLeft = response.write(write(event, names.get(event.clusterId) ?? ''));
      if (!isRoomLeft) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      if (signal.aborted) return;
    }
    cursor = events.at(-1)?.cursor;
    if (events.length < pageSize) return;
  }
}

function eventJsonLine(event: StoredEvent, cluster: string): Buffer {
  // A pretty-printed event was received over several lines; in JSON lines it takes one.
  const json = eventJson(event, cluster);
  return Buffer.concat([
    json.includes(0x0a) ? Buffer.from(json.toString('utf8').replaceAll('\n', ' ')) : json,
    Buffer.from('\n'),
  ]);
}

function csvWriter(): (event: StoredEvent, cluster: string) => string {
  const reader = new EventReader();
  return (event, cluster) => {
    const reason = reader.read(event.bytes, 0, event.bytes.length, event.receivedAtMicros);
    if (reason) return '';
    const { row } = reader;
    return csvLine([
      new Date(event.timeMicros / 1000).toISOString(),
      cluster,
      row.text('user_username'),
      row.text('verb'),
      row.text('object_resource'),
      row.text('object_subresource'),
      row.text('object_namespace'),
      row.text('object_name'),
      Number.isNaN(row.responseCode) ? '' : String(row.responseCode),
      row.text('source_ips'),
      row.text('user_agent'),
      row.text('request_uri'),
      row.text('stage'),
      row.text('audit_id_text'),
    ]);
  };
}

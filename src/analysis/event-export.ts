import { eventCsvColumns, EventReader, formatMicroTime } from '../audit/index.ts';
import { csvCell, csvLine } from '../base/index.ts';
import type { EventSearch, StoredEvent } from '../store/index.ts';
import { eventJson } from './event-json.ts';
import { eventPages } from './event-pages.ts';
import type { PreparedSearch } from './search.ts';

/** Everything that a search finds, newest first, in pieces of whole lines; as received, or as CSV with a header. */
export async function* eventLines(
  search: Pick<EventSearch, 'page'>,
  { selection, clusters }: PreparedSearch,
  format: 'ndjson' | 'csv',
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  const line = format === 'csv' ? csvWriter() : jsonLine;
  // With the first events: who has got it knows that the engine answers.
  let header = format === 'csv' ? Buffer.from(csvLine(eventCsvColumns)) : Buffer.alloc(0);
  for await (const events of eventPages(search, { ...selection, order: 'desc', signal })) {
    yield Buffer.concat([header, ...events.map((event) => line(event, names.get(event.clusterId) ?? ''))]);
    header = Buffer.alloc(0);
  }
  if (header.length > 0) yield header;
}

function jsonLine(event: StoredEvent, cluster: string): Buffer {
  // A pretty-printed event was received over several lines; in JSON lines it takes one.
  const json = eventJson(event, cluster);
  return Buffer.concat([
    json.includes(0x0a) ? Buffer.from(json.toString('utf8').replaceAll('\n', ' ')) : json,
    Buffer.from('\n'),
  ]);
}

function csvWriter(): (event: StoredEvent, cluster: string) => Buffer {
  const reader = new EventReader();
  return (event, cluster) => {
    const reason = reader.read(event.bytes, 0, event.bytes.length, event.receivedAtMicros);
    if (reason) return Buffer.alloc(0);
    const { row } = reader;
    const cells = [
      formatMicroTime(event.timeMicros),
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
    ];
    return Buffer.from(csvLine(cells.map(csvCell)));
  };
}

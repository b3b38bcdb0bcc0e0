import { columns, renderEvent, RowReader } from '../../audit/index.ts';
import { parametersOf, type ReaderContext, rowHash, type Selection, whereOf } from './selection.ts';

/** An event as received, with what the store knows beside it. */
export interface StoredEvent {
  readonly bytes: Uint8Array;
  readonly clusterId: string;
  readonly timeMicros: number;
  readonly receivedAtMicros: number;
  /** Where to go on after this event. */
  readonly cursor: string;
}

export interface PageRequest extends Selection {
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Of the last event of the page before. */
  readonly cursor?: Cursor | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A place in the order by (time, identity). */
export interface Cursor {
  readonly timeMicros: number;
  readonly auditId: string;
  readonly hash: string;
}

const pageColumns = columns.map(({ name }) => name).join(', ');
/** Pages up to this size are read in full only for the rows that are in them, not for every row that is sorted. */
const lazyRows = 10_000;

async function events(
  { engine, settings }: ReaderContext,
  sql: string,
  parameters: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<StoredEvent[]> {
  const lazy = { query_plan_optimize_lazy_materialization: 1, query_plan_max_limit_for_lazy_materialization: lazyRows };
  const answer = await engine.binary(sql, {
    parameters,
    settings: { ...settings, ...lazy },
    ...(signal ? { signal } : {}),
  });
  return readEvents(answer);
}

/**
 * A page of events in the order by (time, identity). The page's last time is found first, from the column of times alone: what
 * tells events of one time apart is long, and is read only up to there.
 */
export function readPage(context: ReaderContext, request: PageRequest): Promise<StoredEvent[]> {
  const isAscending = request.order === 'asc';
  const direction = isAscending ? 'ASC' : 'DESC';
  const beyond = isAscending ? '>' : '<';
  const { cursor, range } = request;
  const parameters = parametersOf(request);
  const where = whereOf(request);
  let whereLater = '';
  let whereHere = '';
  if (cursor) {
    const at = timeLiteral(cursor.timeMicros);
    whereLater = ` AND time ${beyond} ${at}`;
    whereHere = ` AND (time ${beyond} ${at} OR (time = ${at} AND (audit_id, ${rowHash}) ${beyond} ({cursor_id:UUID}, {cursor_hash:UInt64})))`;
    parameters['cursor_id'] = cursor.auditId;
    parameters['cursor_hash'] = cursor.hash;
  }
  const end = timeLiteral(isAscending ? range.toMicros : range.fromMicros);
  const last = isAscending ? 'max(time)' : 'min(time)';
  const sql = `WITH (SELECT if(count() = 0, ${end}, ${last}) FROM (
      SELECT time FROM events WHERE ${where}${whereLater} ORDER BY time ${direction} LIMIT ${request.limit})) AS last_time
    SELECT ${pageColumns}, ${rowHash} AS row_hash FROM events
    WHERE ${where}${whereHere} AND time ${isAscending ? '<=' : '>='} last_time
    ORDER BY time ${direction}, audit_id ${direction}, row_hash ${direction} LIMIT ${request.limit}`;
  return events(context, sql, parameters, request.signal);
}

function timeLiteral(micros: number): string {
  return `fromUnixTimestamp64Micro(${Math.trunc(micros)}, 'UTC')`;
}

/** Events received after a moment, oldest first. */
export function readReceivedSince(
  context: ReaderContext,
  selection: Selection,
  sinceMicros: number,
  limit: number,
): Promise<StoredEvent[]> {
  const sql = `SELECT ${pageColumns}, ${rowHash} AS row_hash FROM events
    WHERE received_at > ${timeLiteral(sinceMicros)} AND ${whereOf(selection)}
    ORDER BY received_at, time LIMIT ${limit}`;
  return events(context, sql, parametersOf(selection));
}

function readEvents(answer: Uint8Array): StoredEvent[] {
  const reader = new RowReader(answer, 8);
  const found: StoredEvent[] = [];
  while (reader.next()) {
    const { row } = reader;
    found.push({
      bytes: renderEvent(row),
      clusterId: row.text('cluster_id'),
      timeMicros: row.time,
      receivedAtMicros: row.receivedAt,
      cursor: encodeCursor({ timeMicros: row.time, auditId: reader.auditId, hash: reader.trailingUint64() }),
    });
  }
  return found;
}

function encodeCursor({ timeMicros, auditId, hash }: Cursor): string {
  return Buffer.from(`${timeMicros} ${auditId} ${hash}`).toString('base64url');
}

/** Reads a cursor that an answer gave; undefined for any other text. */
export function decodeCursor(text: string): Cursor | undefined {
  const match = /^(\d{1,16}) ([0-9a-f-]{36}) (\d{1,20})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  return match ? { timeMicros: Number(match[1]), auditId: match[2] ?? '', hash: match[3] ?? '' } : undefined;
}

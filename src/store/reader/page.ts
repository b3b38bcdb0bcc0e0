import { columns, formatMicroTime, renderEvent, RowReader, withoutBodies } from '../../audit/index.ts';
import type { Settings } from '../../engine/index.ts';
import { createTurns } from '../../platform/index.ts';
import { type Scope, visibleEvents } from '../../query/index.ts';
import { rowHash } from '../row-hash.ts';
import { parametersOf, type ReaderContext, type Selection, selectRows, whereOf } from './selection.ts';

/** An event as received, with what the store knows beside it. */
export interface StoredEvent {
  readonly bytes: Uint8Array;
  readonly clusterId: string;
  /** Of `objectRef`, like `resource` and `subresource`; empty where the request was about none. */
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly timeMicros: number;
  readonly receivedAtMicros: number;
  /** JSON of what the wrapper tells in which it came; empty where it came in none. */
  readonly wrapper: string;
  /** Whether its bodies were taken out, had it any: the caller may not see them. */
  readonly isRedacted: boolean;
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

/** More times than this are too long a text for a statement: then the rows between the first and the last are looked through. */
const maxTimes = 1000;
/** Reads of each part only as far as the page goes: the engine would fill buffers from all parts before it begins. */
const inOrder = { read_in_order_use_buffering: 0, local_filesystem_read_method: 'pread' };
/** The rows of a page are few and far apart: all threads share them, and to sort them takes nothing. */
const farApart = {
  optimize_read_in_order: 0,
  merge_tree_min_rows_for_concurrent_read: 1,
  merge_tree_min_bytes_for_concurrent_read: 1,
  local_filesystem_read_method: 'pread',
};
/** What an event is read from, in the order that `selectEvents` takes. */
export const eventColumns = `${columns.map(({ name }) => name).join(', ')}, ${rowHash} AS row_hash`;

/** A statement that gives `eventColumns`, and what it is read with. */
interface EventStatement {
  readonly sql: string;
  readonly parameters: Record<string, unknown>;
  readonly settings?: Settings;
  readonly scope: Scope;
}

/** Runs a statement that gives events. */
export async function selectEvents(
  { engine, settings }: ReaderContext,
  { sql, parameters, scope, ...more }: EventStatement,
  signal?: AbortSignal,
): Promise<StoredEvent[]> {
  const answer = await engine.binary(sql, {
    parameters,
    settings: { ...settings, ...more.settings },
    ...(signal ? { signal } : {}),
  });
  return readEvents(answer, scope);
}

/**
 * A page of events in the order by (time, identity). The times of its events are found first, from the column of times alone:
 * what tells events of one time apart is long, and so are the events; both are read only where those times stand.
 */
export async function readPage(context: ReaderContext, request: PageRequest): Promise<StoredEvent[]> {
  const direction = request.order === 'asc' ? 'ASC' : 'DESC';
  const beyond = request.order === 'asc' ? '>' : '<';
  const { cursor, signal } = request;
  const parameters = parametersOf(request);
  const where = whereOf(request);
  const from = visibleEvents(request.scope);
  const at = timeLiteral(cursor?.timeMicros ?? 0);
  const later = `${where}${cursor ? ` AND time ${beyond} ${at}` : ''}`;
  const found = await selectRows(
    { ...context, settings: { ...context.settings, ...inOrder } },
    `SELECT DISTINCT toUnixTimestamp64Micro(time) FROM (
      SELECT time FROM ${from} WHERE ${later} ORDER BY time ${direction} LIMIT ${request.limit})`,
    parameters,
    signal,
  );
  const times = [...found.rows.map(([micros]) => Number(micros)), ...(cursor ? [cursor.timeMicros] : [])];
  if (times.length === 0) return [];
  const areNamed = times.length <= maxTimes;
  const atTimes = areNamed ? `IN (${times.map(timeLiteral).join(', ')})` : betweenTimes(times);
  let behindCursor = '';
  if (cursor) {
    behindCursor = ` AND (time ${beyond} ${at} OR (time = ${at} AND (audit_id, ${rowHash}) ${beyond} ({cursor_id:UUID}, {cursor_hash:UInt64})))`;
    parameters['cursor_id'] = cursor.auditId;
    parameters['cursor_hash'] = cursor.hash;
  }
  const sql = `SELECT ${eventColumns} FROM ${from}
    ${from === 'events' ? 'PREWHERE' : 'WHERE'} time ${atTimes} ${from === 'events' ? 'WHERE' : 'AND'} ${where}${behindCursor}
    ORDER BY time ${direction}, audit_id ${direction}, row_hash ${direction} LIMIT ${request.limit}`;
  return selectEvents(context, { sql, parameters, scope: request.scope, settings: areNamed ? farApart : {} }, signal);
}

function betweenTimes(times: readonly number[]): string {
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  return `BETWEEN ${timeLiteral(first)} AND ${timeLiteral(last)}`;
}

/** A text: to work out a hundred calls of a function takes the engine longer than to read them. */
export function timeLiteral(micros: number): string {
  return `'${formatMicroTime(Math.trunc(micros)).slice(0, -1).replace('T', ' ')}'`;
}

/** Everybody else is answered in between: there may be thousands. */
async function readEvents(answer: Uint8Array, { bodies }: Scope): Promise<StoredEvent[]> {
  const reader = new RowReader(answer, 8);
  const found: StoredEvent[] = [];
  const turn = createTurns();
  while (reader.next()) {
    const { row } = reader;
    found.push({
      // Bytes that no column tells are as they came.
      bytes: bodies ? renderEvent(row) : withoutBodies(renderEvent(row)),
      isRedacted: !bodies,
      clusterId: row.text('cluster_id'),
      namespace: row.text('object_namespace'),
      resource: row.text('object_resource'),
      subresource: row.text('object_subresource'),
      timeMicros: row.time,
      receivedAtMicros: row.receivedAt,
      wrapper: row.text('wrapper'),
      cursor: encodeCursor({ timeMicros: row.time, auditId: reader.auditId, hash: reader.trailingUint64() }),
    });
    await turn();
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

import { EngineError } from '../../engine/index.ts';
import type { Scope } from '../../query/index.ts';
import { decodeCursor, eventColumns, selectEvents, type StoredEvent, timeLiteral } from './page.ts';
import { rowHash } from '../row-hash.ts';
import { type ReaderContext, selectRows } from './selection.ts';

/** A place in the order of receipt: after everything that was received at a moment, or within it after the event of a cursor. */
export interface ReceivedAfter {
  readonly receivedAtMicros: number;
  readonly within?: string | undefined;
}

export interface ReceivedRequest {
  readonly after: ReceivedAfter;
  /** The last receipt that is asked for. */
  readonly throughMicros: number;
  readonly limit: number;
  /** Those alone that were received or happened within it, `fromMicros` included. */
  readonly range?: { readonly fromMicros: number; readonly toMicros: number } | undefined;
}

export interface ReceivedPage {
  /** None where nothing that was asked for is left. */
  readonly events: readonly StoredEvent[];
  /** Nothing that was asked for is left. */
  readonly isLast: boolean;
}

/** What the server reads for itself. */
const everything: Scope = { clusterIds: null, namespaces: null, bodies: true };

/** A commit of the indexer is shorter: all that it has is asked for at once. */
const longMicros = 60_000_000;
/** A page is looked for in a time that grows so until it holds one: who is days behind would have all those days looked through for each page. */
const spanGrowth = 16;

/** Events of all clusters in order of receipt, and within a receipt by (time, identity): for the server itself, whoever may see them. */
export async function readReceived(context: ReaderContext, request: ReceivedRequest): Promise<ReceivedPage> {
  const throughMicros = await lastReceiptOf(context, request);
  const { events, isLast } = await readThrough(context, { ...request, throughMicros });
  const isEnd = throughMicros === request.throughMicros;
  // Retention has removed them since: a page without events would be taken for the end of all that was asked for.
  if (events.length === 0 && !isEnd)
    return readReceived(context, { ...request, after: { receivedAtMicros: throughMicros } });
  return { events, isLast: isLast && isEnd };
}

/**
 * The receipt with which a page ends at the latest. Of a long time that is found first, from the column of receipts alone: the engine would
 * sort all that was received since then, with all that is in it, for the few that are asked for.
 */
async function lastReceiptOf(context: ReaderContext, request: ReceivedRequest): Promise<number> {
  const { after, throughMicros, limit } = request;
  if (throughMicros - after.receivedAtMicros <= longMicros) return throughMicros;
  for (let span = longMicros; ; span *= spanGrowth) {
    const endMicros = Math.min(throughMicros, after.receivedAtMicros + span);
    const { condition, parameters } = conditionOf({ ...request, throughMicros: endMicros });
    const { rows } = await selectRows(
      context,
      `SELECT toUnixTimestamp64Micro(received_at) FROM events WHERE ${condition} ORDER BY received_at LIMIT ${limit}`,
      parameters,
    );
    if (rows.length === limit) return Number(rows.at(-1)?.[0]);
    if (endMicros === throughMicros) return throughMicros;
  }
}

async function readThrough(context: ReaderContext, request: ReceivedRequest): Promise<ReceivedPage> {
  const { limit } = request;
  const { condition, parameters } = conditionOf(request);
  const sql = `SELECT ${eventColumns} FROM events WHERE ${condition}
    ORDER BY received_at, time, audit_id, row_hash LIMIT ${limit}`;
  try {
    const events = await selectEvents(context, { sql, parameters, scope: everything });
    return { events, isLast: events.length < limit };
  } catch (error) {
    // The engine sorts rows together with all that is in them; a few large ones may be all that it has memory for.
    if (!(error instanceof EngineError) || error.kind !== 'memory-limit' || limit === 1) throw error;
    return readThrough(context, { ...request, limit: Math.ceil(limit / 10) });
  }
}

/** What was received after a place, and up to a moment. */
export interface ReceivedExtent extends Omit<ReceivedRequest, 'limit'> {
  /** Null: all there are. */
  readonly clusterIds: readonly string[] | null;
}

/** Counts events, whoever may see them. */
export async function countReceived(context: ReaderContext, extent: ReceivedExtent): Promise<number> {
  const { condition, parameters } = conditionOf(extent);
  const { clusterIds } = extent;
  const { rows } = await selectRows(
    context,
    `SELECT count() FROM events WHERE ${condition}${clusterIds === null ? '' : ' AND cluster_id IN {clusters:Array(String)}'}`,
    { ...parameters, ...(clusterIds === null ? {} : { clusters: clusterIds }) },
  );
  return Number(rows[0]?.[0] ?? 0);
}

function conditionOf({ after, throughMicros, range }: Omit<ReceivedRequest, 'limit'>): {
  readonly condition: string;
  readonly parameters: Record<string, unknown>;
} {
  const at = timeLiteral(after.receivedAtMicros);
  const cursor = after.within === undefined ? undefined : decodeCursor(after.within);
  const begin = cursor
    ? `received_at >= ${at} AND (received_at > ${at} OR (time, audit_id, ${rowHash}) > (${timeLiteral(cursor.timeMicros)}, {cursor_id:UUID}, {cursor_hash:UInt64}))`
    : `received_at > ${at}`;
  const end = `received_at <= ${timeLiteral(throughMicros)}`;
  return {
    condition: [begin, end, ...(range ? [`(${either(range)})`] : [])].join(' AND '),
    parameters: cursor ? { cursor_id: cursor.auditId, cursor_hash: cursor.hash } : {},
  };
}

function either({ fromMicros, toMicros }: NonNullable<ReceivedRequest['range']>): string {
  const [from, to] = [timeLiteral(fromMicros), timeLiteral(toMicros)];
  return ['received_at', 'time'].map((column) => `${column} >= ${from} AND ${column} < ${to}`).join(' OR ');
}

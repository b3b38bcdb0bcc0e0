import { EngineError } from '../../engine/index.ts';
import type { Scope } from '../../query/index.ts';
import { decodeCursor, eventColumns, selectEvents, type StoredEvent, timeLiteral } from './page.ts';
import { rowHash } from '../row-hash.ts';
import type { ReaderContext } from './selection.ts';

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
}

export interface ReceivedPage {
  readonly events: readonly StoredEvent[];
  /** Nothing that was asked for is left. */
  readonly isLast: boolean;
}

/** What the server reads for itself. */
const everything: Scope = { clusterIds: null, namespaces: null, bodies: true };

/** Events of all clusters in order of receipt, and within a receipt by (time, identity): for the server itself, whoever may see them. */
export async function readReceived(
  context: ReaderContext,
  { after, throughMicros, limit }: ReceivedRequest,
): Promise<ReceivedPage> {
  const at = timeLiteral(after.receivedAtMicros);
  const cursor = after.within === undefined ? undefined : decodeCursor(after.within);
  const begin = cursor
    ? `received_at >= ${at} AND (received_at > ${at} OR (time, audit_id, ${rowHash}) > (${timeLiteral(cursor.timeMicros)}, {cursor_id:UUID}, {cursor_hash:UInt64}))`
    : `received_at > ${at}`;
  const sql = `SELECT ${eventColumns} FROM events
    WHERE ${begin} AND received_at <= ${timeLiteral(throughMicros)}
    ORDER BY received_at, time, audit_id, row_hash LIMIT ${limit}`;
  const parameters = cursor ? { cursor_id: cursor.auditId, cursor_hash: cursor.hash } : {};
  try {
    const events = await selectEvents(context, { sql, parameters, scope: everything });
    return { events, isLast: events.length < limit };
  } catch (error) {
    // The engine sorts rows together with all that is in them; a few large ones may be all that it has memory for.
    if (!(error instanceof EngineError) || error.kind !== 'memory-limit' || limit === 1) throw error;
    return readReceived(context, { after, throughMicros, limit: Math.ceil(limit / 10) });
  }
}

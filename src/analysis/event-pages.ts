import { EngineError } from '../store/index.ts';
import { decodeCursor, type EventSearch, type Selection, type StoredEvent } from '../store/index.ts';

/** What a page may hold. The engine sorts the rows of a page with all that is in them, and takes several times as much. */
const targetBytes = 32 << 20;
/** Nothing is known of the events then. */
const firstEvents = 500;
const maxEvents = 5000;
/** Events that come next may be larger than those before. */
const maxGrowth = 10;

export interface EventPagesRequest extends Selection {
  readonly order: 'asc' | 'desc';
  /** Left out: all. */
  readonly limit?: number | undefined;
  /** As an answer gave it; undefined begins at the beginning. */
  readonly cursor?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The events of a selection in their order, a page at a time: pages of so many events that they fit into memory, whatever the
 * sizes of the events are. Ends early when the signal is aborted.
 */
export async function* eventPages(
  search: Pick<EventSearch, 'page'>,
  { limit = Number.POSITIVE_INFINITY, cursor: begin, ...request }: EventPagesRequest,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let cursor = begin;
  let size = firstEvents;
  for (let left = limit; left > 0 && !request.signal.aborted;) {
    const wanted = Math.min(size, left);
    const events = await pageIfItFits(search, { ...request, limit: wanted, cursor });
    if (!events) {
      size = Math.max(1, Math.floor(wanted / maxGrowth));
      continue;
    }
    if (events.length > 0) yield events;
    if (events.length < wanted) return;
    left -= events.length;
    cursor = events.at(-1)?.cursor;
    const bytes = events.reduce((sum, event) => sum + event.bytes.length, 0);
    const fitting = Math.ceil((targetBytes * events.length) / Math.max(bytes, 1));
    size = Math.min(fitting, wanted * maxGrowth, maxEvents);
  }
}

/** Undefined where the engine has not enough memory for a page of so many. */
async function pageIfItFits(
  search: Pick<EventSearch, 'page'>,
  { cursor, ...request }: Omit<EventPagesRequest, 'limit'> & { readonly limit: number },
): Promise<readonly StoredEvent[] | undefined> {
  try {
    return await search.page({ ...request, cursor: cursor === undefined ? undefined : decodeCursor(cursor) });
  } catch (error) {
    if (isTooLarge(error) && request.limit > 1) return undefined;
    throw error;
  }
}

/** Whether the engine has not enough memory for what it was asked. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof EngineError && error.kind === 'memory-limit';
}

import { type Clock, createTurns } from '../../platform/index.ts';
import type { ForwardPlace } from '../../records/index.ts';
import type { Chunk, Follower, StoredEvent } from '../../stream/index.ts';
import type { EventTest } from './filter.ts';

/** Events that are sent together, and where they end. */
export interface Batch {
  /** In order of receipt; none where what was looked at is not for this destination. */
  readonly events: readonly StoredEvent[];
  /** After the last event that was looked at. */
  readonly end: ForwardPlace;
}

export interface BatchWanted {
  readonly events: number;
  /** Of their bytes as received; one event may be more. */
  readonly bytes: number;
  /** How long the first waits for others to come. */
  readonly lingerMs: number;
  /** Whether so much waits by now, here and elsewhere, that nothing waits any longer. */
  readonly isCrowded: () => boolean;
  /** Where the batch ended when it was begun before: it is the same then. */
  readonly until: ForwardPlace | undefined;
  /** The test by now. It is asked for after events were read: it knows the clusters of all of them. */
  readonly test: () => Promise<EventTest>;
}

/** Reads what follows in batches. It holds one batch and one chunk at most. */
export interface BatchReader {
  /** The next batch; undefined while there is none. Rejects as the engine does, and may be called again then. */
  next(wanted: BatchWanted): Promise<Batch | undefined>;
  /** When the batch is given that waits for more events; Unix milliseconds. */
  dueAt(): number | undefined;
  /** After what was looked at. */
  place(): ForwardPlace;
  /** Receipt of the first event that is read and not given yet, in microseconds. */
  waitingSince(): number | undefined;
  /** Bytes of what is read and not given yet. */
  waitingBytes(): number;
}

/** Where none of so many is for this destination, its place is worth noting. */
const lookedAtMost = 50_000;

/** Makes the reader of one run. */
export function createBatchReader(follower: Follower, start: ForwardPlace, clock: Pick<Clock, 'now'>): BatchReader {
  let events: StoredEvent[] = [];
  let bytes = 0;
  let end = start;
  let looked = 0;
  let firstAt: number | undefined;
  let due: number | undefined;
  /** Events of the chunk at the follower's place that were looked at. */
  let seen = 0;

  function take(): Batch {
    const batch = { events, end };
    [events, bytes, looked, firstAt, due] = [[], 0, 0, undefined, undefined];
    return batch;
  }

  /** Looks at a chunk as far as the batch goes; says whether the batch is whole. */
  async function fill(chunk: Chunk, { events: most, bytes: mostBytes, until }: BatchWanted, test: EventTest) {
    const turn = createTurns();
    for (; seen < chunk.events.length; seen += 1) {
      const event = chunk.events[seen];
      if (event === undefined || isBeyond(event, until)) return true;
      if (test(event)) {
        const isFull = events.length === most || bytes + event.bytes.length > mostBytes;
        if (isFull && events.length > 0) return true;
        events.push(event);
        bytes += event.bytes.length;
        firstAt ??= clock.now();
      }
      looked += 1;
      end = { receivedAtMicros: event.receivedAtMicros, within: event.cursor };
      if (until?.within !== undefined && event.cursor === until.within) {
        seen += 1;
        return true;
      }
      await turn();
    }
    return false;
  }

  async function next(wanted: BatchWanted): Promise<Batch | undefined> {
    const { until, lingerMs, isCrowded } = wanted;
    const before = end;
    for (let chunk = await follower.read(); chunk; chunk = await follower.read()) {
      if (await fill(chunk, wanted, await wanted.test())) return take();
      follower.move(chunk);
      seen = 0;
      end = chunk.end;
      const isReached = until !== undefined && isAtLeast(end, until);
      if (isReached || (events.length === 0 && looked >= lookedAtMost)) return take();
    }
    if (until !== undefined) return undefined;
    due = firstAt === undefined ? undefined : firstAt + lingerMs;
    if (due !== undefined && clock.now() < due && !isCrowded()) return undefined;
    return events.length > 0 || end !== before ? take() : undefined;
  }

  return {
    next,
    dueAt: () => due,
    place: () => end,
    waitingSince: () => events[0]?.receivedAtMicros,
    waitingBytes: () => bytes,
  };
}

/** Whether an event comes after the end of a batch. Within a receipt the last event alone tells. */
function isBeyond({ receivedAtMicros }: StoredEvent, until: ForwardPlace | undefined): boolean {
  return until !== undefined && receivedAtMicros > until.receivedAtMicros;
}

function isAtLeast(place: ForwardPlace, until: ForwardPlace): boolean {
  if (place.receivedAtMicros !== until.receivedAtMicros) return place.receivedAtMicros > until.receivedAtMicros;
  return place.within === undefined || place.within === until.within;
}

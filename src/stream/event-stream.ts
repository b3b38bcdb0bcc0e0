import type { ReceivedAfter, ReceivedPage, ReceivedRequest } from '../store/index.ts';
import { type Chunk, placeKey, RecentChunks } from './chunk.ts';

/** Where events are read from. */
export interface EventSource {
  /** Events of all clusters in order of receipt, `limit` at most. */
  received(request: ReceivedRequest): Promise<ReceivedPage>;
}

export interface FollowOptions {
  /** Receipt after which to begin, such as the `through` of the last chunk; left out: with what becomes queryable from now on. */
  readonly after?: number | undefined;
  /**
   * What becomes of a follower who is further behind than chunks are kept: `read` reads them again from the store, none is missed;
   * `skip` goes on with the latest, and says so.
   */
  readonly whenBehind: 'read' | 'skip';
}

/** One who follows, at a place of its own. It goes on when it likes; nothing is kept for it. One call at a time. */
export interface Follower {
  /**
   * The chunk at the follower's place, the same one until `move`; undefined when there is nothing new. Rejects as the engine does, and may
   * be called again then.
   */
  read(): Promise<Chunk | undefined>;
  /** Goes on after a chunk that `read` gave. */
  move(chunk: Chunk): void;
  /** Whether chunks were left out since this was asked last. */
  takeSkipped(): boolean;
}

/**
 * New events in the order of their receipt, read once for all who follow: however many they are, each commit of the indexer is one
 * statement to the engine, or as many as its events take. Chunks end where a receipt does, or say that they do not (`Chunk.through`).
 */
export interface EventStream {
  /** Is told by the indexer: what was received from the one moment through the other can be queried now, and whatever was received before. */
  advance(fromMicros: number, throughMicros: number): void;
  follow(options: FollowOptions): Follower;
  /** Calls a listener, which must not throw, whenever there is something new. Gives what takes it away again. */
  onAdvance(listener: () => void): () => void;
  /** Statements to the source since the start. */
  reads(): number;
}

/** What a chunk may hold; its events are read on the thread that answers everybody, so that they are few as well. */
const targetBytes = 8 << 20;
const maxEvents = 1000;
/** Nothing is known of the events then, and those that come next may be larger than those before. */
const firstEvents = 500;
const maxGrowth = 10;

/** Commits that are told apart; who is further behind reads several at once. */
const keptCommits = 256;

/** Makes the stream. Nothing is read until somebody follows. */
export function createEventStream(source: EventSource): EventStream {
  const recent = new RecentChunks();
  const reading = new Map<string, Promise<Chunk | undefined>>();
  const listeners = new Set<() => void>();
  let reads = 0;
  let limit = firstEvents;
  /** Receipts up to which commits went. Chunks end at them, so that whoever begins at one reads the same chunks as the others. */
  const commits: number[] = [];

  async function read(place: ReceivedAfter): Promise<Chunk | undefined> {
    const inside = place.within !== undefined;
    // The commit that a body is part of ends at the body or later.
    const through = commits.find(
      (commit) => commit > place.receivedAtMicros || (inside && commit === place.receivedAtMicros),
    );
    if (through === undefined) return undefined;
    reads += 1;
    const { events, isLast } = await source.received({ after: place, throughMicros: through, limit });
    const bytes = events.reduce((sum, event) => sum + event.bytes.length, 0);
    const fitting = Math.ceil((targetBytes * events.length) / Math.max(bytes, 1));
    if (events.length > 0) limit = Math.min(fitting, limit * maxGrowth, maxEvents);
    const last = events.at(-1);
    if (isLast || !last) return { events, through, end: { receivedAtMicros: through } };
    const end = { receivedAtMicros: last.receivedAtMicros, within: last.cursor };
    // Receipts are whole microseconds, and what is there of the last one may be half of it.
    return { events, through: last.receivedAtMicros - 1, end };
  }

  /** Those who ask for one place at once wait for one answer. */
  function chunkAt(place: ReceivedAfter): Promise<Chunk | undefined> {
    const key = placeKey(place);
    const kept = recent.at(key);
    if (kept) return Promise.resolve(kept);
    const begun = reading.get(key);
    if (begun) return begun;
    const begins = read(place)
      .then((chunk) => {
        // Who is far behind reads what nobody else will.
        if (chunk && place.receivedAtMicros >= keptSince()) recent.add(key, chunk);
        return chunk;
      })
      .finally(() => reading.delete(key));
    reading.set(key, begins);
    return begins;
  }

  /** Receipt before which a follower is too far behind to catch up from what is kept. */
  const keptSince = (): number => Math.max(recent.forgottenThrough, commits[0] ?? Number.NEGATIVE_INFINITY);

  return {
    advance(fromMicros, throughMicros) {
      if (commits.length === 0) commits.push(fromMicros - 1);
      if (throughMicros <= (commits.at(-1) ?? 0)) return;
      commits.push(throughMicros);
      if (commits.length > keptCommits) commits.shift();
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reads: () => reads,
    follow({ after, whenBehind }) {
      let place = placeOf(after ?? commits.at(-1));
      let hasSkipped = false;
      return {
        async read() {
          // Began before anything was committed.
          place ??= placeOf(commits[0]);
          if (!place) return undefined;
          if (whenBehind === 'skip' && place.receivedAtMicros < keptSince()) {
            hasSkipped = true;
            place = placeOf(commits.at(-1)) ?? place;
          }
          return chunkAt(place);
        },
        move: ({ end }) => {
          place = end;
        },
        takeSkipped() {
          const skipped = hasSkipped;
          hasSkipped = false;
          return skipped;
        },
      };
    },
  };
}

function placeOf(receivedAtMicros: number | undefined): ReceivedAfter | undefined {
  return receivedAtMicros === undefined ? undefined : { receivedAtMicros };
}

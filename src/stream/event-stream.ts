import type { ReceivedAfter, ReceivedPage, ReceivedRequest } from '../store/index.ts';
import { type Chunk, placeKey, RecentChunks } from './chunk.ts';

/** Where events are read from. */
export interface EventSource {
  /** Events of all clusters in order of receipt, `limit` at most. */
  received(request: ReceivedRequest): Promise<ReceivedPage>;
}

export interface FollowOptions {
  /**
   * Where to begin: after a receipt, such as the `through` of the last chunk, or after an event within one; left out: with what becomes
   * queryable from now on.
   */
  readonly after?: number | ReceivedAfter | undefined;
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

/** A commit with which receipts begin: the first one, or those of a clock that was far ahead and has been mended. */
export interface Beginning {
  /** Nothing of it was received by then. */
  readonly afterMicros: number;
  readonly throughMicros: number;
}

/**
 * New events in the order of their receipt, read once for all who follow: however many they are, each commit of the indexer is one
 * statement to the engine, or as many as its events take. Chunks end where a receipt does, or say that they do not (`Chunk.through`).
 */
export interface EventStream {
  /** Is told by the indexer: what was received from the one moment through the other can be queried now, and whatever was received before. */
  advance(fromMicros: number, throughMicros: number): void;
  follow(options: FollowOptions): Follower;
  /** The receipt up to which everything was queryable at the latest commit; undefined before the first. */
  through(): number | undefined;
  /** Calls a listener, which must not throw, whenever there is something new. Gives what takes it away again. */
  onAdvance(listener: (beginning: Beginning | undefined) => void): () => void;
  /** Statements to the source since the start. */
  reads(): number;
}

/** A statement looks for its place among all that there is: larger ones are fewer. */
const limits = { bytes: 8 << 20, events: 5000 } as const;
/** Nothing is known of the events then, and those that come next may be larger than those before. */
const firstEvents = 500;
const maxGrowth = 10;

/**
 * Receipts rise, but for a clock that was this much ahead and has been mended: they follow it then (`Receipts` of ingest). Whoever follows
 * begins anew with them, since nothing will come after the place that they have.
 */
const fallMicros = 86_400_000_000 / 2;

/** Commits that are told apart; who is further behind reads several at once. */
const keptCommits = 256;

/** Makes the stream. Nothing is read until somebody follows. */
export function createEventStream(source: EventSource): EventStream {
  let recent = new RecentChunks();
  /** How often receipts began, the first time included. */
  let beginnings = 0;
  const reading = new Map<string, Promise<Chunk | undefined>>();
  const listeners = new Set<(beginning: Beginning | undefined) => void>();
  let reads = 0;
  let limit = firstEvents;
  /** Receipts up to which commits went. Chunks end at them, so that whoever begins at one reads the same chunks as the others. */
  const commits: number[] = [];

  async function read(place: ReceivedAfter): Promise<Chunk | undefined> {
    const through = commits.find((commit) => isBehind(commit, place));
    if (through === undefined) return undefined;
    reads += 1;
    const { events, isLast } = await source.received({ after: place, throughMicros: through, limit });
    limit = nextLimit(events, limit);
    return chunkOf(events, isLast, through);
  }

  /** Those who ask for one place at once wait for one answer. */
  function chunkAt(place: ReceivedAfter): Promise<Chunk | undefined> {
    const key = placeKey(place);
    const kept = recent.at(key);
    if (kept) return Promise.resolve(kept);
    const begun = reading.get(key);
    if (begun) return begun;
    const into = recent;
    const begins = read(place)
      .then((chunk) => {
        // Who is far behind reads what nobody else will.
        if (chunk && place.receivedAtMicros >= keptSince()) into.add(key, chunk);
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
      const added = addCommit(commits, fromMicros, throughMicros);
      if (!added) return;
      if (added.beginning) {
        beginnings += 1;
        recent = new RecentChunks();
      }
      for (const listener of listeners) listener(added.beginning);
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    through: () => commits.at(-1),
    reads: () => reads,
    follow({ after, whenBehind }) {
      let place = typeof after === 'object' ? after : placeOf(after ?? commits.at(-1));
      let hasSkipped = false;
      let known = commits.length === 0 ? beginnings + 1 : beginnings;
      return {
        async read() {
          if (beginnings > known) {
            known = beginnings;
            hasSkipped = true;
            place = placeAnew(place, commits, whenBehind);
          }
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

/** How many events are asked for after these, so that they take about as many bytes as are wanted. */
function nextLimit(events: Chunk['events'], limit: number): number {
  if (events.length === 0) return limit;
  const bytes = events.reduce((sum, event) => sum + event.bytes.length, 0);
  const fitting = Math.ceil((limits.bytes * events.length) / Math.max(bytes, 1));
  return Math.min(fitting, limit * maxGrowth, limits.events);
}

/** Adds a commit that is later than all others, or with which receipts begin; undefined where it was known. */
function addCommit(
  commits: number[],
  fromMicros: number,
  throughMicros: number,
): { readonly beginning?: Beginning } | undefined {
  const last = commits.at(-1);
  const isAnew = last === undefined || throughMicros < last - fallMicros;
  if (!isAnew && throughMicros <= last) return undefined;
  const afterMicros = Math.min(fromMicros, throughMicros) - 1;
  if (isAnew) commits.splice(0, commits.length, afterMicros);
  commits.push(throughMicros);
  if (commits.length > keptCommits) commits.shift();
  return isAnew ? { beginning: { afterMicros, throughMicros } } : {};
}

/** Whether a commit ends after a place; the commit that a body is part of ends at the body or later. */
function isBehind(commit: number, { receivedAtMicros, within }: ReceivedAfter): boolean {
  return commit > receivedAtMicros || (within !== undefined && commit === receivedAtMicros);
}

function chunkOf(events: Chunk['events'], isLast: boolean, through: number): Chunk {
  const last = events.at(-1);
  if (isLast || !last) return { events, through, end: { receivedAtMicros: through } };
  const end = { receivedAtMicros: last.receivedAtMicros, within: last.cursor };
  // Receipts are whole microseconds, and what is there of the last one may be half of it.
  return { events, through: last.receivedAtMicros - 1, end };
}

function placeOf(receivedAtMicros: number | undefined): ReceivedAfter | undefined {
  return receivedAtMicros === undefined ? undefined : { receivedAtMicros };
}

/** Where one goes on when receipts begin anew. Who must miss nothing and is behind even that has yet to read what comes before it. */
function placeAnew(
  place: ReceivedAfter | undefined,
  [begun]: readonly number[],
  whenBehind: FollowOptions['whenBehind'],
): ReceivedAfter | undefined {
  const isBefore = begun !== undefined && place !== undefined && isBehind(begun, place);
  return whenBehind === 'read' && isBefore ? place : placeOf(begun);
}

import path from 'node:path';
import { readLogName } from '../files/log-name.ts';
import type { Generation, GenerationRow } from './generation.ts';
import { type LogOfStream, LogStream, type StreamHost } from './log-stream.ts';
import { TurnReader } from './read-turn.ts';
import { type Portion, takePortion } from './take-portion.ts';

/** Follows any number of logs, each with its rotation. One call at a time. */
export interface Follower {
  readonly streams: readonly LogStream[];
  /** Follows a log that this process writes itself. */
  followOurs(log: LogOfStream): void;
  /** Is told which files are to be followed from now on. */
  follow(files: readonly string[]): void;
  /** Looks at all directories. */
  scan(): Promise<void>;
  /**
   * The next lines of any log, each log in its turn. With `lastAt`, in Unix milliseconds, what there is now is read for the last time: also what
   * has no end, if it is whole all the same or nobody has written to the file for a while.
   */
  next(lastAt?: number): Promise<Portion | undefined>;
  /** Lets go of deleted files, the oldest first, until those that are kept open are no larger than this together. */
  letGo(maxHeldBytes: number): Promise<void>;
  /** Whether something is being looked for. */
  isWaiting(): boolean;
  /** Tells which files there are, as those of the last look: it is the same as long as they are. */
  files(): string;
  /** What a checkpoint is to hold. */
  rows(): readonly GenerationRow[];
  close(): Promise<void>;
}

/** Files that are kept open at once. */
const maxOpen = 512;

export function createFollower(rows: readonly GenerationRow[], options: Omit<StreamHost, 'mayOpen'>): Follower {
  const streams = new Map<string, LogStream>();
  const reader = new TurnReader();
  /** Whose turn it is. */
  let turn = 0;
  const all = (): readonly LogStream[] => [...streams.values()];
  const generations = (): readonly Generation[] => all().flatMap((stream) => stream.generations);
  const mayOpen = (): boolean => generations().filter(({ content }) => content !== undefined).length < maxOpen;
  const host = { ...options, mayOpen };

  function streamOf(log: LogOfStream): LogStream {
    const key = path.join(log.directory, log.live);
    const stream = streams.get(key) ?? new LogStream(log, host);
    streams.set(key, stream);
    return stream;
  }

  // What was begun is read to its end, whether it is asked for or not; and if it is gone, that is said.
  for (const [log, ofLog] of groupByLog(rows, (row) => row.path)) streamOf(log).restore(ofLog);

  return {
    get streams() {
      return all();
    },
    followOurs: (log) => {
      const stream = streamOf(log);
      stream.isOurs = true;
      stream.matched = new Set([log.live]);
    },
    follow: (files) => {
      const asked = new Set<LogStream>();
      for (const [log, ofLog] of groupByLog(files, (file) => file)) {
        const stream = streamOf(log);
        stream.matched = new Set(ofLog.map((file) => path.basename(file)));
        asked.add(stream);
      }
      for (const [key, stream] of streams) {
        if (stream.isOurs || asked.has(stream)) continue;
        stream.matched = new Set();
        if (stream.generations.length === 0) streams.delete(key);
      }
    },
    scan: async () => {
      for (const stream of all()) await stream.scan();
    },
    next: async (lastAt) => {
      const order = all();
      for (let tried = 0; tried < order.length; tried += 1) {
        turn = (turn + 1) % order.length;
        const stream = order[turn];
        const portion = stream && (await takePortion(stream, reader, lastAt));
        if (portion) return portion;
      }
      reader.rest();
      return undefined;
    },
    letGo: async (maxHeldBytes) => {
      let held = generations().reduce((sum, one) => sum + heldBytes(one), 0);
      for (const stream of all())
        for (const generation of stream.generations.slice()) {
          const bytes = heldBytes(generation);
          if (held <= maxHeldBytes) return;
          // What is on its way to the server arrives all the same.
          if (bytes === 0 || generation.unread === 0) continue;
          held -= bytes;
          await stream.lose(generation, 'let-go');
        }
    },
    isWaiting: () => all().some((stream) => stream.isWaiting()),
    files: () =>
      generations()
        .map(({ id }) => id)
        .join(' '),
    rows: () => generations().flatMap((generation) => (generation.hasHead ? [generation.row] : [])),
    close: async () => {
      for (const stream of all()) await stream.close();
    },
  };
}

/** Bytes of a file that is there only because it is open here. */
export function heldBytes({ content, isDeleted, storedSize }: Generation): number {
  return content !== undefined && isDeleted ? storedSize : 0;
}

function groupByLog<T>(items: readonly T[], fileOf: (item: T) => string): ReadonlyMap<LogOfStream, readonly T[]> {
  const byKey = Map.groupBy(items, (item) => {
    const file = fileOf(item);
    return path.join(path.dirname(file), readLogName(path.basename(file)).live);
  });
  return new Map([...byKey].map(([key, some]) => [{ directory: path.dirname(key), live: path.basename(key) }, some]));
}

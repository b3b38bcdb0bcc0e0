import { type Said, said } from './said.ts';
import { AppError } from './app-error.ts';
import type { Clock } from './clock.ts';

/** What waits for a place is limited by this; without it, any number waits for as long as it takes. */
export interface QueueLimits {
  /** What a place is for, as in "cannot run a statement": the words of the refusal. */
  readonly task: Said;
  /** Who may wait at once, of each key; further ones are refused. */
  readonly length: number;
  /** How long one waits at most; without it, as long as it takes. */
  readonly deadline?: { readonly ms: number; readonly clock: Pick<Clock, 'sleep'> };
}

export interface SemaphoreOptions {
  /** How many may run at once. */
  readonly places: number;
  /** How many of one key may; as many as there are places where left out. */
  readonly placesPerKey?: number;
  readonly queue?: QueueLimits;
}

/** Gives the place back; calling it again does nothing. */
export type Release = () => void;

export interface AcquireOptions {
  /** Whose the place is, where the places are shared out among several. */
  readonly key?: string | undefined;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets so many run at once; the others wait. Those of one key get their places in the order in which they came, and the places
 * go round the keys: who asks for many waits behind themselves, not the others behind them.
 */
export interface Semaphore {
  /**
   * Resolves when there is a place. Rejects with AppError `too-many-requests` when the queue is full or the deadline passes,
   * and with the signal's reason when that is aborted while waiting.
   */
  acquire(options?: AcquireOptions): Promise<Release>;
  /** Runs a task in a place of its own, and gives it back whatever becomes of the task. */
  run<T>(task: () => Promise<T>, options?: AcquireOptions): Promise<T>;
}

/** A semaphore of one place: tasks run one after another. */
export function createMutex(): Semaphore {
  return createSemaphore({ places: 1 });
}

export function createSemaphore({ places, placesPerKey = places, queue }: SemaphoreOptions): Semaphore {
  let free = places;
  const held = new Map<string, number>();
  const waiting = createRound<Grant>();

  function hasPlace(key: string): boolean {
    return free > 0 && (held.get(key) ?? 0) < placesPerKey;
  }

  function take(key: string): Release {
    free -= 1;
    held.set(key, (held.get(key) ?? 0) + 1);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      free += 1;
      const left = (held.get(key) ?? 1) - 1;
      if (left > 0) held.set(key, left);
      else held.delete(key);
      // One place came free, so one who waits may run.
      waiting.next(hasPlace)?.();
    };
  }

  async function acquire({ key = '', signal }: AcquireOptions = {}): Promise<Release> {
    signal?.throwIfAborted();
    if (hasPlace(key)) return take(key);
    if (queue && waiting.length(key) >= queue.length) throw full(queue);
    let grant: Grant = () => undefined;
    const granted = new Promise<Release>((resolve) => {
      grant = () => resolve(take(key));
    });
    waiting.add(key, grant);
    return settledFirst(granted, { queue, signal, leave: () => waiting.remove(key, grant) });
  }

  return {
    acquire,
    run: async (task, options) => {
      const release = await acquire(options);
      try {
        return await task();
      } finally {
        release();
      }
    },
  };
}

type Grant = () => void;

interface Waiting {
  readonly queue: QueueLimits | undefined;
  readonly signal: AbortSignal | undefined;
  /** Says whether it was still waiting: what was granted is granted. */
  readonly leave: () => boolean;
}

/** Resolves as `granted` does, unless the signal or the deadline comes first. */
function settledFirst(granted: Promise<Release>, { queue, signal, leave }: Waiting): Promise<Release> {
  const over = new AbortController();
  return new Promise<Release>((resolve, reject) => {
    const giveUp = (reason: unknown): void => {
      if (leave()) reject(reason);
    };
    const onAbort = (): void => giveUp(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    over.signal.addEventListener('abort', () => signal?.removeEventListener('abort', onAbort));
    if (queue?.deadline) {
      const { ms, clock } = queue.deadline;
      void clock.sleep(ms, over.signal).then(() => giveUp(late(queue.task, ms)));
    }
    void granted.then(resolve);
  }).finally(() => over.abort());
}

/** What waits by key, each key's in its order, the keys in turn. */
function createRound<T>() {
  /** The key that was served last stands last. */
  const lists = new Map<string, T[]>();
  return {
    length: (key: string): number => lists.get(key)?.length ?? 0,
    add(key: string, item: T): void {
      const list = lists.get(key);
      if (list) list.push(item);
      else lists.set(key, [item]);
    },
    /** Takes out the first of the first key that may have its turn. */
    next(mayServe: (key: string) => boolean): T | undefined {
      for (const [key, list] of lists) {
        if (!mayServe(key)) continue;
        const item = list.shift();
        lists.delete(key);
        if (list.length > 0) lists.set(key, list);
        return item;
      }
      return undefined;
    },
    /** Takes one out; false where it is not there. */
    remove(key: string, item: T): boolean {
      const list = lists.get(key);
      const at = list?.indexOf(item) ?? -1;
      if (list === undefined || at < 0) return false;
      list.splice(at, 1);
      if (list.length === 0) lists.delete(key);
      return true;
    },
  };
}

function full({ task, length }: QueueLimits): AppError {
  return new AppError('too-many-requests', said`cannot ${task}: ${length} wait for it already`);
}

function late(task: Said, ms: number): AppError {
  return new AppError('too-many-requests', said`cannot ${task}: its turn did not come within ${ms / 1000} seconds`);
}

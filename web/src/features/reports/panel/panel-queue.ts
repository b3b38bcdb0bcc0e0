interface Waiting {
  readonly rank: () => number;
  readonly begin: () => void;
}

/** The rank of works that go ahead of all others. */
export const aheadRank = 0;
/** So long those ahead have the server to themselves: what they take in that time they would take twice as long for beside others. */
const headStartMs = 2000;

/** Runs a few works at a time; of those that wait, the one with the lowest rank at that moment begins next. Those ahead have a head start. */
export interface PanelQueue {
  /** Rejects without beginning the work when the signal is aborted before its turn. */
  run<T>(rank: () => number, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createPanelQueue(limit: number): PanelQueue {
  const waiting = new Set<Waiting>();
  /** Works ahead that others wait for. */
  const ahead = new Set<Waiting>();
  let running = 0;
  const next = (): void => {
    if (running >= limit) return;
    const [first] = [...waiting].toSorted((a, b) => a.rank() - b.rank());
    if (!first) return;
    const isAhead = first.rank() <= aheadRank;
    if (!isAhead && ahead.size > 0) return;
    waiting.delete(first);
    running += 1;
    if (isAhead) {
      ahead.add(first);
      setTimeout(() => leaveBehind(first), headStartMs);
    }
    first.begin();
  };
  const leaveBehind = (work: Waiting): void => {
    ahead.delete(work);
    for (let places = limit - running; places > 0; places--) next();
  };
  const turn = (rank: () => number, signal: AbortSignal): Promise<Waiting> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(entry);
        reject(signal.reason as Error);
      };
      const entry: Waiting = {
        rank,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve(entry);
        },
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      waiting.add(entry);
      // Those that come in the same moment are ranked together.
      queueMicrotask(next);
    });
  return {
    async run(rank, signal, work) {
      const entry = await turn(rank, signal);
      try {
        return await work();
      } finally {
        running -= 1;
        leaveBehind(entry);
      }
    },
  };
}

interface Waiting {
  readonly rank: () => number;
  readonly begin: () => void;
}

/** Runs a few works at a time; of those that wait, the one with the lowest rank at that moment begins next. */
export interface PanelQueue {
  /** Rejects without beginning the work when the signal is aborted before its turn. */
  run<T>(rank: () => number, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createPanelQueue(limit: number): PanelQueue {
  const waiting = new Set<Waiting>();
  let running = 0;
  const next = (): void => {
    if (running >= limit) return;
    const [first] = [...waiting].toSorted((a, b) => a.rank() - b.rank());
    if (!first) return;
    waiting.delete(first);
    running += 1;
    first.begin();
  };
  const turn = (rank: () => number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(entry);
        reject(signal.reason as Error);
      };
      const entry: Waiting = {
        rank,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
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
      await turn(rank, signal);
      try {
        return await work();
      } finally {
        running -= 1;
        next();
      }
    },
  };
}

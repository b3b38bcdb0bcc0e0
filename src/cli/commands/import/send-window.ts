/** Runs tasks side by side, a few at a time. */
export interface SendWindow {
  /** Starts a task and resolves when there is room for another. Rejects with the first failure of any task so far. */
  add(task: () => Promise<void>): Promise<void>;
  /** Resolves when every task has ended; rejects with the first failure. */
  drain(): Promise<void>;
}

/** Makes a window of so many tasks. */
export function createSendWindow(size: number): SendWindow {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];

  function throwFirst(): void {
    if (failures.length > 0) throw failures[0];
  }

  async function run(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      failures.push(error);
    }
  }

  return {
    add: async (task) => {
      const running = run(task).finally(() => underWay.delete(running));
      underWay.add(running);
      if (underWay.size >= size) await Promise.race(underWay);
      throwFirst();
    },
    drain: async () => {
      await Promise.all(underWay);
      throwFirst();
    },
  };
}

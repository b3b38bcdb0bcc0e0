import { createSemaphore } from '../base/index.ts';

/** Runs tasks side by side, a few at a time. */
export interface SendWindow {
  /** Starts a task as soon as there is room for it. Rejects with the first failure of any task so far. */
  add(task: () => Promise<void>): Promise<void>;
  /** Resolves when every task has ended; rejects with the first failure. */
  drain(): Promise<void>;
}

/** Makes a window of so many tasks. */
export function createSendWindow(size: number): SendWindow {
  const semaphore = createSemaphore({ places: size });
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
      const release = await semaphore.acquire();
      if (failures.length === 0) {
        const running = run(task).finally(() => {
          underWay.delete(running);
          release();
        });
        underWay.add(running);
      }
      throwFirst();
    },
    drain: async () => {
      await Promise.all(underWay);
      throwFirst();
    },
  };
}

import type { Clock } from '../base/index.ts';

/** Reads the machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  nowMicros: () => Date.now() * 1000,
  sleep: sleepReally,
};

function sleepReally(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves the time forward and wakes whoever slept until then, in the order of their times. */
  advance(milliseconds: number): void;
}

/** Makes a clock for tests that starts at the given Unix milliseconds. */
export function createManualClock(start = 0): ManualClock {
  let current = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => current,
    nowMicros: () => Math.round(current * 1000),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        sleepers.push({ at: current + milliseconds, wake: resolve });
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
    advance: (milliseconds) => {
      current += milliseconds;
      const due = sleepers.filter((sleeper) => sleeper.at <= current).toSorted((a, b) => a.at - b.at);
      for (const sleeper of due) {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        sleeper.wake();
      }
    },
  };
}

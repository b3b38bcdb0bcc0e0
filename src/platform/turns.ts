import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** For so long at most work is done in one go. */
const goMs = 5;

/** Shares the thread: whoever works through many events calls it after each, and everybody else is answered in between. */
export function createTurns(): () => Promise<void> | undefined {
  let beganAt = performance.now();
  return () => {
    if (performance.now() - beganAt < goMs) return undefined;
    return yieldToOthers().then(() => {
      beganAt = performance.now();
    });
  };
}

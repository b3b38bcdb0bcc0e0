import type { Clock } from '../../platform/index.ts';

/** Whoever has nothing to do looks by itself after this. */
const idleMs = 3_600_000;

/** The waiting of one who has nothing to do. */
export interface Rest {
  /** Waits until there may be something to do, or for as long as that. */
  wait(woken: Promise<void>, restMs: number, over: AbortSignal): Promise<void>;
  isResting(): boolean;
}

export function createRest(clock: Pick<Clock, 'sleep'>): Rest {
  let isResting = false;
  return {
    async wait(woken, restMs, over) {
      isResting = true;
      await Promise.race([woken, clock.sleep(Math.max(0, Math.min(restMs, idleMs)), over)]);
      isResting = false;
    },
    isResting: () => isResting,
  };
}

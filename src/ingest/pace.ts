import type { Clock } from '../platform/index.ts';

/** Small batches wait this long for more, so that a trickle does not make a part an event. Well within the 2 s to be seen. */
const minIntervalMs = 400;
/**
 * Where the engine is hardly ever idle, batches of some size wait so long: what it merges later is half the work of an insert, and the
 * larger its parts are from the beginning the less it merges.
 */
const busyIntervalMs = 1500;
const busyEvents = 4000;
/** Shares of the time for which the engine is at work: from the one on it is busy, and down to the other it stays so. */
const busyFrom = 0.9;
const busyDownTo = 0.5;

/** Decides how long batches are gathered. */
export interface Pace {
  /** Is told that a batch of so many events is handed to the engine. */
  begin(events: number): void;
  /** Is told that it is applied. */
  end(): void;
  /** Resolves when what is gathered from now on may be handed over, at once when the signal is aborted. */
  interval(): Promise<void>;
  /** Ends the longer wait: somebody waits for what is being gathered. */
  hurry(): void;
}

/** Begins without haste. `isAwaited` says whether somebody waits for a batch: a longer wait is not for those. */
export function createPace(clock: Clock, isAwaited: () => boolean, signal: AbortSignal): Pace {
  let isBusy = false;
  let beganAt = Number.NaN;
  let endedAt = Number.NaN;
  let waiting: AbortController | undefined;
  return {
    begin(events) {
      const now = clock.now();
      const share = (endedAt - beganAt) / (now - beganAt);
      isBusy = events >= busyEvents && share >= (isBusy ? busyDownTo : busyFrom);
      beganAt = now;
    },
    end() {
      endedAt = clock.now();
    },
    async interval() {
      await clock.sleep(minIntervalMs, signal);
      if (!isBusy || isAwaited()) return;
      waiting = new AbortController();
      await clock.sleep(busyIntervalMs - minIntervalMs, AbortSignal.any([signal, waiting.signal]));
    },
    hurry() {
      waiting?.abort();
    },
  };
}

import type { Clock } from '../../platform/index.ts';

/** Whether what is to be done is being done. */
export interface Pulse {
  /** Something is due. */
  begin(what: string): void;
  /** Some of what is due was done. */
  done(): void;
  /** Nothing of it is due any more. */
  end(what: string): void;
  /** Whether something has been due for minutes, and none of it was done. */
  isStalled(): boolean;
}

/** An evaluation may take a minute, and some go at once. */
const stalledMs = 5 * 60_000;

export function createPulse(clock: Pick<Clock, 'now'>): Pulse {
  const due = new Set<string>();
  let doneAt = clock.now();
  return {
    begin(what) {
      if (due.size === 0) doneAt = clock.now();
      due.add(what);
    },
    done() {
      doneAt = clock.now();
    },
    end(what) {
      if (due.delete(what)) doneAt = clock.now();
    },
    // Of a clock that was set back nothing is made: what was done lies ahead.
    isStalled: () => due.size > 0 && clock.now() - doneAt > stalledMs,
  };
}

import type { Clock } from '../platform/index.ts';

/**
 * How far ahead of the clock receipts may be. A clock that is set back is caught up with: until then receipts rise by a microsecond
 * a body. One that was wrong by more than this has been mended, and receipts follow it: kept on, they would lie in the future for years,
 * where no window over "now" finds them and no retention ends them.
 */
export const maxReceiptAheadMicros = 24 * 3600 * 1_000_000;

/** Gives each body the time of its receipt. */
export interface Receipts {
  /** Rises from body to body, over restarts too, but for a clock that was more than a day ahead. */
  next(): number;
  /**
   * A moment between the receipts that were given and those to come, as late as may be. It is a promise: whatever the clock does then, none is
   * given any more up to it.
   */
  passed(): number;
  /** Is told of a receipt that was given before, by an earlier process. */
  atLeast(micros: number): void;
}

export interface ReceiptsOptions {
  readonly clock: Pick<Clock, 'nowMicros'>;
  /** Told when a receipt is left aside because it is too far ahead of the clock. */
  readonly onAhead: (micros: number) => void;
}

/** Makes the receipts of a server. */
export function createReceipts({ clock, onAhead }: ReceiptsOptions): Receipts {
  let last = 0;
  return {
    next() {
      const now = clock.nowMicros();
      if (last > now + maxReceiptAheadMicros) {
        onAhead(last);
        last = 0;
      }
      last = Math.max(now, last + 1);
      return last;
    },
    passed() {
      // The next one may be of this very microsecond.
      last = Math.max(last, clock.nowMicros() - 1);
      return last;
    },
    atLeast(micros) {
      if (micros > clock.nowMicros() + maxReceiptAheadMicros) onAhead(micros);
      else last = Math.max(last, micros);
    },
  };
}

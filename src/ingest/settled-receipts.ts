import type { Journal } from '../journal/index.ts';
import type { Receiver } from './receiver.ts';
import { maxReceiptAheadMicros, type Receipts } from './receipts.ts';

export interface SettledReceiptsNeeds {
  readonly receipts: Pick<Receipts, 'passed'>;
  readonly receiver: Pick<Receiver, 'oldestOnItsWay'>;
  readonly journal: Pick<Journal, 'pending'>;
  /** The last receipt of the latest commit of the indexer; undefined before the first. */
  readonly committed: () => number | undefined;
}

/**
 * Says up to which receipt everything is in the store: no event that becomes queryable later was received by then. Undefined while nobody can
 * say, which is until the first commit where the journal was not empty at the start. It rises, but for receipts that begin anew (`Receipts`).
 */
export function createSettledReceipts(needs: SettledReceiptsNeeds): () => number | undefined {
  const { receipts, receiver, journal, committed } = needs;
  let last: number | undefined;

  function settled(): number | undefined {
    if (journal.pending().events > 0) return committed();
    const onItsWay = receiver.oldestOnItsWay();
    return onItsWay === undefined ? receipts.passed() : onItsWay - 1;
  }

  return () => {
    const now = settled();
    const hasBegunAnew = last !== undefined && now !== undefined && now < last - maxReceiptAheadMicros / 2;
    if (last === undefined || hasBegunAnew || (now !== undefined && now > last)) last = now;
    return last;
  };
}

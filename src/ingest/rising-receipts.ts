import { maxReceiptAheadMicros } from './receipts.ts';

/** Receipts from the one to the other, in microseconds. */
export interface RisingReceipts {
  readonly from: number;
  readonly through: number;
}

/** The receipts of records in the order in which they were received: one stretch, and another one wherever a clock that was ahead has been mended. */
export function risingReceipts(records: readonly { readonly receivedAtMicros: number }[]): readonly RisingReceipts[] {
  const stretches: RisingReceipts[] = [];
  for (const { receivedAtMicros: micros } of records) {
    const last = stretches.at(-1);
    const isRising = last !== undefined && micros > last.through - maxReceiptAheadMicros / 2;
    if (isRising) stretches.splice(-1, 1, { from: last.from, through: Math.max(last.through, micros) });
    else stretches.push({ from: micros, through: micros });
  }
  return stretches;
}

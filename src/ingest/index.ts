export type { BodyTraits } from './body-traits.ts';
export { type DailyIntake, startDailyIntake } from './daily-intake.ts';
export { forgetGone, openQuarantine, type Quarantine, type QuarantinedBatch } from './quarantine.ts';
export {
  createDeadLetterSink,
  createOverflowingSink,
  type DeadLetter,
  type DeadLetterReason,
  type DeadLetterSink,
} from './dead-letters.ts';
export type { IndexerStep, RecordOutcome } from './apply.ts';
export { type Indexer, startIndexer } from './indexer.ts';
export { startReadingThreads } from './reading-threads.ts';
export { createReceipts, maxReceiptAheadMicros, type Receipts } from './receipts.ts';
export { createReceiver, type Receipt, type Receiver, type ReceiverOptions } from './receiver.ts';
export { type RefusalWatch, watchRefusal } from './refusal.ts';
export { IngestRedaction } from './redact-body.ts';
export { createRedactionOf } from './redaction-of.ts';
export { importTag } from './import-tag.ts';
export { createSettledReceipts } from './settled-receipts.ts';
export { withoutWrappers } from './without-wrappers.ts';

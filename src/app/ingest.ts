import path from 'node:path';
import type { RunningEngine } from '../engine/index.ts';
import {
  createDeadLetterSink,
  type DailyIntake,
  startDailyIntake,
  createOverflowingSink,
  openQuarantine,
  type Quarantine,
  createReceipts,
  createReceiver,
  createRedactionOf,
  createSettledReceipts,
  forgetGone,
  maxReceiptAheadMicros,
  type Receipts,
  importTag,
  type Indexer,
  type Receiver,
  type ReceiverOptions,
  type RecordOutcome,
  type RefusalWatch,
  startIndexer,
  startReadingThreads,
  watchRefusal,
} from '../ingest/index.ts';
import type { ReceiptClock } from '../alert/index.ts';
import { type Journal, openJournal } from '../journal/index.ts';
import { type Clock, type Lifecycle, type Logger, realFiles, type Registry } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import { type Arrivals, createArrivals, createIngestMetrics, type IngestMetrics } from '../server/index.ts';
import { dayOf, type EventWriter, type Integrity, type Manifest } from '../store/index.ts';
import type { EventStream } from '../stream/index.ts';
import type { Failpoint } from './failpoint.ts';
import type { ServeOptions } from './options.ts';

const segmentBytes = 64 << 20;
const defaultJournalLimitBytes = 8 * 2 ** 30;
/** Left free for everything else: records, the engine's merges, logs. */
const reserveBytes = 512 << 20;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** An import that is tried again after this long is counted anew: its events are duplicates by then. */
const importOutcomesMs = 30 * dayMs;
/** How much was received is looked at by the month. */
const receivedBytesMs = 40 * dayMs;

/** What the way in is made of. */
export interface IngestParts {
  readonly journal: Journal;
  readonly receiver: Receiver;
  readonly arrivals: Arrivals;
  readonly intake: DailyIntake;
  readonly quarantine: Quarantine;
  /** Forgets now, instead of within the hour, what is past its retention or of clusters that are gone. */
  readonly forgetDue: () => void;
  readonly indexer: Indexer;
  readonly metrics: IngestMetrics;
  readonly refusal: RefusalWatch;
  readonly receipts: ReceiptClock;
}

export interface IngestNeeds {
  readonly options: ServeOptions;
  readonly lifecycle: Lifecycle;
  readonly records: Records;
  readonly engine: RunningEngine;
  readonly writer: EventWriter;
  readonly stream: Pick<EventStream, 'advance' | 'reads' | 'through'>;
  readonly manifest: Manifest;
  readonly integrity: Pick<Integrity, 'losses'>;
  readonly registry: Registry;
  readonly failpoint: Failpoint;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Puts journal, receiver and indexer together. The lifecycle closes them. */
export async function composeIngest(needs: IngestNeeds): Promise<IngestParts> {
  const { options, lifecycle, records, engine, writer, stream, failpoint, clock, logger } = needs;
  const journal = lifecycle.own(
    'journal',
    await openJournal({
      directory: path.join(options.data, 'journal'),
      files: failpoint.files(realFiles),
      clock,
      segmentBytes,
      limitBytes: options.journalLimitBytes ?? defaultJournalLimitBytes,
      reserveBytes,
      onCorrupt: (corruption) =>
        logger.error({ corruption }, 'a stretch of the journal cannot be read; it is kept apart'),
    }),
  );
  const refusal = lifecycle.own('refusal', await watchRefusal({ journal, clock, logger }));
  const quarantine = await openQuarantine(path.join(options.data, 'quarantine'), realFiles);
  const metrics = composeMetrics(needs, { journal, quarantine, refusal, waitingSince: () => indexer.waitingSince() });
  const deadLetters = createDeadLetterSink(records.deadLetters);
  const hasCluster = async (id: string): Promise<boolean> => (await records.clusters.byId(id)) !== undefined;
  const indexer = startIndexer({
    journal,
    writer,
    manifest: needs.manifest,
    deadLetters: createOverflowingSink(deadLetters, quarantine),
    quarantine,
    clock,
    whenReady: engine.whenReady,
    logger,
    hasCluster,
    onStep: (step) => failpoint.onIndexerStep(step),
    onCommit: (fromMicros, throughMicros) => stream.advance(fromMicros, throughMicros),
    onRecord: async (record, result) => {
      metrics.setLag((clock.nowMicros() - record.receivedAtMicros) / 1_000_000);
      await countRecord(records, metrics, record, result);
    },
  });
  const receipts = createReceipts({
    clock,
    onAhead: (micros) =>
      logger.error(
        { receipt: new Date(micros / 1000).toISOString() },
        'events were received at a time that is more than a day ahead of the clock; what is received now comes before them',
      ),
  });
  const lastReceipt = journal.lastReceiptMicros();
  receipts.atLeast(lastReceipt);
  // Who goes on from a place of before the restart reads up to here without waiting for the next event.
  if (journal.pending().events === 0 && lastReceipt > 0) stream.advance(lastReceipt, lastReceipt);
  void raiseReceipts(receipts, engine, writer, { clock, logger });
  const receiver = createReceiver({
    reader: lifecycle.own('reading threads', startReadingThreads()),
    journal,
    deadLetters,
    receipts,
    redactionOf: createRedactionOf(records),
    ...tellOfRejects(records, metrics, logger),
  });
  const settledThrough = createSettledReceipts({ receipts, receiver, journal, committed: () => stream.through() });
  const forgetting = forgetOld(records, () => forgetGone(quarantine, hasCluster), clock, logger);
  const { forgetDue } = lifecycle.own('forgetting', forgetting);
  return {
    journal,
    metrics,
    refusal,
    quarantine,
    forgetDue,
    receiver,
    arrivals: createArrivals(clock),
    intake: lifecycle.own('intake', startDailyIntake({ records, clock, logger, onRefused: metrics.countQuotaRefusal })),
    receipts: { settledThrough, now: () => receipts.passed(), atLeast: (micros) => receipts.atLeast(micros) },
    indexer: lifecycle.own('indexer', indexer),
  };
}

/** The metrics of the way in. */
function composeMetrics(
  { registry, engine, stream, integrity, clock }: IngestNeeds,
  {
    journal,
    quarantine,
    refusal,
    waitingSince,
  }: Pick<IngestParts, 'journal' | 'quarantine' | 'refusal'> & Pick<Indexer, 'waitingSince'>,
): IngestMetrics {
  return createIngestMetrics(registry, {
    quarantinedEvents: () => quarantine.list().reduce((sum, { events }) => sum + events, 0),
    isRefusing: () => refusal.reason() !== undefined,
    pendingEvents: () => journal.pending().events,
    engineRestarts: () => engine.restarts(),
    streamReads: () => stream.reads(),
    missingEvents: () => integrity.losses().missingEvents,
    journalFailures: () => {
      const { writeFailures, syncFailures, removeFailures, corruptions } = journal.counts();
      return { write: writeFailures, sync: syncFailures, remove: removeFailures, read: corruptions };
    },
    waitingSeconds: () => {
      const since = waitingSince();
      return since === undefined ? 0 : (clock.nowMicros() - since) / 1_000_000;
    },
  });
}

/** Counts what receivers cannot read, and says when it is kept nowhere. */
function tellOfRejects(
  records: Records,
  metrics: IngestMetrics,
  logger: Logger,
): Pick<ReceiverOptions, 'onRejected' | 'onDropped'> {
  return {
    onRejected: (clusterId, rejected) => {
      const count = (name: string): void => metrics.countEvents(name, 'rejected', rejected);
      // When the records are closed already, nobody reads the metrics any more.
      nameOf(records, clusterId).then(count, () => undefined);
    },
    onDropped: (clusterId, error) =>
      logger.error({ err: error, clusterId }, 'what cannot be read in a body is dropped; its events are taken'),
  };
}

/** A store may be older than its journal, which somebody may have thrown away: what it holds is asked once it can say. */
async function raiseReceipts(
  receipts: Receipts,
  engine: Pick<RunningEngine, 'whenReady'>,
  writer: Pick<EventWriter, 'lastReceiptMicros'>,
  { clock, logger }: Pick<IngestNeeds, 'clock' | 'logger'>,
): Promise<void> {
  try {
    await engine.whenReady;
    receipts.atLeast(await writer.lastReceiptMicros(clock.nowMicros() + maxReceiptAheadMicros));
  } catch (error) {
    logger.warn(
      { err: error },
      'cannot ask the store when it received its latest event; receipts begin from the journal',
    );
  }
}

/** Forgets old outcomes of imports, old activities and what clusters that are gone have left, now and every hour. */
function forgetOld(
  records: Records,
  forgetClusters: () => Promise<void>,
  clock: Clock,
  logger: Logger,
): { readonly forgetDue: () => void; close(): void } {
  const forgetDue = (): void => {
    Promise.all([
      records.importOutcomes.forgetBefore(clock.now() - importOutcomesMs),
      records.activity.removeOld(),
      records.receivedBytes.forgetBefore(dayOf((clock.now() - receivedBytesMs) * 1000)),
      forgetClusters(),
    ]).catch((error: unknown) => {
      logger.error({ err: error }, 'cannot forget what is past its retention; trying again in an hour');
    });
  };
  forgetDue();
  const timer = setInterval(forgetDue, hourMs);
  return { forgetDue, close: () => clearInterval(timer) };
}

async function nameOf(records: Records, clusterId: string): Promise<string> {
  return (await records.clusters.byId(clusterId))?.name ?? clusterId;
}

/** Keeps the outcome of a body whose sender may ask again, and counts. */
async function countRecord(
  records: Records,
  metrics: IngestMetrics,
  record: { readonly clusterId: string; readonly tag: string; readonly eventCount: number },
  result: RecordOutcome,
): Promise<void> {
  const tag = importTag.read(record.tag);
  // First what may fail, on a full disk: what is tried again is not counted twice.
  if (tag)
    await records.importOutcomes.decide(tag.key, record.clusterId, {
      received: record.eventCount + tag.rejected,
      ...result,
      rejected: result.rejected + tag.rejected,
    });
  const name = await nameOf(records, record.clusterId);
  metrics.countEvents(name, 'stored', result.stored);
  metrics.countEvents(name, 'duplicate', result.duplicates);
  metrics.countEvents(name, 'completed', result.completed);
  metrics.countEvents(name, 'rejected', result.rejected);
}

import { AppError, retry } from '../base/index.ts';
import type { Journal, JournalRecord, Position } from '../journal/index.ts';
import type { Clock } from '../platform/index.ts';
import { apply, type ApplyOptions, type RecordOutcome } from './apply.ts';
import { type Batch, releaseBatch } from './batch.ts';
import { createGatherer } from './gather.ts';
import { createPace } from './pace.ts';
import { decodePlan, type Plan } from './plan.ts';

export interface IndexerOptions extends ApplyOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Resolves when the store has its tables; indexing begins then. */
  readonly whenReady: Promise<unknown>;
  /**
   * Called for each record whose events can be queried, before the checkpoint forgets the record; again after a crash in
   * between. Keeps what must outlive a crash. The memory of the payload is given back afterwards.
   */
  readonly onRecord: (record: JournalRecord, result: RecordOutcome) => Promise<void>;
  /**
   * Told of the first and the last receipt of what can be queried since just now, and of whole receipts alone; what was received before
   * can be queried as well.
   */
  readonly onCommit?: (fromMicros: number, throughMicros: number) => void;
}

/** Moves what the journal holds into the store, each event once. One indexer a store. */
export interface Indexer {
  /** Resolves when the record at this position, which was just appended, can be queried. */
  whenStored(position: Position): Promise<RecordOutcome>;
  /** When the oldest of the records was received that are on their way into the store, in microseconds; undefined where none is. */
  waitingSince(): number | undefined;
  /** Finishes the batch under way and stops. An engine that does not answer is not waited for long: the journal has the batch. */
  close(): Promise<void>;
}

/** Short, so that what waited for an engine is soon caught up. */
const waits = { firstMs: 200, maxMs: 2000, random: Math.random };
const closeGraceMs = 5000;

interface Waiter {
  readonly resolve: (result: RecordOutcome) => void;
  readonly reject: (error: Error) => void;
}

/** A record may be indexed before somebody asks for it: so many of the latest outcomes are kept. */
const rememberedOutcomes = 4096;

const nothing: RecordOutcome = { stored: 0, duplicates: 0, completed: 0, rejected: 0 };

/** Starts indexing where the last checkpoint left off. Never gives up: a batch that fails is tried again, with growing waits. */
export function startIndexer(options: IndexerOptions): Indexer {
  const { journal, clock, logger } = options;
  const stopping = new AbortController();
  const outcomes = createOutcomes(() => pace.hurry());
  const pace = createPace(clock, () => outcomes.areAwaited(), stopping.signal);
  const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  let isClosed = false;
  let waitingSince: number | undefined;

  async function index(batch: Batch): Promise<void> {
    const results = await apply(options, batch, readPlan(journal));
    // Closed meanwhile: the journal is no longer this indexer's.
    if (isClosed) return;
    for (const [record, result] of results) await options.onRecord(record, result);
    await journal.checkpoint(batch.next);
    options.onStep?.('checkpointed');
    const [first, last] = [batch.records[0], batch.records.at(-1)];
    if (first && last) options.onCommit?.(first.receivedAtMicros, last.receivedAtMicros);
    for (const record of batch.records) outcomes.settle(record.position, results.get(record) ?? nothing);
    releaseBatch(batch);
  }

  async function indexUntilDone(batch: Batch): Promise<void> {
    waitingSince = batch.records[0]?.receivedAtMicros;
    pace.begin(batch.sources.length);
    await Promise.race([options.whenReady, stopped]);
    const onFailure = (error: unknown): undefined => {
      logger.error({ err: error, events: batch.sources.length }, 'cannot index a batch; trying again');
    };
    await retry(() => index(batch), { ...waits, clock, signal: stopping.signal, onFailure }).catch((error: unknown) => {
      if (!stopping.signal.aborted) throw error;
    });
    pace.end();
    waitingSince = undefined;
  }

  /** Indexes from the checkpoint on, until the signal or until the journal cannot be read. One batch is read while the engine has another. */
  async function indexAll(): Promise<void> {
    const gatherer = createGatherer(journal, stopping.signal);
    let plan = readPlan(journal);
    let applied = Promise.resolve();
    let notBefore: Promise<unknown> = applied;
    try {
      while (!stopping.signal.aborted) {
        const batch = await gatherer.next(plan, notBefore);
        if (!batch) break;
        plan = undefined;
        await applied;
        applied = indexUntilDone(batch);
        notBefore = Promise.all([applied, pace.interval()]);
      }
    } finally {
      await applied;
      // A batch that cannot be read is tried again and again: each time with the same file open would be too many.
      await gatherer.close();
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await indexAll();
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.error({ err: error }, 'cannot read the journal; trying again, what is received waits in it');
        await clock.sleep(waits.maxMs, stopping.signal);
      }
    }
  }

  const running = run();
  return {
    whenStored: (position) => outcomes.whenSettled(position),
    waitingSince: () => waitingSince,
    async close() {
      stopping.abort();
      const waited = new AbortController();
      await Promise.race([running, clock.sleep(closeGraceMs, waited.signal)]);
      waited.abort();
      isClosed = true;
      outcomes.rejectAll(new AppError('engine-unavailable', 'the server is closing'));
    },
  };
}

/** What became of the latest records, for those who ask before and after. Says when somebody begins to wait. */
function createOutcomes(onWait: () => void) {
  const waiting = new Map<Position, Waiter>();
  const latest = new Map<Position, RecordOutcome>();
  return {
    settle(position: Position, result: RecordOutcome): void {
      latest.set(position, result);
      const [oldest] = latest.keys();
      if (latest.size > rememberedOutcomes && oldest !== undefined) latest.delete(oldest);
      waiting.get(position)?.resolve(result);
      waiting.delete(position);
    },
    whenSettled(position: Position): Promise<RecordOutcome> {
      const known = latest.get(position);
      if (known) return Promise.resolve(known);
      onWait();
      return new Promise((resolve, reject) => waiting.set(position, { resolve, reject }));
    },
    areAwaited: () => waiting.size > 0,
    rejectAll(error: Error): void {
      for (const waiter of waiting.values()) waiter.reject(error);
      waiting.clear();
    },
  };
}

/** The plan that was written and not yet applied to its end. */
function readPlan(journal: Journal): Plan | undefined {
  const bytes = journal.readPlan();
  const plan = bytes && decodePlan(bytes);
  return plan && plan.from >= journal.checkpointPosition() ? plan : undefined;
}

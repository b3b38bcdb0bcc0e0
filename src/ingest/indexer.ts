import { AppError, retry, said } from '../base/index.ts';
import type { Journal, JournalRecord, Position } from '../journal/index.ts';
import type { Clock } from '../platform/index.ts';
import { EngineError, isPermanent } from '../store/index.ts';
import { apply, type ApplyOptions, type RecordOutcome } from './apply.ts';
import { type Batch, BatchEncoder, releaseBatch } from './batch.ts';
import { EventEncoder } from './event-encoder.ts';
import { framesOf } from './frames.ts';
import { createGatherer } from './gather.ts';
import { createPace } from './pace.ts';
import { decodePlan, type Plan } from './plan.ts';
import type { Quarantine } from './quarantine.ts';
import { risingReceipts } from './rising-receipts.ts';

export interface IndexerOptions extends ApplyOptions {
  readonly journal: Journal;
  /** Where events go that the store cannot take, whatever is tried. */
  readonly quarantine: Pick<Quarantine, 'keep'>;
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
   * can be queried as well. It is told before the checkpoint forgets that, and again after a crash in between; receipts that follow a clock
   * which was mended are told by themselves (`Receipts`).
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
/** So often in a row a batch is tried that fails for good, as it seems, before it is set aside. */
const maxHopelessTries = 5;
/** A part that is damaged or away is mended behind the engine's back: that takes longer. */
const maxTriesOverDamage = 30;

interface Waiter {
  readonly resolve: (result: RecordOutcome) => void;
  readonly reject: (error: Error) => void;
}

/** A record may be indexed before somebody asks for it: so many of the latest outcomes are kept. */
const rememberedOutcomes = 4096;

const nothing: RecordOutcome = { stored: 0, duplicates: 0, completed: 0, rejected: 0 };

/**
 * Starts indexing where the last checkpoint left off. A batch that fails is tried again, with growing waits, for as long as that may help.
 * Where it cannot, the records that fail are set aside, so that those of other clusters are not kept waiting.
 */
export function startIndexer(options: IndexerOptions): Indexer {
  const { journal, clock, logger } = options;
  const stopping = new AbortController();
  const outcomes = createOutcomes(() => pace.hurry());
  const pace = createPace(clock, () => outcomes.areAwaited(), stopping.signal);
  const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  let isClosed = false;
  let waitingSince: number | undefined;

  async function index(batch: Batch): Promise<void> {
    await finish(batch, await apply(options, batch, readPlan(journal)));
  }

  async function finish(batch: Batch, results: ReadonlyMap<JournalRecord, RecordOutcome>): Promise<void> {
    // Closed meanwhile: the journal is no longer this indexer's.
    if (isClosed) return;
    for (const [record, result] of results) await options.onRecord(record, result);
    for (const { from, through } of risingReceipts(batch.records)) options.onCommit?.(from, through);
    await journal.checkpoint(batch.next);
    options.onStep?.('checkpointed');
    for (const record of batch.records) outcomes.settle(record.position, results.get(record) ?? nothing);
    releaseBatch(batch);
  }

  async function indexUntilDone(batch: Batch): Promise<void> {
    waitingSince = batch.records[0]?.receivedAtMicros;
    pace.begin(batch.sources.length);
    await Promise.race([options.whenReady, stopped]);
    await indexOrSetAside({ options, signal: stopping.signal, index, finish }, batch);
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
      outcomes.rejectAll(new AppError('engine-unavailable', said`the server is closing`));
    },
  };
}

/** What indexing a batch is made of. */
interface Indexing {
  readonly options: Pick<IndexerOptions, 'clock' | 'logger' | 'quarantine' | 'hasCluster'>;
  readonly signal: AbortSignal;
  readonly index: (batch: Batch) => Promise<void>;
  readonly finish: (batch: Batch, results: ReadonlyMap<JournalRecord, RecordOutcome>) => Promise<void>;
}

/** Indexes a batch, trying again for as long as that may help. Ends without having done so only when the signal is aborted. */
async function indexOrSetAside(indexing: Indexing, batch: Batch): Promise<void> {
  const { signal, index, options } = indexing;
  const { clock, logger } = options;
  let hopelessTries = 0;
  const onFailure = (error: unknown): undefined => {
    const triesLeft = triesOver(error) - hopelessTries;
    hopelessTries = Number.isFinite(triesLeft) ? hopelessTries + 1 : 0;
    if (triesLeft <= 1) throw error;
    logger.error({ err: error, events: batch.sources.length }, 'cannot index a batch; trying again');
  };
  try {
    await retry(() => index(batch), { ...waits, clock, signal, onFailure });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof EngineError)) throw error;
    await setAside(indexing, batch, error);
  }
}

/** Indexes the records of a batch that fails for good one by one; the one that still does is set aside. */
async function setAside(indexing: Indexing, batch: Batch, error: EngineError): Promise<void> {
  const { signal, finish, options } = indexing;
  const { clock, logger } = options;
  const [record, ...others] = batch.records;
  if (!record) return;
  if (others.length > 0) {
    for (const one of batch.records) if (!signal.aborted) await indexOrSetAside(indexing, await batchOf(one));
    if (!signal.aborted) releaseBatch(batch);
    return;
  }
  const { clusterId, receivedAtMicros, payload, eventCount } = record;
  logger.error({ err: error, clusterId, events: eventCount }, 'the store cannot take events; they are set aside');
  const keep = async (): Promise<void> => {
    const events = [...framesOf(payload)].map(({ from, to }) => payload.subarray(from, to));
    if (await options.hasCluster(clusterId))
      await options.quarantine.keep({ clusterId, receivedAtMicros, reason: error.message.slice(0, 500), events });
    await finish(batch, new Map([[record, { ...nothing, rejected: eventCount }]]));
  };
  const onFailure = (failure: unknown): undefined => {
    logger.error({ err: failure }, 'cannot set events aside; trying again');
  };
  await retry(keep, { ...waits, clock, signal, onFailure }).catch((failure: unknown) => {
    if (!signal.aborted) throw failure;
  });
}

/** How often in a row a batch is tried that fails so; without end where it may pass. */
function triesOver(error: unknown): number {
  if (!(error instanceof EngineError) || !isPermanent(error.kind)) return Infinity;
  return error.kind === 'corrupt-part' || error.kind === 'missing-part' ? maxTriesOverDamage : maxHopelessTries;
}

/** A record as a batch of its own. */
async function batchOf(record: JournalRecord): Promise<Batch> {
  const encoder = new BatchEncoder(new EventEncoder());
  await encoder.add(record);
  return encoder.finish();
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

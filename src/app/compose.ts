import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { createDeadLetterSink, createReceiver, importTag, type RecordOutcome, startIndexer } from '../ingest/index.ts';
import { openJournal } from '../journal/index.ts';
import {
  createLifecycle,
  createMetrics,
  type Lifecycle,
  type Logger,
  realFiles,
  systemClock,
} from '../platform/index.ts';
import { openRecords, type Records } from '../records/index.ts';
import {
  createAuthenticator,
  createIngestMetrics,
  createPasswordHasher,
  createSignIn,
  type IngestMetrics,
  type ServerContext,
} from '../server/index.ts';
import { createEventSearch, createEventWriter, createStatementRunner } from '../store/index.ts';
import { startEngine } from './engine.ts';
import { createFailpoint } from './failpoint.ts';
import type { ServeOptions } from './options.ts';
import { pageDirectory } from './page.ts';

const segmentBytes = 64 << 20;
const defaultJournalLimitBytes = 8 * 2 ** 30;
/** Left free for everything else: records, the engine's merges, logs. */
const reserveBytes = 512 << 20;
/** SLS gives an analysis 55 seconds. */
const queryLimits = { seconds: 55, memoryBytes: 2 * 2 ** 30, threads: 2 };

/** A server without its HTTP side. */
export interface Composition {
  readonly context: ServerContext;
  readonly lifecycle: Lifecycle;
  readonly records: Records;
}

/** Puts the parts together by hand, in the order in which they need each other. What was started is closed by the lifecycle. */
export async function compose(
  options: ServeOptions,
  logger: Logger,
  server: {
    readonly adminTokens: readonly string[];
    readonly publicUrl: string;
    readonly caCertificate: string | undefined;
  },
): Promise<Composition> {
  const lifecycle = createLifecycle(logger);
  const clock = systemClock;
  const records = lifecycle.own('records', openRecords({ path: path.join(options.data, 'records.db'), clock }));
  const engine = lifecycle.own(
    'engine',
    startEngine({ data: options.data, clickhouseUrl: options.clickhouseUrl, logger }),
  );
  const failpoint = createFailpoint(options.failpoint, () => engine.pid());
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
  const registry = createMetrics();
  const metrics = createIngestMetrics(registry, {
    pendingEvents: () => journal.pending().events,
    engineRestarts: () => engine.restarts(),
  });
  const deadLetters = createDeadLetterSink(records.deadLetters);
  const writer = createEventWriter(engine.engine);
  const indexer = lifecycle.own(
    'indexer',
    startIndexer({
      journal,
      writer,
      deadLetters,
      clock,
      whenReady: engine.whenReady,
      logger,
      hasCluster: async (id) => (await records.clusters.byId(id)) !== undefined,
      onStep: (step) => failpoint.onIndexerStep(step),
      onRecord: async (record, result) => {
        metrics.setLag((clock.nowMicros() - record.receivedAtMicros) / 1_000_000);
        await countRecord(records, metrics, record, result);
      },
    }),
  );
  const context: ServerContext = {
    version: packageJson.version,
    records,
    authenticator: createAuthenticator({ records, adminTokens: server.adminTokens }),
    hasher: createPasswordHasher(),
    signIn: createSignIn({ records, hasher: createPasswordHasher(), clock }),
    journal,
    receiver: createReceiver({
      journal,
      deadLetters,
      clock,
      onRejected: (clusterId, count) => {
        void nameOf(records, clusterId).then((name) => metrics.countEvents(name, 'rejected', count));
      },
    }),
    indexer,
    search: createEventSearch(engine.engine, queryLimits),
    statements: createStatementRunner(engine.engine, queryLimits),
    deleteEvents: (clusterId) => writer.deleteCluster(clusterId),
    clock,
    logger,
    registry,
    metrics,
    engine,
    timeZone: options.timeZone ?? 'UTC',
    publicUrl: server.publicUrl,
    caCertificate: server.caCertificate,
    pageDirectory: pageDirectory(),
  };
  return { context, lifecycle, records };
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
  const name = await nameOf(records, record.clusterId);
  metrics.countEvents(name, 'stored', result.stored);
  metrics.countEvents(name, 'duplicate', result.duplicates);
  metrics.countEvents(name, 'completed', result.completed);
  metrics.countEvents(name, 'rejected', result.rejected);
  const tag = importTag.read(record.tag);
  if (!tag) return;
  const received = record.eventCount + tag.rejected;
  await records.importOutcomes.decide(tag.key, record.clusterId, {
    received,
    ...result,
    rejected: result.rejected + tag.rejected,
  });
}

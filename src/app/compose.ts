import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { createAnalysis, createIsolation } from '../analysis/index.ts';
import type { EvaluationStep } from '../alert/index.ts';
import type { AppError } from '../base/index.ts';
import { createEventStream } from '../stream/index.ts';
import {
  createLifecycle,
  createMetrics,
  type Lifecycle,
  type Logger,
  realFiles,
  systemClock,
} from '../platform/index.ts';
import { type Delivery, openDelivery } from '../delivery/index.ts';
import { startMonitor } from '../monitor/index.ts';
import { openRecords, type Records } from '../records/index.ts';
import { createAuthenticator, createPasswordHasher, createSignIn, type ServerContext } from '../server/index.ts';
import {
  createEventSearch,
  createReferenceData,
  createStatementRunner,
  type StatementLimits,
  warmReferenceData,
} from '../store/index.ts';
import { composeAlerts, composeRuleTests } from './alerts.ts';
import { composeConditions } from './conditions.ts';
import { createFailpoint } from './failpoint.ts';
import { composeForwarding } from './forwarding.ts';
import { composeIngest } from './ingest.ts';
import type { ServeOptions } from './options.ts';
import { pageDirectory } from './page.ts';
import { composeReports } from './reports.ts';
import { composeRetention } from './retention.ts';
import { composeStore } from './store.ts';
import { warmIsolation } from './warm-isolation.ts';

/** SLS gives an analysis 55 seconds and a million rows. */
const defaultQueryLimits = { seconds: 55, memoryBytes: 2 * 2 ** 30, rows: 1_000_000 };

function queryLimitsOf({ query = {} }: ServeOptions): StatementLimits {
  const { seconds, memoryBytes, rows } = defaultQueryLimits;
  return {
    seconds: query.seconds ?? seconds,
    memoryBytes: query.memoryBytes ?? memoryBytes,
    rows: query.rows ?? rows,
    threads: 2,
  };
}

/** A server without its HTTP side. */
export interface Composition {
  readonly context: ServerContext;
  readonly lifecycle: Lifecycle;
  readonly records: Records;
  /** The way out to other servers, and the secrets that it takes. */
  readonly delivery: Delivery;
  /** Resolves when the store cannot be used by this release. */
  readonly whenRefused: Promise<AppError>;
  /** The process of the engine, for those who end it. */
  enginePid(): number | undefined;
}

/** What the composition is told of the HTTP side. */
interface ServerFacts {
  readonly adminTokens: readonly string[];
  /** Told when the server listens. */
  readonly publicUrl: () => string;
  readonly caCertificate: string | undefined;
}

/** Puts the parts together by hand, in the order in which they need each other. What was started is closed by the lifecycle. */
export async function compose(options: ServeOptions, logger: Logger, server: ServerFacts): Promise<Composition> {
  const lifecycle = createLifecycle(logger);
  try {
    return await composeWithin(lifecycle, options, logger, server);
  } catch (error) {
    // What runs already, the engine first of all, would keep the process alive.
    await lifecycle.close();
    throw error;
  }
}

async function composeWithin(
  lifecycle: Lifecycle,
  options: ServeOptions,
  logger: Logger,
  server: ServerFacts,
): Promise<Composition> {
  const { data, clickhouseUrl, activity, clock = systemClock } = options;
  const isolation = lifecycle.own('isolation', createIsolation(clock));
  await warmIsolation(isolation);
  const beside = [path.join(data, 'journal'), path.join(data, 'engine')];
  const kept = openRecords({ path: path.join(data, 'records.db'), beside, clock, activity });
  const records = lifecycle.own('records', kept);
  const registry = createMetrics();
  const { publicUrl } = server;
  const out = { records, files: realFiles, data, environment: process.env, clock, registry, logger, publicUrl };
  let isWorking = (): boolean => false;
  const delivery = lifecycle.own('delivery', await openDelivery({ ...out, isWorking: () => isWorking() }));
  const store = await composeStore({ data, clickhouseUrl, lifecycle, clock, logger });
  const { engine, running } = store;
  const { whenReady } = running;
  const queryLimits = queryLimitsOf(options);
  const search = createEventSearch(engine, queryLimits);
  const stream = createEventStream(search);
  const common = { options, lifecycle, records, clock, logger };
  const failpoint = createFailpoint(options.failpoint, () => running.pid());
  const ingest = await composeIngest({ ...store, ...common, engine: running, stream, registry, failpoint });
  const { metrics, receipts } = ingest;
  const forwarding = await composeForwarding({ ...common, ...out, ...ingest, delivery, stream, search, failpoint });
  const removing = { ...common, ...store, metrics, forwarding, whenReady, onDone: store.confirmLosses };
  const retention = lifecycle.own('retention', composeRetention(removing));
  const hasher = createPasswordHasher();
  const timeZone = options.timeZone ?? 'UTC';
  const referenceData = createReferenceData(engine, data);
  const restarts = (): number => running.restarts();
  lifecycle.own('reference data', warmReferenceData({ referenceData, restarts, clock, logger, whenReady }));
  const statements = createStatementRunner(engine, queryLimits);
  const analysis = createAnalysis({ records, search, statements, referenceData, isolation, clock, timeZone });
  const telling = { publicUrl, onQueued: () => delivery.wake() };
  const onStep = (step: EvaluationStep): void => failpoint.onEvaluationStep(step);
  const evaluating = { ...common, analysis, stream, receipts, registry, timeZone, whenReady, onStep };
  const monitor = lifecycle.own('monitor', await startMonitor({ ...common, ...delivery, analysis }));
  const watched = { ...ingest, ...evaluating, ...store, delivery, forwarding, monitor, engine: running };
  const alerting = await composeAlerts({ ...evaluating, ...telling, conditions: composeConditions(watched) });
  isWorking = () => alerting.alerts.isEvaluating();
  const reporting = await composeReports({ ...common, analysis, monitor, delivery, timeZone, publicUrl, whenReady });
  const context: ServerContext = {
    ...ingest,
    ...alerting,
    version: packageJson.version,
    records,
    delivery,
    forwarding,
    authenticator: createAuthenticator({ records, adminTokens: server.adminTokens }),
    hasher,
    signIn: createSignIn({ records, hasher, clock }),
    stream,
    analysis,
    ...reporting,
    testRules: composeRuleTests(clock),
    removeDueEvents: () => {
      retention.wake();
      ingest.forgetDue();
    },
    placeHold: (hold) => retention.between(() => records.legalHolds.place(hold)),
    monitor,
    clock,
    logger,
    registry,
    engine: running,
    integrity: store.integrity,
    storage: store.storage,
    timeZone,
    publicUrl,
    allowedHosts: options.allowedHosts ?? [],
    areMetricsPublic: options.metricsPublic ?? false,
    caCertificate: server.caCertificate,
    pageDirectory: pageDirectory(),
  };
  return { context, lifecycle, records, delivery, whenRefused: running.whenRefused, enginePid: () => running.pid() };
}

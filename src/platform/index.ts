export { readFileIfPresent, writeFileAtomically } from './atomic-file.ts';
export { type Clock } from '../base/index.ts';
export { type ManualClock, createManualClock, systemClock } from './clock.ts';
export {
  type FileLayer,
  type FileLock,
  type OpenFile,
  type OpenMode,
  errorCodeOf,
  readFully,
  realFiles,
} from './files.ts';
export { type Closeable, type Lifecycle, closeOnSignals, createLifecycle, exitOnSignals } from './lifecycle.ts';
export { isLoopback } from './loopback.ts';
export { type Logger, type LogLevel, createLogger, withoutSecrets } from './logger.ts';
export {
  type Connector,
  type ConnectTarget,
  createAddressGuard,
  createConnector,
  createHttpClient,
  type HttpClient,
  type OutboundAnswer,
  type OutboundRequest,
  reasonOf,
} from './outbound/index.ts';
export { makePrivate } from './private-files.ts';
export { programPath } from './program.ts';
export { ownMemoryOf, serveSteps } from './serve-steps.ts';
export { Counter, Gauge, Histogram, type Registry, createMetrics } from './metrics.ts';
export { createTurns } from './turns.ts';
export { createWorkerPool, type TakeStep, type WorkerPool, WorkStopped } from './worker-pool.ts';

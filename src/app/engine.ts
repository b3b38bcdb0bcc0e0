import path from 'node:path';
import { AppError } from '../base/index.ts';
import type { Logger } from '../platform/index.ts';
import {
  createEngine,
  type Credentials,
  type Engine,
  type EngineAddress,
  EngineError,
  migrateStore,
  openDictionaries,
  superviseEngine,
} from '../store/index.ts';

/** The store's engine, whichever it is. */
export interface RunningEngine {
  /** Rejects with AppError `engine-unavailable` until it has its tables. */
  readonly engine: Engine;
  isReady(): boolean;
  /** Resolves when the engine has answered for the first time and has its tables. */
  readonly whenReady: Promise<void>;
  /** Resolves when what the engine holds is not for this release, and never can be. */
  readonly whenRefused: Promise<AppError>;
  restarts(): number;
  pid(): number | undefined;
  close(): Promise<void>;
}

/** How often an engine is asked whether it is there. */
const checkMs = 1000;
/** How long it may take to say so: it answers beside its work. */
const answerMs = 5000;
/** An engine of ours that has not answered so many times hangs, and is started again. */
const maxUnanswered = 12;

/** Starts the embedded engine, or connects to another one. Does not wait until it is there. */
export function startEngine(options: {
  readonly data: string;
  readonly clickhouseUrl?: string | undefined;
  readonly logger: Logger;
}): RunningEngine {
  const { logger, clickhouseUrl } = options;
  const supervisor =
    clickhouseUrl === undefined
      ? superviseEngine({
          directory: path.join(options.data, 'engine'),
          onOutput: (line) => logger.warn({ line }, 'the engine says'),
          onExit: (reason) => logger.error({ reason }, 'the engine died; it is started again'),
        })
      : undefined;
  const address = () => (supervisor ? supervisor.address() : Promise.resolve(addressOf(clickhouseUrl ?? '')));
  const preparing = createEngine(address);
  const engine = createEngine(async () => {
    if (!isMigrated) throw new AppError('engine-unavailable', 'the engine is being started');
    return address();
  });
  const first = Promise.withResolvers<undefined>();
  const refused = Promise.withResolvers<AppError>();
  let isReady = false;
  let isMigrated = false;
  let closed = false;
  let unanswered = 0;
  let complaint = '';

  async function check(): Promise<void> {
    let waited: AbortSignal | undefined;
    try {
      if (!isMigrated) await prepareStore(preparing, clickhouseUrl, logger);
      // One that is being started, or dead, has no address: the supervisor sees to it.
      await address();
      waited = AbortSignal.timeout(answerMs);
      await preparing.ping(waited);
      isMigrated = true;
      isReady = true;
      unanswered = 0;
      first.resolve(undefined);
    } catch (error) {
      if (!closed && isReady) logger.warn({ err: error }, 'the engine does not answer');
      if (error instanceof AppError && !error.retryable) {
        refused.resolve(error);
        return;
      }
      if (error instanceof EngineError && error.message !== complaint) {
        complaint = error.message;
        logger.error({ err: error }, 'the engine cannot be given its tables; trying again');
      } else if (clickhouseUrl !== undefined && !isMigrated && messageOf(error) !== complaint) {
        // An engine of ours is not there at first either; its end and its output are told by themselves.
        complaint = messageOf(error);
        logger.error({ reason: complaint }, 'ClickHouse cannot be reached; trying again');
      }
      isReady = false;
      // Refusing connections is no hanging either.
      if (waited?.aborted === true) {
        unanswered += 1;
        if (unanswered % maxUnanswered === 0) supervisor?.restart();
      }
    }
    if (!closed) timer = setTimeout(() => void check(), isReady ? checkMs : checkMs / 4);
  }

  let timer = setTimeout(() => void check(), 0);
  return {
    engine,
    isReady: () => isReady,
    whenReady: first.promise,
    whenRefused: refused.promise,
    restarts: () => supervisor?.restarts() ?? 0,
    pid: () => supervisor?.pid(),
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([engine.close(), preparing.close()]);
      await supervisor?.close();
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function prepareStore(engine: Engine, clickhouseUrl: string | undefined, logger: Logger): Promise<void> {
  await migrateStore(engine);
  if (clickhouseUrl === undefined) return;
  await openDictionaries(engine, addressOf(clickhouseUrl)).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error;
    // ClickHouse's message may quote the statement, which may hold the password.
    const { code } = error;
    logger.error({ code }, 'ClickHouse cannot read its dictionaries: statements that look up addresses will fail');
  });
}

function addressOf(url: string): EngineAddress & Credentials {
  const parsed = new URL(url);
  const password = decodeURIComponent(parsed.password);
  const username = decodeURIComponent(parsed.username) || 'default';
  parsed.password = '';
  return { url: parsed.toString(), username, password };
}

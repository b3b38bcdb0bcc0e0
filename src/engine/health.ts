import path from 'node:path';
import { AppError, said } from '../base/index.ts';
import type { Logger } from '../platform/index.ts';
import { createEngine, type Engine } from './client.ts';
import { type Credentials, embeddedDialect, serverDialect } from './dialect.ts';
import { EngineError } from './errors.ts';
import { type EngineAddress, superviseEngine } from './supervisor.ts';

/** The engine that the product works with, whichever it is. */
export interface RunningEngine {
  /** Rejects with AppError `engine-unavailable` until it is prepared. */
  readonly engine: Engine;
  isReady(): boolean;
  /** Resolves when the engine has answered for the first time and is prepared. */
  readonly whenReady: Promise<void>;
  /** Resolves when what the engine holds is not for this release, and never can be. */
  readonly whenRefused: Promise<AppError>;
  restarts(): number;
  pid(): number | undefined;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** The data directory; an engine of our own lives in it. */
  readonly data: string;
  /** Left out: an engine of our own is started. */
  readonly clickhouseUrl?: string | undefined;
  /**
   * Brings the engine into the state in which it can be used. It is called until it succeeds, then never again; AppError that is not
   * retryable refuses the engine for good.
   */
  readonly prepare: (engine: Engine) => Promise<void>;
  readonly logger: Logger;
}

/** How often an engine is asked whether it is there. */
const checkMs = 1000;
/** How long it may take to say so: it answers beside its work. */
const answerMs = 5000;
/** An engine of ours that has not answered so many times hangs, and is started again. */
const maxUnanswered = 12;

/** Starts the embedded engine, or connects to another one, and watches its health. Does not wait until it is there. */
export function startEngine({ data, clickhouseUrl, prepare, logger }: EngineOptions): RunningEngine {
  const supervisor =
    clickhouseUrl === undefined
      ? superviseEngine({
          directory: path.join(data, 'engine'),
          onOutput: (line) => logger.warn({ line }, 'the engine says'),
          onExit: (reason) => logger.error({ reason }, 'the engine died; it is started again'),
        })
      : undefined;
  const server = clickhouseUrl === undefined ? undefined : addressOf(clickhouseUrl);
  const dialect = server ? serverDialect(server) : embeddedDialect;
  const address = async (): Promise<EngineAddress> => {
    if (supervisor) return supervisor.address();
    if (server) return server;
    throw new AppError('engine-unavailable', said`the engine is not there`);
  };
  const preparing = createEngine(address, dialect);
  const engine = createEngine(async () => {
    if (!isPrepared) throw new AppError('engine-unavailable', said`the engine is being started`);
    return address();
  }, dialect);
  const first = Promise.withResolvers<undefined>();
  const refused = Promise.withResolvers<AppError>();
  let isReady = false;
  let isPrepared = false;
  let closed = false;
  let unanswered = 0;
  let complaint = '';

  async function check(): Promise<void> {
    let waited: AbortSignal | undefined;
    try {
      // One that is being started, or dead, has no address: the supervisor sees to it.
      await address();
      waited = AbortSignal.timeout(answerMs);
      await preparing.ping(waited);
      waited = undefined;
      unanswered = 0;
      // Only what answers is given work: preparing it would wait for one that hangs much longer.
      if (!isPrepared) await prepare(preparing);
      isPrepared = true;
      isReady = true;
      first.resolve(undefined);
    } catch (error) {
      if (!closed && isReady) logger.warn({ err: error }, 'the engine does not answer');
      if (error instanceof AppError && !error.retryable) {
        refused.resolve(error);
        return;
      }
      complain(error);
      isReady = false;
      // Refusing connections is no hanging either.
      if (waited?.aborted === true) {
        unanswered += 1;
        if (unanswered % maxUnanswered === 0) supervisor?.restart();
      }
    }
    if (!closed) timer = setTimeout(() => void check(), isReady ? checkMs : checkMs / 4);
  }

  /** Says each thing that keeps the engine from being ready once. */
  function complain(error: unknown): void {
    if (error instanceof EngineError && error.message !== complaint) {
      complaint = error.message;
      logger.error({ err: error }, 'the engine cannot be given its tables; trying again');
    } else if (server && !isPrepared && messageOf(error) !== complaint) {
      // An engine of ours is not there at first either; its end and its output are told by themselves.
      complaint = messageOf(error);
      logger.error({ reason: complaint }, 'ClickHouse cannot be reached; trying again');
    }
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

function addressOf(url: string): EngineAddress & Credentials {
  const parsed = new URL(url);
  const password = decodeURIComponent(parsed.password);
  const username = decodeURIComponent(parsed.username) || 'default';
  parsed.password = '';
  return { url: parsed.toString(), username, password };
}

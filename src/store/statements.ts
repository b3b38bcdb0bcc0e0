import { statementSettings } from '../query/index.ts';
import { type Engine, EngineError } from '../engine/index.ts';
import type { QueryLimits } from './reader/selection.ts';

/** A compiled statement of a user: our own printer's SQL and its bound parameters. */
export interface RunnableStatement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the engine, besides those of every statement. */
  readonly settings?: Readonly<Record<string, number>>;
}

/** Runs statements of users: read-only, limited in time and memory. */
export interface StatementRunner {
  /** Rows that an answer has at most. */
  readonly maxRows: number;
  /**
   * All rows at once, limited in number, in JSONCompact as the engine wrote them. Rejects with EngineError for what the engine refuses;
   * aborting stops the engine's work.
   */
  run(statement: RunnableStatement, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Any number of rows, some at a time; the first of them have to be found within the time of any statement. Fails as `run` does,
   * at any time; leaving early stops the engine's work.
   */
  stream(statement: RunnableStatement, signal?: AbortSignal): AsyncGenerator<readonly (readonly unknown[])[]>;
}

/** What an analysis may take. */
export interface StatementLimits extends QueryLimits {
  /** Rows of its answer. */
  readonly rows: number;
}

/** Bytes of an answer (SLS: 100 MB). */
const maxResultBytes = 100 << 20;
/** A streamed answer goes as fast as its reader takes it, and has a session for so long: not for ever. */
const maxStreamSeconds = 1800;

/** Makes the runner. How many run at once is for those who ask to see to. */
export function createStatementRunner(engine: Engine, limits: StatementLimits): StatementRunner {
  const settings = {
    ...statementSettings,
    readonly: 1,
    cancel_http_readonly_queries_on_client_close: 1,
    max_memory_usage: limits.memoryBytes,
    max_threads: limits.threads,
  };
  const answerSettings = {
    ...settings,
    max_execution_time: limits.seconds,
    max_result_rows: limits.rows,
    max_result_bytes: maxResultBytes,
    result_overflow_mode: 'throw',
  };
  // Of the formats of rows this one alone gives bytes that are no text as they are, unless it is told.
  const streamSettings = { ...settings, max_execution_time: maxStreamSeconds, output_format_json_validate_utf8: 1 };

  return {
    maxRows: limits.rows,
    run: ({ sql, parameters, settings: own = {} }, signal) =>
      engine.text(sql, { parameters, settings: { ...answerSettings, ...own }, ...(signal ? { signal } : {}) }),
    async *stream({ sql, parameters }, signal) {
      signal?.throwIfAborted();
      yield* withFirstWithin(limits.seconds, signal, (stopping) =>
        engine.stream(sql, { parameters, settings: streamSettings, signal: stopping }),
      );
    },
  };
}

/** Gives what a task gives, and stops it when its first does not come within so many seconds. */
async function* withFirstWithin<T>(
  seconds: number,
  signal: AbortSignal | undefined,
  task: (stopping: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), seconds * 1000);
  try {
    for await (const one of task(AbortSignal.any(signal ? [signal, late.signal] : [late.signal]))) {
      clearTimeout(timer);
      yield one;
    }
  } catch (error) {
    if (!late.signal.aborted) throw error;
    throw new EngineError('time-limit', `no row was found within ${seconds} seconds`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

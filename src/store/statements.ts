import { statementSettings } from '../query/index.ts';
import type { Engine, EngineRows } from './engine/client.ts';
import type { QueryLimits } from './reader/selection.ts';

/** A compiled statement of a user: our own printer's SQL and its bound parameters. */
export interface RunnableStatement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Runs statements of users: read-only, limited in time, memory and the rows of the answer. */
export interface StatementRunner {
  /** Rejects with EngineError for what the engine refuses; aborting stops the engine's work. */
  run(statement: RunnableStatement, signal?: AbortSignal): Promise<EngineRows>;
}

/** At most so many rows of an answer, one more than anybody is given so that it is known whether there are more, and bytes of it (SLS: 100 MB). */
const maxResultRows = 1_000_001;
const maxResultBytes = 100 << 20;
/** Analyses that run at once; the others wait, so that searches, alerts and ingest keep a session each. */
const concurrent = 2;

/** Makes the runner. Two analyses run side by side, further ones in the order in which they came. */
export function createStatementRunner(engine: Engine, limits: QueryLimits): StatementRunner {
  const settings = {
    ...statementSettings,
    readonly: 1,
    cancel_http_readonly_queries_on_client_close: 1,
    max_execution_time: limits.seconds,
    max_memory_usage: limits.memoryBytes,
    max_threads: limits.threads,
    max_result_rows: maxResultRows,
    max_result_bytes: maxResultBytes,
    result_overflow_mode: 'throw',
  };
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running >= concurrent) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  }

  /** Whoever waits longest takes the place over, so that nobody who comes now can take it as well. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async run({ sql, parameters }, signal) {
      await turn();
      try {
        signal?.throwIfAborted();
        return await engine.rows(sql, { parameters, settings, ...(signal ? { signal } : {}) });
      } finally {
        leave();
      }
    },
  };
}

import { availableParallelism } from 'node:os';
import type { Caller } from '../../access/index.ts';
import { fail, ok, type Result, said, worded } from '../../base/index.ts';
import type { workCodes } from '../diagnostic-codes.ts';
import { workLimits } from '../limits.ts';
import type { CompiledStatement } from '../../query/index.ts';
import {
  type Clock,
  createWorkerPool,
  ownMemoryOf,
  programPath,
  type WorkerPool,
  WorkStopped,
} from '../../platform/index.ts';
import { type AnswerRows, type EngineAnswer, readAnswer } from './answer.ts';
import {
  compileFacetSearches,
  compileSearchPart,
  type FacetTexts,
  type SearchCondition,
  type SearchText,
  type StatementText,
  type Steps,
} from './steps.ts';

/** A search so short is compiled where it came in, in less than a millisecond, and needs no thread to be there. */
const inlineCharacters = 256;
/** Bytes of an answer that are read at once: so few take a few milliseconds. */
const inlineBytes = 256 << 10;

/** Has a step taken in a thread. Fails where the step does, and where it meets a limit. */
export type Take = <N extends keyof Steps>(
  step: N,
  input: Input<N>,
  transferred?: readonly ArrayBuffer[],
) => Promise<ReturnType<Steps[N]>>;

type Input<N extends keyof Steps> = Parameters<Steps[N]>[0];
/** What a step gives, or the limit that it met. */
type Output<N extends keyof Steps> = ReturnType<Steps[N]> | Result<never>;

/** Whose work it is, and the signal by which they stop waiting for it. */
export interface Requester {
  readonly caller: Pick<Caller, 'name'>;
  readonly signal: AbortSignal;
}

/**
 * Where work on what callers wrote is done: in threads that can be ended, so that nobody holds the server. Each caller waits for their own
 * work; AppError `too-many-requests` refuses what would wait too long.
 */
export interface Isolation {
  /** Compiles the search of a query; a short one at once. */
  search(text: SearchText, who: Requester): Promise<Result<SearchCondition>>;
  /** Compiles the searches under which the values of fields are counted, one a field; short ones at once. */
  facetSearches(texts: FacetTexts, who: Requester): Promise<Result<readonly SearchCondition[]>>;
  /** Compiles a query with its statement. */
  statement(text: StatementText, who: Requester): Promise<Result<CompiledStatement>>;
  /** Reads the engine's answer to a statement; a short one at once. */
  answer(answer: EngineAnswer, who: Requester): Promise<Result<AnswerRows>>;
  /** Takes one step in a thread. */
  take<N extends keyof Steps>(step: N, input: Input<N>, who: Requester): Promise<Output<N>>;
  /** Has a task take its steps in one thread. */
  run<T>(task: (take: Take) => Promise<Result<T>>, who: Requester): Promise<Result<T>>;
  /** Has a thread take a step before anybody needs it, so that it is warm: its first statements take it a second of the processor. */
  prepare<N extends keyof Steps>(step: N, input: Input<N>): void;
  /** Threads that were started, and those that were ended amid a step. */
  counts(): { readonly started: number; readonly ended: number };
  close(): Promise<void>;
}

/** Makes the threads, which start when they are needed. */
export function createIsolation(clock: Pick<Clock, 'sleep'>): Isolation {
  const poolOf = (): WorkerPool =>
    createWorkerPool({
      program: programPath(import.meta, 'worker.ts', 'analysis.js'),
      workers: Math.min(Math.max(availableParallelism(), 2), 4),
      limits: { milliseconds: workLimits.seconds * 1000, megabytes: workLimits.megabytes },
      queue: { task: said`work on it`, length: workLimits.waiting, milliseconds: workLimits.waitingSeconds * 1000 },
      clock,
    });
  const pool = poolOf();
  // A task of several steps has its thread while the store is read in between, for minutes: single steps do not wait for that.
  const longPool = poolOf();

  async function run<T>(
    task: (take: Take) => Promise<T>,
    { caller, signal }: Requester,
    from = pool,
  ): Promise<T | Result<never>> {
    try {
      // The threads run this very table of steps.
      return await from.run((take) => task(take as Take), { key: caller.name, signal });
    } catch (error) {
      if (error instanceof WorkStopped) return stopped(error);
      throw error;
    }
  }

  return {
    search: async (text, who) =>
      text.query.length <= inlineCharacters ? compileSearchPart(text) : run((take) => take('search', text), who),
    facetSearches: async (texts, who) =>
      texts.query.length + texts.filter.length <= inlineCharacters
        ? compileFacetSearches(texts)
        : run((take) => take('facetSearches', texts), who),
    statement: (text, who) => run((take) => take('statement', text), who),
    answer: async (answer, who) =>
      answer.bytes.length <= inlineBytes
        ? ok(readAnswer(answer))
        : run((take) => take('answer', answer, ownMemoryOf(answer)), who),
    take: (step, input, who) => run((take) => take(step, input), who),
    run: (task, who) => run(task, who, longPool),
    prepare: (step, input) => pool.prepare(step, input),
    counts: () => pool.counts(),
    close: async () => {
      await Promise.all([pool.close(), longPool.close()]);
    },
  };
}

function stopped({ limit }: WorkStopped): Result<never> {
  const message =
    limit === 'time'
      ? said`the work on it takes more than ${workLimits.seconds} seconds of the processor`
      : said`the work on it takes more than ${workLimits.megabytes} MB of memory`;
  const hint = said`make it smaller; on policies the command line has no such limit`;
  const code: keyof typeof workCodes = limit === 'time' ? 'limit-work-time' : 'limit-work-memory';
  return fail({ code, severity: 'error', ...worded(message, hint) });
}

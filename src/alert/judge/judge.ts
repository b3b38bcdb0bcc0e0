import { fail, type Result, said, worded } from '../../base/index.ts';
import {
  type Clock,
  type Closeable,
  createWorkerPool,
  ownMemoryOf,
  programPath,
  type TakeStep,
  WorkStopped,
} from '../../platform/index.ts';
import { readAnswer } from './answer.ts';
import { effortOf } from './effort.ts';
import type { Judgement, Judging } from './judgement.ts';
import { type Steps, steps } from './steps.ts';
import type { TriedOut, Trying } from './try-out.ts';

/** Whose work it is, and the signal by which they stop waiting for it. */
export interface Whose {
  readonly turn: string;
  readonly signal: AbortSignal;
}

/**
 * Judges what the queries of rules answered: what takes no time at once, all else in a thread that is ended at a limit, so that no rule holds
 * the server. Each rule waits for its own work; AppError `too-many-requests` refuses what would wait too long. The bytes of answers may be
 * gone afterwards.
 */
export interface Judge extends Closeable {
  /** Fails where the answers cannot be judged, and where that is too much. */
  judge(judging: Judging, whose: Whose): Promise<Result<Judgement>>;
  /** The same of an evaluation of which nothing is kept. */
  tryOut(trying: Trying, whose: Whose): Promise<Result<TriedOut>>;
  /** Threads that were started. */
  threads(): number;
}

/** Bytes of answers, and characters that are looked at (see `effortOf`): so few take a few milliseconds. */
const atOnce = { bytes: 64 << 10, effort: 300_000 } as const;
const limits = { milliseconds: 30_000, megabytes: 1024 } as const;
const queue = { task: said`judge what a rule found`, length: 8, milliseconds: 300_000 } as const;

/** Makes what judges. Its threads start when they are needed. */
export function createJudge(clock: Pick<Clock, 'sleep'>): Judge {
  const program = programPath(import.meta, 'worker.ts', 'judge.js');
  const pool = createWorkerPool({ program, workers: 2, limits, queue, clock });

  async function take<N extends keyof Steps>(
    step: N,
    input: Parameters<Steps[N]>[0],
    { turn, signal }: Whose,
  ): Promise<ReturnType<Steps[N]> | Result<never>> {
    const memory = input.answers.flatMap(ownMemoryOf);
    // The threads run this very table of steps.
    const task = (takeStep: TakeStep) => takeStep(step, input, memory) as Promise<ReturnType<Steps[N]>>;
    try {
      return await pool.run(task, { key: turn, signal });
    } catch (error) {
      if (error instanceof WorkStopped) return fail(tooMuch(error));
      throw error;
    }
  }

  return {
    judge: async (judging, whose) => (isLittle(judging) ? steps.judge(judging) : take('judge', judging, whose)),
    tryOut: async (trying, whose) => (isLittle(trying) ? steps.tryOut(trying) : take('tryOut', trying, whose)),
    threads: () => pool.counts().started,
    close: () => pool.close(),
  };
}

function isLittle({ compiled, answers }: Pick<Judging, 'compiled' | 'answers'>): boolean {
  const bytes = answers.reduce((sum, answer) => sum + answer.rows.length, 0);
  if (bytes > atOnce.bytes) return false;
  const sizes = answers.map((answer) => ({ rows: readAnswer(answer).rows.length, bytes: answer.rows.length }));
  return effortOf(compiled, sizes) <= atOnce.effort;
}

function tooMuch({ limit }: WorkStopped) {
  const message =
    limit === 'time'
      ? said`judging what it found takes more than ${limits.milliseconds / 1000} seconds of the processor`
      : said`judging what it found takes more than ${limits.megabytes} MB of memory`;
  return { code: 'rule-too-much-work', severity: 'error', ...worded(message) } as const;
}

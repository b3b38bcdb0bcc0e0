import { Worker } from 'node:worker_threads';
import { type Clock, createSemaphore, type Said } from '../base/index.ts';

/** What the program of a worker is sent: a step to take. */
export interface WorkerRequest {
  readonly id: number;
  readonly step: string;
  readonly input: unknown;
}

/** What it answers, with the id of the request. */
export type WorkerAnswer = { readonly id: number } & ({ readonly output: unknown } | { readonly error: Error });

export interface WorkerPoolOptions {
  /** The file of the program; it answers each `WorkerRequest` with a `WorkerAnswer`. */
  readonly program: string;
  /** Threads at most; one starts when it is first needed. */
  readonly workers: number;
  /**
   * What one step may take: milliseconds of the processor, so that a busy machine fails nobody's honest work. Beyond, its thread is
   * ended and the step fails with `WorkStopped`.
   */
  readonly limits: { readonly milliseconds: number; readonly megabytes: number };
  /** What waits for a thread is refused with AppError `too-many-requests` beyond these; the length is of each key. */
  readonly queue: { readonly task: Said; readonly length: number; readonly milliseconds: number };
  readonly clock: Pick<Clock, 'sleep'>;
}

/** A step met a limit, or its thread died. */
export class WorkStopped extends Error {
  readonly limit: 'time' | 'memory';

  constructor(limit: 'time' | 'memory') {
    super(`the work took more ${limit} than it may`);
    this.name = 'WorkStopped';
    this.limit = limit;
  }
}

/** Has the worker take a step; memory that is transferred goes with the input, without a copy. Rejects with `WorkStopped`, with the error that the program threw, or with the signal's reason. */
export type TakeStep = (step: string, input: unknown, transferred?: readonly ArrayBuffer[]) => Promise<unknown>;

/**
 * Threads for work on what callers give, which may take long and cannot be interrupted: a thread can be ended. Whoever asks has a
 * thread to themselves for all steps of a task. All threads but one may be of one key: there is always one for somebody else.
 */
export interface WorkerPool {
  /** Runs a task that takes its steps in one thread. An aborted signal ends the thread amid a step. */
  run<T>(
    task: (take: TakeStep) => Promise<T>,
    options: { readonly key: string; readonly signal: AbortSignal },
  ): Promise<T>;
  /**
   * Starts a thread that takes a step before it is anybody's, such as one that warms it up. Who comes meanwhile waits for it: it is ready
   * sooner than another one would be. Whatever the step gives or throws is nobody's either.
   */
  prepare(step: string, input: unknown): void;
  /** Threads that were started, and those that were ended amid a step, since the beginning. */
  counts(): { readonly started: number; readonly ended: number };
  close(): Promise<void>;
}

interface Step extends Omit<WorkerRequest, 'id'> {
  readonly transferred: readonly ArrayBuffer[];
}

/** Makes the pool. Its threads do not keep the process open. */
export function createWorkerPool({ program, workers, limits, queue, clock }: WorkerPoolOptions): WorkerPool {
  const places = createSemaphore({
    places: workers,
    placesPerKey: Math.max(1, workers - 1),
    queue: { task: queue.task, length: queue.length, deadline: { ms: queue.milliseconds, clock } },
  });
  const threads = createThreads({ program, limits });
  const idle: Worker[] = [];
  const inPreparation = new Set<Promise<Worker>>();

  /** One that has not ended meanwhile; it is nobody else's then. */
  async function taken(): Promise<Worker> {
    for (let worker = idle.pop(); worker; worker = idle.pop()) if (threads.has(worker)) return worker;
    const [next] = inPreparation;
    if (!next) return threads.start();
    inPreparation.delete(next);
    const worker = await next;
    return threads.has(worker) ? worker : threads.start();
  }

  return {
    run: (task, { key, signal }) =>
      places.run(
        async () => {
          const worker = await taken();
          try {
            return await task((step, input, transferred = []) =>
              threads.stepIn(worker, signal, { step, input, transferred }),
            );
          } finally {
            if (threads.has(worker)) idle.push(worker);
          }
        },
        { key, signal },
      ),
    prepare(step, input) {
      const worker = threads.start();
      const stepTaken = threads.stepIn(worker, new AbortController().signal, { step, input, transferred: [] });
      const ready = stepTaken.then(
        () => worker,
        () => worker,
      );
      inPreparation.add(ready);
      void ready.then(() => {
        if (inPreparation.delete(ready)) idle.push(worker);
      });
    },
    counts: threads.counts,
    close: threads.close,
  };
}

/** Threads of one program, each of which takes a step at a time. */
interface Threads extends Pick<WorkerPool, 'counts' | 'close'> {
  start(): Worker;
  /** Whether it has not ended. */
  has(worker: Worker): boolean;
  /** Rejects as `TakeStep` does; an aborted signal and a limit that is met end the thread. */
  stepIn(worker: Worker, signal: AbortSignal, step: Step): Promise<unknown>;
}

function createThreads({ program, limits }: Pick<WorkerPoolOptions, 'program' | 'limits'>): Threads {
  const all = new Set<Worker>();
  let [started, ended, lastId] = [0, 0, 0];

  function end(worker: Worker): void {
    ended += 1;
    all.delete(worker);
    void worker.terminate();
  }

  return {
    start() {
      // The same process, so nothing of how it was started is for the thread.
      const worker = new Worker(program, {
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
      });
      worker.unref();
      started += 1;
      all.add(worker);
      // One that dies while it is idle is not taken again; of one amid a step, `stepIn` is told as well.
      worker.on('error', () => all.delete(worker));
      worker.once('exit', () => all.delete(worker));
      return worker;
    },
    has: (worker) => all.has(worker),
    stepIn(worker, signal, { transferred, ...request }) {
      signal.throwIfAborted();
      lastId += 1;
      const id = lastId;
      const over = new AbortController();
      return new Promise<unknown>((resolve, reject) => {
        const stop = (reason: unknown): void => {
          end(worker);
          reject(reason);
        };
        const stopWatching = watchTime(worker, limits.milliseconds, () => stop(new WorkStopped('time')));
        const onAbort = (): void => stop(signal.reason);
        const onMessage = (answer: WorkerAnswer): void => {
          if (answer.id !== id) return;
          if ('error' in answer) reject(answer.error);
          else resolve(answer.output);
        };
        const onError = (error: unknown): void => stop(isOutOfMemory(error) ? new WorkStopped('memory') : error);
        const onExit = (): void => stop(new Error('the thread ended amid a step'));
        worker.on('message', onMessage).on('error', onError).on('exit', onExit);
        signal.addEventListener('abort', onAbort);
        over.signal.addEventListener('abort', () => {
          stopWatching();
          worker.off('message', onMessage).off('error', onError).off('exit', onExit);
          signal.removeEventListener('abort', onAbort);
        });
        worker.postMessage({ id, ...request } satisfies WorkerRequest, [...transferred]);
      }).finally(() => over.abort());
    },
    counts: () => ({ started, ended }),
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** A step that waits for the processor, or for nothing at all, is given so many times its limit. */
const patience = 10;

/** Calls `onOver` once a thread has used so many milliseconds of the processor since now. Gives what ends the watch. */
function watchTime(worker: Worker, milliseconds: number, onOver: () => void): () => void {
  const begun = performance.now();
  const atFirst = processorMs(worker);
  let isOver = false;
  const check = async (): Promise<void> => {
    const [first, now] = await Promise.all([atFirst, processorMs(worker)]);
    if (isOver) return;
    // One that is only just starting has used nothing.
    const used = now === undefined ? Number.POSITIVE_INFINITY : now - (first ?? 0);
    const left = milliseconds - used;
    if (left <= 0 || performance.now() - begun >= patience * milliseconds) onOver();
    else timer = setTimeout(() => void check(), Math.max(left, 1));
  };
  let timer = setTimeout(() => void check(), milliseconds);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Milliseconds of the processor that a thread has used; undefined where it has ended, or where Node (before 24.6) does not tell. */
async function processorMs(worker: Partial<Pick<Worker, 'cpuUsage'>>): Promise<number | undefined> {
  try {
    const usage = await worker.cpuUsage?.();
    return usage && (usage.user + usage.system) / 1000;
  } catch {
    return undefined;
  }
}

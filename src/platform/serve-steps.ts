import { registerHooks } from 'node:module';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { invariant, ownsMemory } from '../base/index.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-pool.ts';

/** Steps by their names, each a function from data to data: it crosses into a thread and back. */
export type StepTable = Readonly<Record<string, (input: never) => unknown>>;

export interface ServeOptions {
  /** Imports the steps, after the thread knows how. */
  readonly load: () => Promise<StepTable>;
  /** Whether everybody else goes first, as where somebody else is answered meanwhile. On a busy machine it may take long then. */
  readonly canWait: boolean;
}

/** Beside whoever answers it has some 30 % of a processor; with libuv's `PRIORITY_BELOW_NORMAL`, which is 10, it had 10 % and was starved. */
const waitingNiceness = 4;

/** The program of a thread of a worker pool: takes each step in its turn. Memory that the value of a Result has for itself goes back without a copy. */
export async function serveSteps({ load, canWait }: ServeOptions): Promise<void> {
  const port = parentPort;
  invariant(port, 'the worker is a thread');
  // On Linux a priority is the thread's own, elsewhere the whole process's.
  if (canWait && process.platform === 'linux') setPriority(waitingNiceness);
  // The parser of SQL imports files without their endings, which Node takes from a bundler alone.
  if (import.meta.filename.endsWith('.ts')) registerHooks({ resolve: withEnding });
  const steps = await load();
  port.on('message', ({ id, step, input }: WorkerRequest) => {
    try {
      const output = steps[step]?.(input as never);
      port.postMessage({ id, output } satisfies WorkerAnswer, memoryOf(output));
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      port.postMessage({ id, error: cause } satisfies WorkerAnswer, []);
    }
  });
}

function memoryOf(output: unknown): ArrayBuffer[] {
  if (typeof output !== 'object' || output === null || !('value' in output)) return [];
  const { value } = output;
  return typeof value === 'object' && value !== null ? ownMemoryOf(value) : [];
}

/** The memory of bytes that have it for themselves: it may go from thread to thread. */
export function ownMemoryOf(holder: object): ArrayBuffer[] {
  return Object.values(holder).flatMap((part: unknown) =>
    part instanceof Uint8Array && ownsMemory(part) ? [part.buffer] : [],
  );
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>;

function withEnding(...[specifier, context, next]: Parameters<Resolve>): ReturnType<Resolve> {
  try {
    return next(specifier, context);
  } catch (error) {
    if (!specifier.startsWith('.')) throw error;
    try {
      return next(`${specifier}.js`, context);
    } catch {
      return next(`${specifier}/index.js`, context);
    }
  }
}

import { registerHooks } from 'node:module';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { invariant, type Result } from '../../base/index.ts';
import type { WorkerAnswer, WorkerRequest } from '../../platform/index.ts';

/** The program of a thread that works on what callers wrote: takes each step in its turn. */
async function main(): Promise<void> {
  const port = parentPort;
  invariant(port, 'the worker is a thread');
  // Whoever answers goes first. On Linux a priority is the thread's own, elsewhere the whole process's.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  // The parser of SQL imports files without their endings, which Node takes from a bundler alone.
  if (import.meta.filename.endsWith('.ts')) registerHooks({ resolve: withEnding });
  const [{ steps }, { memoryOf }] = await Promise.all([import('./steps.ts'), import('./answer.ts')]);
  const byName: Readonly<Record<string, (input: never) => Result<unknown>>> = steps;
  port.on('message', ({ id, step, input }: WorkerRequest) => {
    try {
      const output = byName[step]?.(input as never);
      const transferred = output?.ok === true && isObject(output.value) ? memoryOf(output.value) : [];
      port.postMessage({ id, output } satisfies WorkerAnswer, transferred);
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      port.postMessage({ id, error: cause } satisfies WorkerAnswer, []);
    }
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
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

await main();

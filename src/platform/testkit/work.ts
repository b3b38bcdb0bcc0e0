// A program for a pool of workers: steps that end, that do not, and that take all memory there is.
import { parentPort, threadId } from 'node:worker_threads';
import type { WorkerAnswer, WorkerRequest } from '../worker-pool.ts';

let sum = 0;

const steps: Readonly<Record<string, (input: unknown) => unknown>> = {
  thread: () => threadId,
  add: (input) => (sum += Number(input)),
  fail: () => {
    throw new TypeError('it cannot be done');
  },
  forever: () => {
    for (;;);
  },
  /** Takes no time of the processor meanwhile. */
  sleep: (input) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(input));
    return 'slept';
  },
  memory: () => {
    const held: unknown[] = [];
    for (;;) held.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
  },
};

parentPort?.on('message', ({ id, step, input }: WorkerRequest) => {
  let answer: WorkerAnswer;
  try {
    answer = { id, output: steps[step]?.(input) };
  } catch (error) {
    answer = { id, error: error as Error };
  }
  parentPort?.postMessage(answer, []);
});

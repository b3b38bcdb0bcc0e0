import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { said } from '../base/index.ts';
import { systemClock } from './clock.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

const never = new AbortController().signal;
let pool: WorkerPool;

function start(milliseconds: number, workers = 2): WorkerPool {
  return createWorkerPool({
    program: path.join(import.meta.dirname, 'testkit/work.ts'),
    workers,
    limits: { milliseconds, megabytes: 64 },
    queue: { task: said`work`, length: 2, milliseconds: 60_000 },
    clock: systemClock,
  });
}

beforeEach(() => {
  pool = start(60_000);
});
afterEach(() => pool.close());

function step(name: string, input?: unknown, { key = 'ann', signal = never } = {}): Promise<unknown> {
  return pool.run((take) => take(name, input), { key, signal });
}

test('the steps of a task are taken in one thread, and the next task finds it ready', async () => {
  const sums = await pool.run(async (take) => [await take('add', 1), await take('add', 2), await take('thread', 0)], {
    key: 'ann',
    signal: never,
  });
  expect(sums).toEqual([1, 3, await step('thread')]);
  expect(pool.counts()).toEqual({ started: 1, ended: 0 });
});

test('a thread that is prepared is waited for, taken up ready, and as good where its step failed', async () => {
  pool.prepare('add', 40);
  expect(await step('add', 2)).toBe(42);
  expect(pool.counts()).toEqual({ started: 1, ended: 0 });
  pool.prepare('fail', 0);
  const tasks = [step('thread'), step('thread', 0, { key: 'ben' })];
  expect(new Set(await Promise.all(tasks)).size).toBe(2);
  expect(pool.counts()).toEqual({ started: 2, ended: 0 });
});

test('one that is prepared and not waited for is ready later, and one that dies of it is not taken', async () => {
  pool.prepare('add', 40);
  await systemClock.sleep(1000);
  expect(await step('add', 2)).toBe(42);
  await pool.close();
  pool = start(2000);
  pool.prepare('forever', 0);
  expect(await step('add', 2)).toBe(2);
  expect(pool.counts()).toEqual({ started: 2, ended: 1 });
});

test('what the program throws is thrown, and the thread is as good as before', async () => {
  await expect(step('fail')).rejects.toThrow('it cannot be done');
  await step('thread');
  expect(pool.counts()).toEqual({ started: 1, ended: 0 });
});

test('hanging up ends the thread, and the next task has another', async () => {
  const gone = new AbortController();
  const work = step('forever', 0, { signal: gone.signal });
  while (pool.counts().started === 0) await systemClock.sleep(1);
  gone.abort(new Error('gone'));
  await expect(work).rejects.toThrow('gone');
  await step('thread');
  expect(pool.counts()).toEqual({ started: 2, ended: 1 });
});

test('a thread that waits for the processor, as on a busy machine, has not used its time', async () => {
  await pool.close();
  // What its start takes is of its time as well.
  pool = start(500);
  expect(await step('sleep', 1000)).toBe('slept');
  await expect(step('sleep', 60_000)).rejects.toMatchObject({ name: 'WorkStopped', limit: 'time' });
});

test('too much time and too much memory end the thread, and say which it was', async () => {
  await expect(step('memory')).rejects.toMatchObject({ name: 'WorkStopped', limit: 'memory' });
  await pool.close();
  pool = start(50);
  await expect(step('forever')).rejects.toMatchObject({ name: 'WorkStopped', limit: 'time' });
  expect(pool.counts()).toEqual({ started: 1, ended: 1 });
});

test('one caller leaves a thread to the others, waits for their own, and not without end', async () => {
  const gone = new AbortController();
  const { signal } = gone;
  const hanging = Array.from({ length: 3 }, () => step('forever', 0, { signal }));
  await expect(step('thread')).rejects.toMatchObject({ code: 'too-many-requests' });
  expect(await step('thread', 0, { key: 'ben' })).toBeGreaterThan(0);
  expect(pool.counts().started).toBe(2);
  gone.abort(new Error('gone'));
  for (const work of hanging) await expect(work).rejects.toThrow('gone');
  expect(await step('thread')).toBeGreaterThan(0);
});

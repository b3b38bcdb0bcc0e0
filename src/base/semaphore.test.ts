import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { said } from './said.ts';
import { createManualClock } from '../platform/index.ts';
import { createMutex, createSemaphore, type Release } from './semaphore.ts';

test('no more run at once than there are places, in the order in which they came, and all of them run', async () => {
  const semaphore = createSemaphore({ places: 3 });
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const task = (number: number) => async (): Promise<void> => {
    order.push(number);
    running += 1;
    most = Math.max(most, running);
    for (let tick = 0; tick < number % 5; tick += 1) await Promise.resolve();
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, (_, number) => semaphore.run(task(number))));
  expect(most).toBe(3);
  expect(order).toEqual(Array.from({ length: 20 }, (_, number) => number));
});

test('a task that fails gives its place back', async () => {
  const mutex = createMutex();
  await expect(mutex.run(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await mutex.run(async () => 'next')).toBe('next');
});

test('a place is given back once, however often it is released', async () => {
  const mutex = createMutex();
  const release = await mutex.acquire();
  release();
  const held = await mutex.acquire();
  release();
  let isIn = false;
  const waiting = mutex.run(async () => {
    isIn = true;
  });
  await Promise.resolve();
  expect(isIn).toBe(false);
  held();
  await waiting;
});

test('who comes to a full queue is refused, and who waits too long', async () => {
  const clock = createManualClock();
  const queue = { task: said`run a statement`, length: 2, deadline: { ms: 5000, clock } };
  const semaphore = createSemaphore({ places: 1, queue });
  const release = await semaphore.acquire();
  const first = semaphore.acquire();
  const second = semaphore.acquire();
  const full = { code: 'too-many-requests', message: 'cannot run a statement: 2 wait for it already' };
  await expect(semaphore.acquire()).rejects.toMatchObject(full);
  release();
  const next = await first;
  clock.advance(5000);
  const late = { code: 'too-many-requests', message: 'cannot run a statement: its turn did not come within 5 seconds' };
  await expect(second).rejects.toMatchObject(late);
  const third = semaphore.acquire();
  next();
  await expect(third).resolves.toBeTypeOf('function');
});

test('who hangs up while waiting leaves the queue', async () => {
  const semaphore = createSemaphore({ places: 1, queue: { task: said`wait`, length: 1 } });
  const release = await semaphore.acquire();
  const hangingUp = new AbortController();
  const gone = semaphore.acquire({ signal: hangingUp.signal });
  hangingUp.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  const next = semaphore.acquire();
  release();
  await expect(next).resolves.toBeTypeOf('function');
  await expect(semaphore.acquire({ signal: hangingUp.signal })).rejects.toThrow('gone');
});

test('places go round the keys: who asks for many does not hold the others up', async () => {
  const semaphore = createSemaphore({ places: 1 });
  const order: string[] = [];
  const first = await semaphore.acquire({ key: 'greedy' });
  const tasks = ['greedy', 'greedy', 'greedy', 'modest', 'other', 'modest'].map((key) =>
    semaphore.run(async () => void order.push(key), { key }),
  );
  first();
  await Promise.all(tasks);
  expect(order).toEqual(['greedy', 'modest', 'other', 'greedy', 'modest', 'greedy']);
});

test('a key that holds all that it may leaves the free places to others', async () => {
  const semaphore = createSemaphore({ places: 3, placesPerKey: 1, queue: { task: said`export`, length: 1 } });
  const slow = await semaphore.acquire({ key: 'slow' });
  const waiting = semaphore.acquire({ key: 'slow' });
  await expect(semaphore.acquire({ key: 'slow' })).rejects.toMatchObject({ code: 'too-many-requests' });
  (await semaphore.acquire({ key: 'other' }))();
  slow();
  (await waiting)();
});

test('whatever is taken, given back and aborted: never more than may, and nobody waits beside a free place', async () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    do: fc.constantFrom('take', 'take', 'release', 'abort'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const [places, placesPerKey] = [3, 2];
      const semaphore = createSemaphore({ places, placesPerKey });
      const held: { readonly key: string; readonly release: Release }[] = [];
      const waiting = new Set<{ readonly key: string; readonly abort: AbortController }>();
      const settle = async (): Promise<void> => {
        for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
      };
      for (const { key, do: action } of steps) {
        if (action === 'take') {
          const one = { key, abort: new AbortController() };
          waiting.add(one);
          semaphore.acquire({ key, signal: one.abort.signal }).then(
            (release) => {
              waiting.delete(one);
              held.push({ key, release });
            },
            () => waiting.delete(one),
          );
        } else if (action === 'release')
          held
            .splice(
              held.findIndex((one) => one.key === key),
              1,
            )[0]
            ?.release();
        else [...waiting].find((one) => one.key === key)?.abort.abort(new Error('gone'));
        await settle();
        const heldBy = (other: string): number => held.filter((one) => one.key === other).length;
        expect(held.length).toBeLessThanOrEqual(places);
        for (const other of ['a', 'b', 'c']) expect(heldBy(other)).toBeLessThanOrEqual(placesPerKey);
        if (held.length < places) for (const one of waiting) expect(heldBy(one.key)).toBe(placesPerKey);
      }
    }),
  );
});

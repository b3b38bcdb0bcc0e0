import { expect, test } from 'vitest';
import { createSendWindow } from './send-window.ts';

test('no more tasks run at once than fit, and all of them run', async () => {
  const window = createSendWindow(3);
  let running = 0;
  let most = 0;
  let done = 0;
  const task = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    running -= 1;
    done += 1;
  };
  for (let index = 0; index < 20; index += 1) await window.add(task);
  await window.drain();
  expect(most).toBe(3);
  expect(done).toBe(20);
});

test('the first failure is told, whenever it comes, and the others end', async () => {
  const window = createSendWindow(2);
  const { promise: blocked, resolve: release } = Promise.withResolvers<void>();
  let ended = false;
  await window.add(async () => {
    await blocked;
    ended = true;
  });
  await window.add(() => Promise.reject(new Error('lost')));
  await expect(window.add(() => Promise.resolve())).rejects.toThrow('lost');
  release();
  await expect(window.drain()).rejects.toThrow('lost');
  expect(ended).toBe(true);
});

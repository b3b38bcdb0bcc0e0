import { expect, test } from 'vitest';
import { createSignal } from './signal.ts';

test('a notification wakes who waits by then, and nobody who waits later', async () => {
  const signal = createSignal();
  const woken: string[] = [];
  const first = signal.wait().then(() => woken.push('first'));
  signal.notify();
  const second = signal.wait().then(() => woken.push('second'));
  await first;
  await Promise.resolve();
  expect(woken).toEqual(['first']);
  signal.notify();
  await second;
});

test('an aborted wait ends', async () => {
  const signal = createSignal();
  const aborting = new AbortController();
  const waiting = signal.wait(aborting.signal);
  aborting.abort();
  await waiting;
  await signal.wait(aborting.signal);
});

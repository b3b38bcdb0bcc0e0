import { expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createBackoff, readRetryAfter, retry, waitAfter } from './backoff.ts';

const options = { firstMs: 100, maxMs: 1000 };

test('the waits double up to the longest, less up to half by chance', () => {
  const longest = createBackoff({ ...options, random: () => 0 });
  expect(Array.from({ length: 6 }, () => longest.nextMs())).toEqual([100, 200, 400, 800, 1000, 1000]);
  const shortest = createBackoff({ ...options, random: () => 1 });
  expect(Array.from({ length: 6 }, () => shortest.nextMs())).toEqual([50, 100, 200, 400, 500, 500]);
  shortest.reset();
  expect(shortest.nextMs()).toBe(50);
});

test('a wait is whole milliseconds, whatever chance takes of it', () => {
  expect(waitAfter(1, { ...options, random: () => 1 / 3 })).toBe(84);
});

test('what the other side asks for is kept to, however long', () => {
  const backoff = createBackoff({ ...options, random: () => 0 });
  expect(backoff.nextMs(30_000)).toBe(30_000);
  expect(backoff.nextMs(10)).toBe(200);
});

test('it tries until it is done, each time after a longer wait', async () => {
  const waits: number[] = [];
  const clock = { sleep: async (ms: number): Promise<void> => void waits.push(ms) };
  let tries = 0;
  const work = async (): Promise<string> => {
    tries += 1;
    if (tries < 4) throw new Error(`try ${tries}`);
    return 'done';
  };
  const failures: unknown[] = [];
  const onFailure = (error: unknown): number | undefined => {
    failures.push(error);
    return failures.length === 2 ? 5000 : undefined;
  };
  expect(await retry(work, { ...options, random: () => 0, clock, onFailure })).toBe('done');
  expect(failures).toHaveLength(3);
  expect(waits).toEqual([100, 5000, 400]);
});

test('it ends when it is told to give up, and when the signal is aborted while it waits', async () => {
  const clock = createManualClock();
  const work = async (): Promise<never> => {
    throw new Error('lost');
  };
  const giveUp = (error: unknown): never => {
    throw error;
  };
  await expect(retry(work, { ...options, random: () => 0, clock, onFailure: giveUp })).rejects.toThrow('lost');
  const stopping = new AbortController();
  const retrying = retry(work, {
    ...options,
    random: () => 0,
    clock,
    signal: stopping.signal,
    onFailure: () => undefined,
  });
  stopping.abort(new Error('closing'));
  await expect(retrying).rejects.toThrow('closing');
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-11-29T10:00:00Z');
  expect(readRetryAfter('120', now)).toBe(120_000);
  expect(readRetryAfter('Sun, 29 Nov 2026 10:00:07 GMT', now)).toBe(7000);
  expect(readRetryAfter('Sun, 29 Nov 2026 09:00:00 GMT', now)).toBe(0);
  for (const value of [null, undefined, '', 'soon', '-1', '1.5', '2026-11-29'])
    expect(readRetryAfter(value, now)).toBeUndefined();
});

test('a Retry-After beyond what a timer counts is a day', () => {
  const now = Date.UTC(2026, 0, 1);
  for (const value of ['2592000', '999999999', 'Fri, 01 Jan 2100 00:00:00 GMT'])
    expect(readRetryAfter(value, now), value).toBe(86_400_000);
});

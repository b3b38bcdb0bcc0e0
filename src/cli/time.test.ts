import { expect, test } from 'vitest';
import { absoluteTime } from './time.ts';

const now = Date.UTC(2026, 10, 21, 12);

test('relative times are fixed at a moment', () => {
  expect(absoluteTime('now', now)).toBe('2026-11-21T12:00:00.000Z');
  expect(absoluteTime('-15m', now)).toBe('2026-11-21T11:45:00.000Z');
  expect(absoluteTime('now-7d', now)).toBe('2026-11-14T12:00:00.000Z');
  expect(absoluteTime('+1w', now)).toBe('2026-11-28T12:00:00.000Z');
});

test('any other time is left to the server', () => {
  for (const time of ['2026-11-20T18:00:00Z', '1795000000', '-15x', '', 'yesterday', '-999999999w'])
    expect(absoluteTime(time, now)).toBe(time);
});

import { expect, test } from 'vitest';
import { readRange, readTime } from './time.ts';

const now = Date.UTC(2026, 10, 28, 12) * 1000;
const secondMicros = 1_000_000;

test('a time is RFC 3339, a day, Unix seconds, or relative to now', () => {
  expect(readTime('2026-11-28T12:00:00Z', 0, 'from')).toBe(now);
  expect(readTime('2026-11-28T12:00Z', 0, 'from')).toBe(now);
  expect(readTime('2026-11-28', 0, 'from')).toBe(now - 12 * 3600 * secondMicros);
  expect(readTime(1_621_844_928, 0, 'from')).toBe(1_621_844_928 * secondMicros);
  expect(readTime('now', now, 'to')).toBe(now);
  expect(readTime('-30d', now, 'from')).toBe(now - 30 * 86_400 * secondMicros);
  expect(readTime('now-15m', now, 'from')).toBe(now - 900 * secondMicros);
});

test('what is none is refused by name, and says what may have been meant', () => {
  expect(() => readTime('yesterday', now, 'from')).toThrow(/cannot read from "yesterday": .* such as -15m$/);
  expect(() => readTime('30d', now, 'from')).toThrow(/; did you mean -30d\?$/);
  expect(() => readTime('', now, 'to')).toThrow('cannot read to ""');
});

test('a range goes forward', () => {
  expect(readRange('-1h', 'now', now)).toEqual({ fromMicros: now - 3600 * secondMicros, toMicros: now });
  expect(() => readRange('now', '-1h', now)).toThrow('from must be before to');
});

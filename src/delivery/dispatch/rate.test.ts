import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRate } from './rate.ts';

test('no minute has more tries than there may be, wherever it begins', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20 }), (waits, perMinute) => {
      const rate = createRate([]);
      const taken: number[] = [];
      let now = 1_000_000;
      for (const wait of waits) {
        now = Math.max(now + wait, rate.freeAt(now + wait, perMinute));
        rate.take(now);
        taken.push(now);
      }
      for (const [index, at] of taken.entries()) {
        const before = taken[index - perMinute];
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(60_000);
      }
    }),
  );
});

test('what was tried before a restart counts', () => {
  const rate = createRate([1000, 2000]);
  expect(rate.freeAt(3000, 2)).toBe(61_000);
  expect(rate.freeAt(61_000, 2)).toBe(61_000);
});

test('a clock that is set back makes nobody wait for more than a minute', () => {
  const rate = createRate([3_600_000]);
  expect(rate.freeAt(1000, 1)).toBe(61_000);
});

test('without a limit there is always room', () => {
  const rate = createRate([]);
  for (let index = 0; index < 1000; index += 1) rate.take(5);
  expect(rate.freeAt(5, undefined)).toBe(5);
});

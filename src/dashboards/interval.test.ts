import { expect, it } from 'vitest';
import { intervalOf } from './interval.ts';

it.each([
  [15 * 60, '5s'],
  [3600, '30s'],
  [86_400, '10m'],
  [7 * 86_400, '1h'],
  [30 * 86_400, '6h'],
  [365 * 86_400, '7d'],
  [3653 * 86_400, '30d'],
  [1e9, '90d'],
])('a range of %s seconds has points of %s', (seconds, interval) => {
  expect(intervalOf({ from: 1000, to: 1000 + seconds })).toBe(interval);
});

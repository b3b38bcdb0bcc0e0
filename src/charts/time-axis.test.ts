import { expect, it } from 'vitest';
import { areTimes, laterTime } from './time-axis.ts';

const week = 7 * 24 * 3600 * 1000;

it.each([
  ['2026-11-20 18:00:00', '2026-11-27 18:00:00'],
  ['2026-11-20 18:00:00.250 Asia/Tokyo', '2026-11-27 18:00:00.250 Asia/Tokyo'],
  ['2026-11-20T18:00', '2026-11-27T18:00'],
  ['2026-12-28', '2027-01-04'],
  ['Monday', 'Monday'],
])('%s is a week later %s', (label, later) => expect(laterTime(label, week)).toBe(later));

it('tells times from names', () => {
  expect(areTimes(['2026-11-20', '2026-11-21 00:00:00'])).toBe(true);
  expect(areTimes(['2026-11-20', 'NULL'])).toBe(false);
  expect(areTimes([])).toBe(false);
});

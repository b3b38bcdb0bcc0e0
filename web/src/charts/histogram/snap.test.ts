import { expect, it } from 'vitest';
import { snapToBuckets } from './snap.ts';

const counts = { count: 1, ok: 1, refused: 0, failed: 0, none: 0 };
const buckets = [0, 10, 20].map((from) => ({ from, to: from + 10, ...counts }));

it.each([
  [12, 14, { from: 10, to: 20 }],
  [5, 15, { from: 0, to: 20 }],
  [10, 20, { from: 10, to: 20 }],
  [-5, 90, { from: 0, to: 30 }],
  [30, 40, undefined],
])('a stretch from %i to %i takes whole bars', (from, to, range) =>
  expect(snapToBuckets(buckets, from, to)).toEqual(range),
);

import { expect, test } from 'vitest';
import { risingReceipts } from './rising-receipts.ts';

const day = 86_400_000_000;
const stretchesOf = (...receipts: readonly number[]) =>
  risingReceipts(receipts.map((receivedAtMicros) => ({ receivedAtMicros })));

test('receipts are one stretch, and another one where they follow a clock that was mended', () => {
  expect(stretchesOf()).toEqual([]);
  expect(stretchesOf(10, 11, 15)).toEqual([{ from: 10, through: 15 }]);
  expect(stretchesOf(2 * day, 2 * day + 3, 10, 11)).toEqual([
    { from: 2 * day, through: 2 * day + 3 },
    { from: 10, through: 11 },
  ]);
});

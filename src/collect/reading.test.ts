import { expect, test } from 'vitest';
import { Reading } from './reading.ts';

test('what was read is all there is once the directories show that no file has come meanwhile', () => {
  const reading = new Reading({ lines: 10, bytes: 1000 });
  reading.looked(true);
  expect(reading.all).toBeUndefined();
  reading.read({ lines: 5, bytes: 500 });
  reading.atEnd(100, 7);
  expect(reading.all).toBeUndefined();
  reading.looked(true);
  const first = { lines: 15, bytes: 1500, lostBytes: 7, at: 100 };
  expect(reading.all).toEqual(first);
  // Rotated: of the new file nothing was read at that end.
  reading.atEnd(200, 7);
  reading.looked(false);
  expect(reading.all).toEqual(first);
  // Behind: there was no end since the last look.
  reading.read({ lines: 5, bytes: 500 });
  reading.looked(true);
  expect(reading.all).toEqual(first);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { leb128Size, maxLeb128Size, readLeb128, writeLeb128 } from './leb128.ts';

test('lengths as the format says', () => {
  const bytes = new Uint8Array(5);
  expect([...bytes.subarray(0, writeLeb128(bytes, 0, 127))]).toEqual([0x7f]);
  expect([...bytes.subarray(0, writeLeb128(bytes, 0, 128))]).toEqual([0x80, 0x01]);
  expect([...bytes.subarray(0, writeLeb128(bytes, 0, 624_485))]).toEqual([0xe5, 0x8e, 0x26]);
});

test('what was written is read back, in as many bytes as are said', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.nat(7), (length, at) => {
      const bytes = new Uint8Array(at + maxLeb128Size);
      expect(writeLeb128(bytes, at, length)).toBe(at + leb128Size(length));
      expect(readLeb128(bytes, at)).toBe(length);
    }),
  );
});

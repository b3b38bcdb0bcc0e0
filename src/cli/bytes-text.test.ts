import { expect, test } from 'vitest';
import { parseBytes } from './arguments.ts';
import { bytesText } from './bytes-text.ts';

test('sizes are told in the unit that fits', () => {
  const sizes = [0, 1, 1023, 1024, 1_572_864, 53_687_091_200, 2 ** 60];
  expect(sizes.map(bytesText)).toEqual(['0 bytes', '1 bytes', '1023 bytes', '1 KiB', '1.5 MiB', '50 GiB', '1024 PiB']);
  for (const size of [1024, 1_572_864, 53_687_091_200]) expect(parseBytes(bytesText(size))).toBe(size);
});

import { expect, it } from 'vitest';
import { createSeen } from './seen.ts';

it('knows what it has seen, and forgets the oldest of many', () => {
  const seen = createSeen();
  expect(['a', 'b', 'a'].map((key) => seen.isNew(key))).toEqual([true, true, false]);
  for (let index = 0; index < 3999; index += 1) seen.isNew(String(index));
  expect(seen.isNew('b')).toBe(false);
  expect(seen.isNew('a')).toBe(true);
});

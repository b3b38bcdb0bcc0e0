import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniqueNames } from './unique-names.ts';

test('the first of a name keeps it, the others get a number that nobody has', () => {
  expect(uniqueNames(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', 'a_2', 'a_3']);
  expect(uniqueNames(['a', 'a_2', 'a'])).toEqual(['a', 'a_2', 'a_3']);
});

test('no two are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'a_2', 'a_3', 'b', '')), (names) => {
      expect(new Set(uniqueNames(names)).size).toBe(names.length);
    }),
  );
});

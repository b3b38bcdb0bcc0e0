import { expect, test } from 'vitest';
import { UserName } from './common.ts';

test.each([
  ['ann', true],
  ['e', true],
  ['ann.lee@corp.example', true],
  ['张三', true],
  ['x'.repeat(64), true],
  ['', false],
  ['token:ci', false],
  ['a b', false],
  ['-x', false],
  ['<script>', false],
  ['x'.repeat(65), false],
  ['Local-Admin', false],
  ['anonymous', false],
])('a user may be named "%s": %s', (name, isAccepted) => {
  expect(UserName.safeParse(name).success).toBe(isAccepted);
});

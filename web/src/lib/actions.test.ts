import { expect, test } from 'vitest';
import { actions } from './actions.ts';

test('no two actions have the same key', () => {
  const keys = actions.map((action) => action.keys);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

import { expect, test } from 'vitest';
import { moved } from './columns.ts';

test('a column moves by one place, and never out of the table', () => {
  const names = ['time', 'who', 'verb'];
  expect(moved(names, 'verb', -1)).toEqual(['time', 'verb', 'who']);
  expect(moved(names, 'time', 1)).toEqual(['who', 'time', 'verb']);
  expect(moved(names, 'time', -1)).toEqual(names);
  expect(moved(names, 'verb', 1)).toEqual(names);
  expect(moved(names, 'level', 1)).toEqual(names);
});

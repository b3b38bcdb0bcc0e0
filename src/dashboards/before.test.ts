import { expect, it } from 'vitest';
import { matchBefore, periodBefore } from './before.ts';

it('has the same length and ends where the period begins', () => {
  expect(periodBefore({ from: 70, to: 100 })).toEqual({ from: 40, to: 70 });
});

it('matches rows by what is no number', () => {
  const columns = [
    { name: 'n', type: 'bigint' },
    { name: 'user', type: 'varchar' },
    { name: 'verb', type: 'varchar' },
  ];
  const before = [
    [5, 'b', 'get'],
    [6, 'a', 'get'],
    [7, 'a', 'get'],
    [8, null, 'get'],
  ];
  const rows = [
    [1, 'a', 'get'],
    [2, 'b', 'list'],
    [3, null, 'get'],
  ];
  expect(matchBefore(columns, rows, before)).toEqual([[6, 'a', 'get'], undefined, [8, null, 'get']]);
});

it('takes a number that stands for something for a name', () => {
  const columns = [
    { name: 'code', type: 'bigint', means: 'code' },
    { name: 'reason', type: 'varchar' },
    { name: 'n', type: 'bigint' },
  ];
  const before = [
    [404, null, 9],
    [500, null, 2],
  ];
  expect(
    matchBefore(
      columns,
      [
        [500, null, 1],
        [502, null, 3],
      ],
      before,
    ),
  ).toEqual([[500, null, 2], undefined]);
});

it('matches the only row of numbers with the only one before', () => {
  expect(matchBefore([{ name: 'n', type: 'double' }], [[1]], [[2]])).toEqual([[2]]);
});

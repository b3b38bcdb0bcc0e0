import { expect, it } from 'vitest';
import { fitsPaper } from './fits-paper.ts';

const columns = (times: number, texts: number, numbers: number) =>
  [
    ...Array.from({ length: times }, () => ({ unit: 'time' as const, isNumber: false })),
    ...Array.from({ length: texts }, () => ({ unit: 'text' as const, isNumber: false })),
    ...Array.from({ length: numbers }, () => ({ unit: 'count' as const, isNumber: true })),
  ].map((column, at) => ({ at, ...column }));

it.each([
  ['a user and numbers', columns(0, 1, 4), true],
  ['a burst: a time, names and numbers', columns(1, 2, 4), true],
  ['a vulnerability: two times and eleven others', columns(2, 10, 1), false],
])('%s', (_, given, fits) => expect(fitsPaper(given, new Set())).toBe(fits));

it('makes room for the values before', () => {
  expect(fitsPaper(columns(0, 1, 4), new Set([1, 2]))).toBe(true);
  expect(fitsPaper(columns(0, 1, 4), new Set([1, 2, 3, 4]))).toBe(false);
});

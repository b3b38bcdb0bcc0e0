import { expect, it } from 'vitest';
import { toggled } from './toggled.ts';

const rows = ['a', 'b'];

it('unfolds, and folds again', () => {
  const unfolded = toggled(new Map(), rows, 'a', 2);
  expect([...unfolded]).toEqual([['a', 2]]);
  expect([...toggled(unfolded, rows, 'a', 2)]).toEqual([]);
});

it('shows one column of a row', () => {
  expect([...toggled(new Map([['a', 2]]), rows, 'a', 0)]).toEqual([['a', 0]]);
});

it('leaves other rows as they are, and forgets those that are gone', () => {
  const before = new Map([
    ['a', 1],
    ['gone', 1],
  ]);
  expect([...toggled(before, rows, 'b', 0)]).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
});

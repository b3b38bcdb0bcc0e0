import { expect, it } from 'vitest';
import type { Json } from '../../api/json.ts';
import { unfoldedAtFirst } from './unfolded-at-first.ts';

const many = (count: number, value: () => Json): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value()]));

it('opens what is near the root', () => {
  const third = { deep: { deeper: 1 } };
  const second = { third };
  const first = [second, 'x'];
  expect([...unfoldedAtFirst({ first, empty: {}, scalar: 1 })]).toEqual([first, second]);
});

it('leaves folded what holds much', () => {
  const small = { a: 1 };
  expect([...unfoldedAtFirst({ large: many(31, () => 1), small })]).toEqual([small]);
});

it('keeps the tree short, however wide the value is', () => {
  const wide = many(90, () => many(9, () => many(9, () => 1)));
  expect(unfoldedAtFirst(wide).size).toBe(1);
  const wider = many(10_000, () => ({ a: { b: 1 } }));
  expect(unfoldedAtFirst(wider).size).toBe(0);
});

import { expect, it } from 'vitest';
import { ExactNumber } from '../../../api/json.ts';
import { rowKeys } from './row-keys.ts';

const columns = [
  { at: 0, isNumber: false },
  { at: 1, isNumber: true },
  { at: 2, isNumber: false },
];

it('a row keeps its key when its numbers change and others come before it', () => {
  const [alice, bob] = rowKeys(columns, [
    ['alice', 3, { a: [1] }],
    ['bob', 2, null],
  ]);
  const [carol, bobLater, aliceLater] = rowKeys(columns, [
    ['carol', 9, null],
    ['bob', 5, null],
    ['alice', 4, { a: [1] }],
  ]);
  expect([aliceLater, bobLater]).toEqual([alice, bob]);
  expect(new Set([alice, bob, carol]).size).toBe(3);
});

it('rows that say the same have keys of their own', () => {
  const keys = rowKeys(columns, [
    ['alice', 1, new ExactNumber('1e400')],
    ['alice', 2, new ExactNumber('1e400')],
    ['alice', 2, new ExactNumber('1e401')],
  ]);
  expect(new Set(keys).size).toBe(3);
});

import { expect, it } from 'vitest';
import { type Unit, unitFormat } from '../../../../../src/charts/index.ts';
import type { Json } from '../../../api/json.ts';
import { fitsPaper, paperColumns } from './paper-columns.ts';

type Column = readonly [title: string, cell: Json, unit?: Unit];

const id = '74ed5240-555f-46ae-aa31-1d89cf3c6fc2';
const user = 'system:serviceaccount:kube-system:namespace-controller';
const latest: Column = ['Latest', 1_795_197_939, 'time'];

function paperOf(given: readonly Column[], compared: readonly number[] = []) {
  const columns = given.map(([title, cell, unit], at) => {
    const isNumber = typeof cell === 'number' && unit !== 'time';
    return { at, title, isNumber, unit: unit ?? (isNumber ? ('count' as const) : ('text' as const)) };
  });
  const row = given.map(([, cell]) => cell);
  return paperColumns(columns, new Set(compared), [{ row, before: row }], unitFormat('en'));
}

it.each<[string, readonly Column[], readonly number[], boolean]>([
  [
    'a user and numbers',
    [
      ['User', user],
      ['Create', 525],
      ['Update', 0],
      ['Delete', 525],
      ['Access', 1512],
    ],
    [],
    true,
  ],
  [
    'the same beside the week before',
    [
      ['User', user],
      ['Create', 525],
      ['Update', 0],
      ['Delete', 525],
      ['Access', 1512],
    ],
    [1, 2, 3, 4],
    true,
  ],
  [
    'numbers that are too long for that',
    [
      ['User', user],
      ['Create', 5_250_000],
      ['Update', 1_000_000],
      ['Delete', 5_250_000],
      ['Access', 15_000_000],
    ],
    [1, 2, 3, 4],
    false,
  ],
  [
    'an address of the Internet',
    [['Address', '203.0.113.201'], ['Country', 'AU'], ['User', user], ['Operations', 16_407], ['Refused', 278], latest],
    [3, 4],
    true,
  ],
  [
    'a slow operation',
    [
      ['Duration', 117],
      latest,
      ['User', user],
      ['Verb', 'get'],
      ['Namespace', 'shop'],
      ['Name', user],
      ['Audit ID', id],
    ],
    [],
    true,
  ],
  ['more texts than there is room for', Array.from({ length: 9 }, () => ['Text', id] as const), [], false],
])('%s', (_, given, compared, fits) => expect(fitsPaper(paperOf(given, compared))).toBe(fits));

it('keeps what is short on one line', () => {
  const lines = (cell: Json) => paperOf([['CVE', cell]])[0]?.lines;
  expect(['CVE-2025-1002105', 12, '一二三四五六七八九'].map(lines)).toEqual(['one', 'one', 'one']);
  expect([id, '一二三四五六七八九十'].map(lines)).toEqual(['few', 'few']);
  expect(lines(user)).toBe('many');
});

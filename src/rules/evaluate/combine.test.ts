import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../base/index.ts';
import { type Cell, Faults } from '../expression/index.ts';
import { answer, compiled } from '../testkit/rule.ts';
import type { QueryRows } from './answer.ts';
import { combineTables } from './combine.ts';
import { maxJoinedRows } from './join.ts';
import { tableOf } from './table.ts';

interface Answer {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly isCut: boolean;
  readonly faults: readonly string[];
}

function combined(combine: readonly object[], answers: readonly QueryRows[]): Answer {
  const queries = answers.map(() => ({ query: '* | select 1' }));
  const faults = new Faults();
  const tables = answers.map((one, query) => tableOf(one, query, []));
  const result = combineTables(compiled({ queries, combine }), tables, faults);
  if ('failure' in result) throw new Error(textOf(result.failure));
  const { columns, rows, isCut } = result.table;
  const names = columns.map(({ name }) => name);
  return {
    names,
    rows: rows.map((row) => names.map((_, index) => row[index] ?? null)),
    isCut,
    faults: faults.messages,
  };
}

const left = answer({ k: 'a', b: 1, x: 10 }, { k: 'b', b: 2, x: 20 }, { k: 'c', b: 3, x: 30 });
const right = answer(
  { k: 'b', b: 5, y: 'B' },
  { k: 'c', b: 6, y: 'C' },
  { k: 'c', b: 7, y: 'D' },
  { k: 'd', b: 8, y: 'E' },
);
const on = '$0.k == $1.k';
const joinedNames = ['k', '$0.b', 'x', '$1.b', 'y'];
const pairs = [
  ['b', 2, 20, 5, 'B'],
  ['c', 3, 30, 6, 'C'],
  ['c', 3, 30, 7, 'D'],
];
const alone = ['a', 1, 10, null, null];
const alien = ['d', null, null, 8, 'E'];

describe('set operations', () => {
  test.each([
    ['inner_join', joinedNames, pairs],
    ['left_join', joinedNames, [alone, ...pairs]],
    ['right_join', joinedNames, [...pairs, alien]],
    ['full_join', joinedNames, [alone, ...pairs, alien]],
    ['left_exclude', ['k', 'b', 'x'], [['a', 1, 10]]],
    ['right_exclude', ['k', 'b', 'y'], [['d', 8, 'E']]],
  ])('%s', (type, names, rows) => {
    expect(combined([{ type, on }], [left, right])).toEqual({ names, rows, isCut: false, faults: [] });
  });

  test('no_join: the first query alone', () => {
    const { names, rows } = combined([{ type: 'no_join' }], [left, right]);
    expect([names, rows.length]).toEqual([['k', 'b', 'x'], 3]);
  });

  test('cross_join: all pairs', () => {
    const { names, rows } = combined(
      [{ type: 'cross_join' }],
      [answer({ a: 1 }, { a: 2 }), answer({ b: 3 }, { b: 4 })],
    );
    expect([names, rows]).toEqual([
      ['a', 'b'],
      [
        [1, 3],
        [1, 4],
        [2, 3],
        [2, 4],
      ],
    ]);
  });

  test('concat: rows one after another, columns by name', () => {
    const { names, rows } = combined([{ type: 'concat' }], [answer({ a: 1, b: 2 }), answer({ b: 3, c: 4 })]);
    expect([names, rows]).toEqual([
      ['a', 'b', 'c'],
      [
        [1, 2, null],
        [null, 3, 4],
      ],
    ]);
  });

  test('concat goes to the first of prefixed columns', () => {
    const combine = [{ type: 'inner_join', on }, { type: 'concat' }];
    const { names, rows } = combined(combine, [left, right, answer({ b: 9, k: 'z' })]);
    expect(names).toEqual(joinedNames);
    expect(rows.at(-1)).toEqual(['z', 9, null, null, null]);
  });

  test('a third query joins what the first two came to', () => {
    const combine = [
      { type: 'inner_join', on },
      { type: 'left_join', on: '$1.y == $2.y' },
    ];
    const third = answer({ y: 'C', b: 100, z: true });
    const { names, rows } = combined(combine, [left, right, third]);
    expect(names).toEqual(['k', '$0.b', 'x', '$1.b', 'y', '$2.b', 'z']);
    expect(rows).toEqual([
      ['b', 2, 20, 5, 'B', null, null],
      ['c', 3, 30, 6, 'C', 100, true],
      ['c', 3, 30, 7, 'D', null, null],
    ]);
  });

  test('keys of two names stay, and other comparisons hold as well', () => {
    const { names, rows } = combined(
      [{ type: 'inner_join', on: '$0.host == $1.name && $0.pv > $1.pv' }],
      [answer({ host: 'a', pv: 3 }, { host: 'b', pv: 1 }), answer({ name: 'a', pv: '2' }, { name: 'b', pv: '2' })],
    );
    expect([names, rows]).toEqual([['host', '$0.pv', 'name', '$1.pv'], [['a', 3, 'a', '2']]]);
  });

  test('a column that no query has is why nothing was judged', () => {
    expect(() => combined([{ type: 'inner_join', on: '$0.k == $1.nobody' }], [left, right])).toThrow(
      'join "$0.k == $1.nobody": there is no column "nobody"',
    );
  });
});

describe('bounds', () => {
  const many = answer(...Array.from({ length: 100_000 }, (_, n) => ({ n, same: 'x' })));

  test.each(['cross_join', 'inner_join', 'full_join'])(
    'a %s of 100,000 rows with 100,000 is cut, and says so',
    (type) => {
      const { rows, isCut, faults } = combined([{ type, on: '$0.same == $1.same' }], [many, many]);
      expect(rows.length).toBe(maxJoinedRows);
      expect(isCut).toBe(true);
      expect(faults).toEqual(['the join makes more than is looked at: 100000 rows of 2000000 pairs']);
    },
  );

  test('what is equal is found without looking at pairs', () => {
    const { rows, isCut } = combined([{ type: 'inner_join', on: '$0.n == $1.n' }], [many, many]);
    expect([rows.length, isCut]).toEqual([100_000, false]);
  });

  test('pairs that do not match are bounded too', () => {
    const { rows, isCut } = combined([{ type: 'left_exclude', on: '$0.n > $1.n && $0.n < $1.n' }], [many, many]);
    expect([rows.length < 100, isCut]).toEqual([true, true]);
  });

  test('what has no counterpart in a cut answer is said to be unsure', () => {
    const { faults, isCut } = combined([{ type: 'left_exclude', on }], [left, { ...right, isCut: true }]);
    expect([faults.length, isCut]).toEqual([1, true]);
  });
});

test('joins are what a naive one makes', () => {
  const cell = fc.constantFrom<Cell>('1', 1, '1.0', 'a', '', null, true);
  const rows = fc.array(fc.record({ k: cell, v: fc.nat(3) }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(rows, rows, (first, second) => {
      const pairs = first.flatMap((a) =>
        second.filter((b) => same(a.k, b.k) && a.v > b.v).map((b) => [a.k, a.v, b.v] as readonly Cell[]),
      );
      const condition = '$0.k == $1.k && $0.v > $1.v';
      const inner = combined([{ type: 'inner_join', on: condition }], [answer(...first), answer(...second)]);
      expect(inner.rows).toEqual(pairs);
      const excluded = combined([{ type: 'left_exclude', on: condition }], [answer(...first), answer(...second)]);
      const unmatched = first.filter((a) => !second.some((b) => same(a.k, b.k) && a.v > b.v));
      expect(excluded.rows).toEqual(unmatched.map(({ k, v }) => [k, v]));
    }),
    { numRuns: 300 },
  );
});

function same(a: Cell, b: Cell): boolean {
  const number = (cell: Cell): number =>
    typeof cell === 'boolean' || cell === null || cell === '' ? Number.NaN : Number(cell);
  return number(a) === number(b) || String(a ?? '') === String(b ?? '');
}

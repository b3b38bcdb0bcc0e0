import { describe, expect, test } from 'vitest';
import { linesOf } from './lines.ts';

const varchar = (name: string) => ({ name, type: 'varchar' });
const bigint = (name: string) => ({ name, type: 'bigint' });

describe('the lines of a chart', () => {
  test('are the columns of numbers', () => {
    const rows = [
      ['a', 1, 5],
      ['b', null, 6],
    ];
    const lines = linesOf({ columns: [varchar('k'), bigint('x'), bigint('y')], rows });
    expect(lines).toEqual({
      names: ['a', 'b'],
      areTimes: false,
      lines: [
        { name: 'x', values: [1, null] },
        { name: 'y', values: [5, 6] },
      ],
    });
  });

  test('are the values of a second column, the largest first; what is missing is a gap', () => {
    const rows = [
      ['10:00', 'get', 1],
      ['10:00', 'list', 7],
      ['10:01', 'get', 2],
    ];
    expect(linesOf({ columns: [varchar('t'), varchar('verb'), bigint('n')], rows })).toEqual({
      names: ['10:00', '10:01'],
      areTimes: false,
      lines: [
        { name: 'list', values: [7, null] },
        { name: 'get', values: [1, 2] },
      ],
    });
  });
});

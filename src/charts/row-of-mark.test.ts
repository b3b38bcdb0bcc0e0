import { expect, it } from 'vitest';
import { type ChartTable, legendColumn, rowOfLegend, rowOfMark } from './index.ts';

const columns = [
  { name: 't', type: 'timestamp' },
  { name: 'verb', type: 'varchar' },
  { name: 'n', type: 'bigint' },
];
const table: ChartTable = {
  columns,
  rows: [
    ['2026-01-02 00:00:00', 'get', 1],
    ['2026-01-01 00:00:00', 'get', 2],
    ['2026-01-01 00:00:00', 'list', 3],
  ],
};

it('is that of the time and the line', () => {
  expect(rowOfMark(table, 'line', { dataIndex: 0, seriesName: 'list', name: '2026-01-01' })).toBe(2);
  expect(rowOfMark(table, 'line', { dataIndex: 1, seriesName: 'get', name: '2026-01-02' })).toBe(0);
});

it('is the first of what an entry of the legend names, where that is a value', () => {
  expect([legendColumn(table), rowOfLegend(table, 'list'), rowOfLegend(table, 'n')]).toEqual([1, 2, -1]);
  const numbers = {
    ...table,
    columns: [
      { name: 't', type: 'timestamp' },
      { name: 'a', type: 'bigint' },
      { name: 'n', type: 'bigint' },
    ],
  };
  expect([legendColumn(numbers), rowOfLegend(numbers, 'n')]).toEqual([undefined, -1]);
});

it('is that of the two labels of a heat map', () => {
  expect(rowOfMark(table, 'heat', { value: ['2026-01-01 00:00:00', 'get', 2] })).toBe(1);
});

it('is that of the slice, and none for the rest of a pie', () => {
  const users = {
    columns: columns.slice(1),
    rows: [
      ['get', 1],
      ['list', 2],
    ],
  };
  expect(rowOfMark(users, 'pie', { name: 'list' })).toBe(1);
  expect(rowOfMark(users, 'pie', { name: '…' })).toBe(-1);
});

it('is that of the country, whatever it is called', () => {
  const countries = {
    columns: columns.slice(1),
    rows: [
      ['US', 1],
      ['日本', 2],
    ],
  };
  expect(rowOfMark(countries, 'map', { name: '392' })).toBe(1);
});

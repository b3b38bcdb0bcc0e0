import { expect, test } from 'vitest';
import { columnTemplate } from './column-widths.ts';

test('columns are as wide as their longest text, within bounds; Chinese counts twice', () => {
  const columns = ['n', 'text', '源地址源地址'].map((name) => ({ name, type: 'varchar' }));
  const rows = [
    ['1', 'x'.repeat(500), null],
    ['12', 'short', 'y'],
  ];
  expect(columnTemplate({ columns, rows, meta: { elapsedMs: 1, warnings: [] } })).toBe('10ch minmax(60ch, 60fr) 18ch');
});

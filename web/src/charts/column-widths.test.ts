import { expect, test } from 'vitest';
import { columnTemplate } from './column-widths.ts';

test('before JSON there is room for the mark that unfolds it', () => {
  const columns = [{ name: 'ips', type: 'array(varchar)' }];
  expect(columnTemplate({ columns, rows: [[['10.0.0.1']]], meta: { elapsedMs: 1, warnings: [] } })).toBe('19ch');
});

test('columns are as wide as their longest text, within bounds; Chinese counts twice', () => {
  const columns = ['n', 'text', '源地址源地址'].map((name) => ({ name, type: 'varchar' }));
  const rows = [
    ['1', 'x'.repeat(500), null],
    ['12', 'short', 'y'],
  ];
  expect(columnTemplate({ columns, rows, meta: { elapsedMs: 1, warnings: [] } })).toBe('10ch minmax(60ch, 60fr) 18ch');
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell } from './csv.ts';

test('what a spreadsheet would run gets an apostrophe', () => {
  for (const text of ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1']) {
    const cell = csvCell(text);
    expect(cell.startsWith('"') ? cell.slice(1) : cell).toMatch(/^'/);
  }
});

test('plain text stays as it is', () => {
  for (const text of ['', 'alice', 'a=b', 'kubectl/v1.36 (linux/amd64)', '日本語']) expect(csvCell(text)).toBe(text);
});

test('escape codes of terminals do nothing', () => {
  expect(csvCell('a\u001b[2Jb\u009b1m')).toBe('a\u{fffd}[2Jb\u{fffd}1m');
});

test('a cell read back is the text, but for the apostrophe', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '=', '-', "'") }), (text) => {
      const cell = csvCell(text);
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(read === text || read === `'${text}`).toBe(true);
      if (!cell.startsWith('"')) expect(cell).not.toMatch(/[",\r\n]/);
    }),
  );
});

import { csvCell, csvLine, csvValue, uniqueNames } from '../../../src/base/index.ts';
import type { ResultTable } from '../api/search.ts';
import { cellText } from '../../../src/charts/index.ts';

/** A result as CSV that no spreadsheet takes for formulas. */
export function toCsv({ columns, rows }: ResultTable): string {
  const header = columns.map(({ name }) => csvCell(name));
  const lines = rows.map((row) => row.map((value, index) => csvValue(cellText(value) ?? '', columns[index]?.type)));
  return [header, ...lines].map(csvLine).join('');
}

/** A result as JSON lines: a row is an object by column name. */
export function toJsonLines({ columns, rows }: ResultTable): string {
  const names = uniqueNames(columns.map(({ name }) => name));
  return rows
    .map((row) => JSON.stringify(Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))))
    .map((line) => `${line}\n`)
    .join('');
}

import { roleOf } from './column-role.ts';
import type { ChartTable } from './table.ts';

/** Says whether a result is one row of several numbers, whose parts are its columns. */
export function isOneRow({ columns, rows }: ChartTable): boolean {
  return rows.length === 1 && columns.length > 1 && columns.every((column) => roleOf(column) === 'number');
}

/** Turns one row of several numbers into a row for each, named by its column. */
export function transposed({ columns, rows: [row = []] }: ChartTable): ChartTable {
  return {
    columns: [
      { name: '', type: 'varchar' },
      { name: '', type: 'double' },
    ],
    rows: columns.map(({ name }, at) => [name, row[at]]),
    rowOutcomes: columns.map(({ outcome }) => outcome),
  };
}

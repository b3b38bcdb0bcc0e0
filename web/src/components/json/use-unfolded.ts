import { useState } from 'react';
import { toggled } from './toggled.ts';

export interface Unfolded<Row> {
  /** The column whose JSON is shown below the row; undefined where none is. */
  columnOf(row: Row): number | undefined;
  /** Folds the column's JSON where it is shown, and else shows it instead of another of the row. */
  toggle(row: Row, column: number): void;
}

/**
 * Which cells of a table are unfolded, at most one of a row. It belongs to the row, wherever sorting and scrolling take it. Rows are told
 * apart by themselves or by their keys, whichever is given.
 */
export function useUnfolded<Row>(rows: readonly Row[]): Unfolded<Row> {
  const [columns, setColumns] = useState<ReadonlyMap<Row, number>>(new Map());
  return {
    columnOf: (row) => columns.get(row),
    toggle: (row, column) => setColumns((before) => toggled(before, rows, row, column)),
  };
}

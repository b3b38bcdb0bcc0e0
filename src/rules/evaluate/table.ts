import { type Cell, type Column, columnsOf, type Row } from '../expression/index.ts';
import type { QueryRows } from './answer.ts';

/** Rows of one query, or of several that were put together. A row may be shorter than `columns`: what lacks is missing. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly isCut: boolean;
}

/**
 * The answer of a query as a table. A search answers with the fields that its events have, so `wanted`, the names that the rule asks for, are
 * columns of it in any case; SQL has the columns that it has.
 */
export function tableOf(answer: QueryRows, query: number, wanted: readonly string[]): Table {
  const isSearch = answer.eventKeys !== undefined;
  const present = new Set(answer.columns);
  const names = isSearch ? [...present, ...new Set(wanted.filter((name) => !present.has(name)))] : answer.columns;
  const rows = answer.rows.map((row) =>
    answer.columns.map((name): Cell => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)),
  );
  return { columns: columnsOf(names, query), rows, isCut: answer.isCut };
}

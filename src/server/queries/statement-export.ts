import type { z } from 'zod';
import { csvCell, csvLine, csvValue, uniqueNames } from '../../base/index.ts';
import type { SqlAnswer } from '../schemas/index.ts';

/** Lines that go out at once. */
const pieceLines = 5000;

type Table = Pick<z.input<typeof SqlAnswer>, 'columns' | 'rows'>;

/** An answer with as many rows as an export may have; `limited` is their number where there are more. */
export function cutToExport(
  answer: Table,
  maxRows: number,
): { readonly table: Table; readonly limited: number | undefined } {
  if (answer.rows.length <= maxRows) return { table: answer, limited: undefined };
  return { table: { columns: answer.columns, rows: answer.rows.slice(0, maxRows) }, limited: maxRows };
}

/** The rows of a statement in pieces of whole lines: objects by column name, or CSV with a header. */
export async function* exportRows({ columns, rows }: Table, format: 'ndjson' | 'csv'): AsyncGenerator<Buffer> {
  const names = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  const line = (row: readonly unknown[]): string =>
    format === 'csv'
      ? csvLine(row.map((value, index) => csvValue(cellText(value), columns[index]?.type)))
      : `{${row.map((value, index) => `${names[index] ?? ''}:${JSON.stringify(value)}`).join(',')}}\n`;
  yield Buffer.from(format === 'csv' ? csvLine(columns.map(({ name }) => csvCell(name))) : '');
  for (let from = 0; from < rows.length; from += pieceLines)
    yield Buffer.from(
      rows
        .slice(from, from + pieceLines)
        .map(line)
        .join(''),
    );
}

/** A value for people and spreadsheets: text without its quotes, NULL as nothing, anything else as its JSON. */
function cellText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

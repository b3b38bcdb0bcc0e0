import { csvCell, csvLine, csvValue, uniqueNames } from '../base/index.ts';
import type { RowStream } from './statement.ts';

/** The rows of a statement in pieces of whole lines: objects by column name, or CSV with a header. */
export async function* rowLines({ columns, batches }: RowStream, format: 'ndjson' | 'csv'): AsyncGenerator<Buffer> {
  const names = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  const line = (row: readonly unknown[]): string =>
    format === 'csv'
      ? csvLine(row.map((value, index) => csvValue(cellText(value), columns[index]?.type)))
      : `{${row.map((value, index) => `${names[index] ?? ''}:${JSON.stringify(value)}`).join(',')}}\n`;
  // With the first rows and not before them: until then a statement may fail.
  let header = format === 'csv' ? csvLine(columns.map(({ name }) => csvCell(name))) : '';
  for await (const rows of batches) {
    yield Buffer.from(header + rows.map(line).join(''));
    header = '';
  }
  yield Buffer.from(header);
}

/** A value for people and spreadsheets: text without its quotes, NULL as nothing, anything else as its JSON. */
function cellText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import type { Group } from '../../rules/index.ts';

type Row = Group['rows'][number];

/** UTF-8 of names and values of all rows of a cause: it is kept for months, and read with many others. */
export const maxRowBytes = 32 * 1024;

/** The first rows, as many as fit into so many bytes. Of a first one that does not fit by itself the columns that do. */
export function rowsThatFit([first, ...others]: readonly Row[], most: number): readonly Row[] {
  if (!first) return [];
  const begin = columnsThatFit(first, most);
  const kept = [begin];
  let bytes = bytesOf(Object.entries(begin));
  for (const row of others) {
    bytes += bytesOf(Object.entries(row));
    if (bytes > most) break;
    kept.push(row);
  }
  return kept;
}

function columnsThatFit(row: Row, most: number): Row {
  let bytes = 0;
  const cells = Object.entries(row).filter((cell) => {
    const size = bytesOf([cell]);
    if (bytes + size > most) return false;
    bytes += size;
    return true;
  });
  return Object.fromEntries(cells);
}

function bytesOf(cells: readonly (readonly [string, string])[]): number {
  return cells.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
}

import { printableLine, widthOf } from './terminal-text.ts';

export interface TableColumn {
  readonly name: string;
  readonly alignRight?: boolean;
  readonly minWidth?: number;
}

/** Lays out a table for a terminal: two blanks between columns, wide characters counted as they show. */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { header = true }: { readonly header?: boolean } = {},
): string {
  const names = columns.map((column) => column.name);
  const cells = (header ? [names, ...rows] : rows).map((row) => row.map(printableLine));
  const widths = columns.map(({ minWidth = 0 }, index) =>
    cells.reduce((width, row) => Math.max(width, widthOf(row[index] ?? '')), minWidth),
  );
  const lines = cells.map((row) =>
    columns
      .map(({ alignRight }, index) => {
        const cell = row[index] ?? '';
        const padding = ' '.repeat((widths[index] ?? 0) - widthOf(cell));
        return alignRight === true ? `${padding}${cell}` : `${cell}${padding}`;
      })
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${line}\n`).join('');
}

import { cellText } from './cell.ts';
import type { DrawnKind } from './chart-kinds.ts';
import { roleOf } from './column-role.ts';
import { countryCode, countryColumn } from './countries.ts';
import { labelOf } from './label.ts';
import { axesOf, linesOf } from './lines.ts';
import type { ChartTable } from './table.ts';
import { isOneRow } from './transpose.ts';

/** What ECharts says of the mark that was clicked. */
export interface Mark {
  readonly name?: string | undefined;
  readonly seriesName?: string | undefined;
  readonly dataIndex?: number | undefined;
  readonly value?: unknown;
}

/** The index of the row behind a mark: the first with its labels; -1 where the mark stands for several, as the rest of a pie does. */
export function rowOfMark(table: ChartTable, kind: DrawnKind, mark: Mark): number {
  const roles = table.columns.map(roleOf);
  const labels = roles.flatMap((role, index) => (role === 'number' ? [] : [index]));
  const find = (...wanted: readonly (readonly [at: number | undefined, text: string | undefined])[]): number =>
    table.rows.findIndex((row) => wanted.every(([at, text]) => at === undefined || labelOf(row[at]) === text));
  // The parts of one row are all of that row.
  if (isOneRow(table) && (kind === 'bar' || kind === 'pie')) return 0;
  if (kind === 'map') {
    const country = countryColumn(table) ?? 0;
    return table.rows.findIndex((row) => countryCode(cellText(row[country]) ?? '') === mark.name);
  }
  if (kind === 'heat') {
    const [x, y]: readonly unknown[] = Array.isArray(mark.value) ? mark.value : [];
    return find([labels[0], String(x)], [labels[1], String(y)]);
  }
  const { x } = axesOf(table);
  if (kind === 'pie') return find([x, mark.name]);
  const name = linesOf(table).names[mark.dataIndex ?? 0];
  return find([x, name], [legendColumn(table), mark.seriesName]);
}

/** The column whose values the legend names; undefined where it names columns of numbers. */
export function legendColumn(table: ChartTable): number | undefined {
  const { x, series } = axesOf(table);
  if (series.length !== 1 || isOneRow(table)) return undefined;
  const found = table.columns.findIndex((column, index) => roleOf(column) !== 'number' && index !== x);
  return found < 0 ? undefined : found;
}

/** The index of the first row that an entry of the legend stands for; -1 where it stands for a column. */
export function rowOfLegend(table: ChartTable, entry: string): number {
  const column = legendColumn(table);
  return column === undefined ? -1 : table.rows.findIndex((row) => labelOf(row[column]) === entry);
}

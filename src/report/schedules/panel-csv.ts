import { csvCell, csvLine, csvValue } from '../../base/index.ts';
import type { PanelAnswer } from '../run/panel.ts';

/** The rows of a panel as CSV with a header, formulas defused. The mark at its head is what spreadsheets tell UTF-8 by. */
export function panelCsv({ columns, rows }: Pick<PanelAnswer, 'columns' | 'rows'>): string {
  const header = csvLine(columns.map(({ name }) => csvCell(name)));
  const lines = rows.map((row) => csvLine(row.map((value, index) => csvValue(cellOf(value), columns[index]?.type))));
  return `\uFEFF${header}${lines.join('')}`;
}

function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

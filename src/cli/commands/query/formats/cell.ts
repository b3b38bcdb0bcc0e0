import type { ResultColumn } from '../answer.ts';

/** A cell for people and spreadsheets: text without its quotes, NULL as nothing, anything else as its JSON. */
export function textOf(cell: string): string {
  if (cell === 'null') return '';
  return cell.startsWith('"') ? String(JSON.parse(cell)) : cell;
}

/** Whether a column holds numbers. */
export function isNumber(column: ResultColumn | undefined): boolean {
  return column !== undefined && /^(?:tinyint|smallint|integer|bigint|real|double|decimal)/.test(column.type);
}

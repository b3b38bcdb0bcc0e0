import type { Json } from '../../../api/json.ts';
import type { ResultTable } from '../../../api/search.ts';
import { cellText } from './cell.ts';

/** A result as CSV (RFC 4180) that no spreadsheet takes for formulas (OWASP: an apostrophe before what begins like one). */
export function toCsv({ columns, rows }: ResultTable): string {
  const lines = [columns.map((column) => quote(column.name)), ...rows.map((row) => row.map(csvCell))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** A result as JSON lines: a row is an object by column name. */
export function toJsonLines({ columns, rows }: ResultTable): string {
  return rows
    .map((row) => JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null]))))
    .map((line) => `${line}\n`)
    .join('');
}

function csvCell(value: Json): string {
  if (typeof value === 'number') return String(value);
  return quote(cellText(value) ?? '');
}

function quote(text: string): string {
  const defused = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

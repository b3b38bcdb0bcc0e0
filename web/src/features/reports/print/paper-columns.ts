import { cellText, type Unit, type UnitFormat } from '../../../../../src/charts/index.ts';
import type { Json } from '../../../api/json.ts';

/** Between the margins of A4 and the borders of a panel, in CSS pixels; so are all widths here. */
const paperWidth = 678;
/** A letter of a table on paper, between the wide and the narrow; one of Chinese or Japanese is two. */
const letterWidth = 5.8;
const padding = 12;
/** The arrow and the percentage beside a value before, with the space around them. */
const changeWidth = 58;
/** What is no longer stays on one line: most names, and identifiers such as CVE-2025-1002105. */
const mostOnLine = 18;
/** What two of the five columns of a record have room for on a line. */
const mostOnFewLines = 45;
/** Of longer text, a few letters on each line. */
const leastTextWidth = 84;
/** A title is broken between words, and Chinese and Japanese anywhere. */
const mostOfTitle = 12;
const exampleTime = '2026-11-20 18:05:39';

/** What a column needs on paper. */
export interface PaperColumn {
  /** On how many lines its cells are: those on one are never broken. */
  readonly lines: 'one' | 'few' | 'many';
  /** Its least width, with the values before beside it where there are any. */
  readonly width: number;
}

interface Column {
  readonly at: number;
  readonly title: string;
  readonly unit: Unit;
  readonly isNumber: boolean;
}

type Row = readonly (Json | undefined)[];

/** What the columns of a table need on paper, by what their rows say; some have the value before beside them. */
export function paperColumns(
  columns: readonly Column[],
  compared: ReadonlySet<number>,
  rows: readonly { readonly row: Row; readonly before: Row | undefined }[],
  format: UnitFormat,
): readonly PaperColumn[] {
  return columns.map((column) => {
    const { at, unit } = column;
    const said = (row: Row | undefined): number => lettersOf(saidOf(column, row?.[at], format));
    const longest = most(rows.map(({ row }) => said(row)));
    const isLine = column.isNumber || unit === 'time' || longest <= mostOnLine;
    const own = Math.max(longest, Math.min(mostOfTitle, most(column.title.split(' ').map(lettersOf))));
    const change = compared.has(at) ? most(rows.map(({ before }) => said(before))) * letterWidth + changeWidth : 0;
    const lines = isLine ? 'one' : longest <= mostOnFewLines ? 'few' : 'many';
    return { lines, width: (isLine ? own * letterWidth + padding : leastTextWidth) + change };
  });
}

/** Whether columns can stand beside each other on paper. */
export function fitsPaper(columns: readonly PaperColumn[]): boolean {
  return columns.reduce((sum, { width }) => sum + width, 0) <= paperWidth;
}

function saidOf({ unit, isNumber }: Column, cell: Json | undefined, format: UnitFormat): string {
  if (unit === 'time') return exampleTime;
  return isNumber && unit !== 'text' ? format(cell, unit) : (cellText(cell) ?? '');
}

function lettersOf(text: string): number {
  return text.replaceAll(/[\u{2e80}-\u{ffff}]/gu, '  ').length;
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b), 0);
}

import type { z } from 'zod';
import { csvCell, csvValue } from '../../../base/index.ts';
import type { DashboardRunAnswer } from '../../../server/schemas/index.ts';
import { formatTable } from '../../table.ts';
import { printableLine } from '../../terminal-text.ts';

export type ReportAnswer = z.output<typeof DashboardRunAnswer>;
type PanelAnswer = ReportAnswer['panels'][number];

const reasons = { retention: 'no earlier data: no longer kept', 'no-earlier-event': 'no earlier data' } as const;

/** A table a panel, its title above it, and what was of the period before beside each of its numbers. */
export function tablesOf({ title, from, to, clusters, panels }: ReportAnswer): string {
  const head = `${printableLine(title)}\n${from} to ${to}${clusters.length > 0 ? `, ${clusters.join(', ')}` : ''}\n`;
  return [head, ...panels.map(panelText)].join('\n');
}

function panelText({ title, counts, columns, rows, before, notes = [], error }: PanelAnswer): string {
  const lines = [`${title} (${counts})`, ...notes].map((line) => `${printableLine(line)}\n`);
  if (error) return `${lines.join('')}${printableLine(error.message)}\n`;
  const isNumber = columns.map(({ type }) => isNumberType(type));
  const shown = columns.map(({ name }, index) => ({ name, alignRight: isNumber[index] ?? false }));
  const table =
    rows.length === 0
      ? '-\n'
      : formatTable(
          shown,
          rows.map((row) => row.map(textOf)),
        );
  return `${lines.join('')}${table}${before ? beforeText(before, rows) : ''}`;
}

/** One number has the one before beside it; of tables the rows before are in JSON. */
function beforeText(before: NonNullable<PanelAnswer['before']>, rows: PanelAnswer['rows']): string {
  if ('none' in before) return `${reasons[before.none]}\n`;
  const [row] = before.rows;
  return rows.length === 1 && row ? `before: ${printableLine(row.map(textOf).join('  '))}\n` : '';
}

/** CSV of one panel; of several, each has its title above it and an empty line below. */
export function csvOf({ panels }: ReportAnswer): string {
  return panels
    .map((panel) => (panels.length === 1 ? panelCsv(panel) : `${csvCell(panel.title)}\n${panelCsv(panel)}`))
    .join('\n');
}

function panelCsv({ columns, rows }: PanelAnswer): string {
  const header = columns.map(({ name }) => csvCell(name));
  const lines = rows.map((row) => row.map((value, index) => csvValue(cellOf(value), columns[index]?.type)));
  return [header, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

function textOf(value: unknown): string {
  return value === null ? 'NULL' : cellOf(value);
}

function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isNumberType(type: string): boolean {
  return /^(?:tinyint|smallint|integer|bigint|real|double|decimal)\b/.test(type);
}

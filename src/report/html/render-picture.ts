import { type ChartSettings, type DrawnKind, outcomeOfColumn } from '../../charts/index.ts';
import { light, withVariables } from './colors.ts';
import { drawChart } from './draw.ts';
import { Markup, markup } from './markup.ts';
import { renderRows } from './render-rows.ts';
import type { ShownPanel } from './shown-panel.ts';

/** One of twelve columns with its gap, a row of the grid, the title of a panel, and the least that a chart needs. */
const pixels = { column: 104, row: 80, head: 64, leastWidth: 312, leastHeight: 200 };

/** Larger tables beside a picture are not printed. */
const mostPrinted = { rows: 31, columns: 5 };

/** A picture, and the numbers that it shows. */
export function renderPicture(kind: DrawnKind, shown: ShownPanel): Markup {
  const { panel, answer, columns, reader } = shown;
  const drawn = columns.find(({ isNumber }) => isNumber);
  const settings: ChartSettings = {
    colors: light,
    language: reader.language,
    fontFamily: 'inherit',
    unit: drawn?.unit,
    before: earlierRows(shown),
    thresholds: panel.thresholds?.filter(({ column }) => column === drawn?.name),
  };
  const size = {
    width: Math.max(panel.width * pixels.column, pixels.leastWidth),
    height: Math.max(panel.height * pixels.row - pixels.head, pixels.leastHeight),
  };
  const named = columns.map(({ name, title }, at) => ({
    name: title,
    type: answer.columns[at]?.type ?? '',
    outcome: outcomeOfColumn(name),
  }));
  const svg = withVariables(drawChart({ columns: named, rows: answer.rows }, kind, settings, size));
  const isLong = answer.rows.length > mostPrinted.rows || columns.length > mostPrinted.columns;
  return markup`<div role="img" aria-label="${answer.title}">${new Markup(svg)}</div>
    <details class="${isLong ? 'long' : ''}"><summary>${reader.words.numbers}</summary>${renderRows(shown)}</details>`;
}

function earlierRows({ answer: { before }, reader }: ShownPanel): ChartSettings['before'] {
  if (!before || 'none' in before) return undefined;
  const shiftMs = Date.parse(before.to) - Date.parse(before.from);
  return { rows: before.rows, shiftMs, name: reader.words.before };
}

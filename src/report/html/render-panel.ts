import { cellNumber, type ChartSettings, type DrawnKind, unitFormat } from '../../charts/index.ts';
import { type Panel, textIn } from '../../dashboards/index.ts';
import type { PanelAnswer } from '../run/panel.ts';
import { changeOf } from './change.ts';
import { light, withVariables } from './colors.ts';
import { drawChart } from './draw.ts';
import { levelOf, levelSigns } from './level.ts';
import { Markup, markup } from './markup.ts';
import { shownColumns } from './panel-columns.ts';
import { renderRows, type RowsContext } from './render-rows.ts';
import type { Words } from './words.ts';

/** One of twelve columns, with its gap; and a row of the grid, without the title. */
const pixels = { column: 104, row: 80, head: 64, least: 200 };

/** A panel: its title, what it counts, its picture or numbers, and the statement that made them. */
export function renderPanel(panel: Panel, answer: PanelAnswer, language: string, words: Words): Markup {
  const help = panel.help === undefined ? '' : markup`<p class="help">${textIn(panel.help, language)}</p>`;
  const counts = answer.counts === 'operations' ? words.operations : words.events;
  const notes = (answer.notes ?? []).map((note) => markup`<p class="help">${note}</p>`);
  const statement = markup`<details class="statement">
    <summary>${words.statement}</summary>
    <pre>${answer.query}</pre>
  </details>`;
  const width = markup`--width:${panel.width}`;
  return markup`<section class="panel" style="${width}">
    <h3>${answer.title}</h3>
    <p class="help">${counts}</p>
    ${help}${bodyOf(panel, answer, language, words)}${notes}${statement}
  </section> `;
}

function bodyOf(panel: Panel, answer: PanelAnswer, language: string, words: Words): Markup {
  if (answer.error) return markup`<p class="error">${words.failed}: ${answer.error.message}</p>`;
  if (answer.rows.length === 0) return markup`<p class="mute">${words.noRows}</p>`;
  const context = {
    panel,
    answer,
    columns: shownColumns(panel, answer, language),
    format: unitFormat(language),
    words,
  };
  const { chart } = panel;
  if (chart === 'value') return valueOf(context);
  return chart === 'table' || chart === 'list' ? renderRows(context) : pictureOf(chart, context, language);
}

/** The first number of the first row, large, beside that of the period before, and the other numbers below. */
function valueOf({ panel, answer, columns, format, words }: RowsContext): Markup {
  const [row = []] = answer.rows;
  const [first, ...others] = columns.filter(({ isNumber }) => isNumber);
  if (!first) return markup`<p class="number">–</p>`;
  const level = levelOf(panel, first.name, row[first.at]);
  const mark = level ? markup` <span class="level ${level}">${levelSigns[level]} ${words.levels[level]}</span>` : '';
  const rest = others.map(({ at, title, unit }) => markup`<p class="help">${title}: ${format(row[at], unit)}</p>`);
  return markup`<p class="number">${format(row[first.at], first.unit)}${mark}</p>
    ${beforeOf(answer, first, { format, words })}${rest}`;
}

function beforeOf(
  { rows, before }: PanelAnswer,
  { at, unit }: RowsContext['columns'][number],
  { format, words }: Pick<RowsContext, 'format' | 'words'>,
): Markup {
  if (!before) return markup``;
  if ('none' in before) return markup`<p class="help">${words.noEarlierData}</p>`;
  const [value, old] = [cellNumber(rows[0]?.[at]), cellNumber(before.rows[0]?.[at])];
  if (Number.isNaN(value) || Number.isNaN(old)) return markup`<p class="help">${words.noEarlierData}</p>`;
  const { arrow, percent } = changeOf(value, old);
  const change = percent === undefined ? arrow : `${arrow} ${format(Math.abs(percent), 'percent')}`;
  return markup`<p class="help">${change} · ${words.before}: ${format(old, unit)}</p>`;
}

/** The picture, and the numbers that it shows. */
function pictureOf(kind: DrawnKind, context: RowsContext, language: string): Markup {
  const { panel, answer, columns, words } = context;
  const drawn = columns.find(({ isNumber }) => isNumber);
  const settings: ChartSettings = {
    colors: light,
    language,
    fontFamily: 'inherit',
    unit: drawn?.unit,
    before: earlierRows(context),
    thresholds: panel.thresholds?.filter(({ column }) => column === drawn?.name),
  };
  const size = {
    width: Math.max(panel.width * pixels.column, pixels.column * 3),
    height: Math.max(panel.height * pixels.row - pixels.head, pixels.least),
  };
  const named = columns.map(({ title }, at) => ({ name: title, type: answer.columns[at]?.type ?? '' }));
  const svg = withVariables(drawChart({ columns: named, rows: answer.rows }, kind, settings, size));
  return markup`<div role="img" aria-label="${answer.title}">${new Markup(svg)}</div>
    <details>
      <summary>${words.numbers}</summary>
      ${renderRows(context)}
    </details>`;
}

function earlierRows({ answer: { before }, words }: RowsContext): ChartSettings['before'] {
  if (!before || 'none' in before) return undefined;
  const shiftMs = Date.parse(before.to) - Date.parse(before.from);
  return { rows: before.rows, shiftMs, name: words.before };
}

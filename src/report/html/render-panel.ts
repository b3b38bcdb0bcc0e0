import { type Panel, textIn } from '../../dashboards/index.ts';
import type { PanelAnswer } from '../run/panel.ts';
import { type Markup, markup } from './markup.ts';
import { shownColumns } from './panel-columns.ts';
import type { Reader } from './reader.ts';
import { renderPicture } from './render-picture.ts';
import { renderRows } from './render-rows.ts';
import { renderValues } from './render-values.ts';
import type { ShownPanel } from './shown-panel.ts';

/** Tables of more columns than this take the whole width. */
const mostNarrowColumns = 6;

/** A panel: its title, what it counts, its picture or numbers, and the statement that made them. */
export function renderPanel(panel: Panel, answer: PanelAnswer, reader: Reader): Markup {
  const { words, language } = reader;
  const help = panel.help === undefined ? '' : markup`<p class="help">${textIn(panel.help, language)}</p>`;
  const counts = answer.counts === 'operations' ? words.operations : words.events;
  const notes = (answer.notes ?? []).map((note) => markup`<p class="help">${note}</p>`);
  const shown = { panel, answer, columns: shownColumns(panel, answer, language), reader };
  const isWide = isTable(panel) && columnCount(shown) > mostNarrowColumns;
  const size = markup`--width:${isWide ? 12 : panel.width};--height:${panel.height}`;
  return markup`<section class="panel ${isTable(panel) ? 'table' : ''}" style="${size}">
    <h3>${answer.title}</h3>
    <p class="help">${counts}</p>
    ${help}${bodyOf(shown)}${notes}
    <details class="statement"><summary>${words.statement}</summary><pre>${answer.query}</pre></details>
  </section>`;
}

/** Each number has one beside it where there is a period before. */
function columnCount({ answer: { before }, columns }: ShownPanel): number {
  const numbers = before && 'rows' in before ? columns.filter(({ isNumber }) => isNumber).length : 0;
  return columns.length + numbers;
}

function isTable({ chart }: Panel): boolean {
  return chart === 'table' || chart === 'list';
}

function bodyOf(shown: ShownPanel): Markup {
  const { panel, answer, reader } = shown;
  const { words } = reader;
  if (answer.error) return markup`<p class="error">${words.failed}: ${answer.error.message}</p>`;
  if (answer.rows.length === 0) return markup`<p class="mute">${words.noRows}</p>`;
  const { chart } = panel;
  if (chart === 'value') return renderValues(shown);
  return chart === 'table' || chart === 'list' ? renderRows(shown) : renderPicture(chart, shown);
}

import { cellText, type UnitFormat } from '../../charts/index.ts';
import { cutText } from '../../base/index.ts';
import { matchBefore, type Panel } from '../../dashboards/index.ts';
import type { PanelAnswer } from '../run/panel.ts';
import { levelOf, levelSigns } from './level.ts';
import { type Markup, markup } from './markup.ts';
import type { ShownColumn } from './panel-columns.ts';
import type { Words } from './words.ts';

/** Rows of a table at most; the product shows them all. */
const mostRows = 200;
const longestCell = 500;

export interface RowsContext {
  readonly panel: Panel;
  readonly answer: PanelAnswer;
  readonly columns: readonly ShownColumn[];
  readonly format: UnitFormat;
  readonly words: Words;
}

/** The rows as a table, each number beside that of the period before where there is one. */
export function renderRows({ panel, answer, columns, format, words }: RowsContext): Markup {
  const { rows, before } = answer;
  const earlier = before && 'rows' in before ? matchBefore(answer.columns, rows, before.rows) : undefined;
  const shown = rows.slice(0, mostRows);
  const head = columns.map(
    ({ title, isNumber }) =>
      markup`<th scope="col" class="${isNumber ? 'right' : ''}">${title}</th>
        ${earlier && isNumber ? markup`<th scope="col" class="right">${words.before}</th>` : ''}`,
  );
  const body = shown.map((row, index) => {
    const cells = columns.map(({ at, name, unit, isNumber }) => {
      const text = isNumber ? format(row[at], unit) : cutText(cellText(row[at]) ?? '–', longestCell).text;
      const level = levelOf(panel, name, row[at]);
      const cell = markup`<td class="${isNumber ? 'right' : ''} ${level ?? ''}">
        ${level ? `${levelSigns[level]} ` : ''}${text}
      </td>`;
      const old = earlier?.[index]?.[at];
      return isNumber && earlier
        ? markup`${cell}
            <td class="right mute">${format(old, unit)}</td>`
        : cell;
    });
    return markup`<tr>
      ${cells}
    </tr>`;
  });
  const isCut = rows.length > shown.length || answer.limited !== undefined;
  const note = isCut ? markup`<p class="help">${words.firstRows(format(shown.length, 'count'))}</p>` : '';
  return markup`<div class="rows">
      <table>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
    ${note}`;
}

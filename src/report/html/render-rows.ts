import { cutText } from '../../base/index.ts';
import { matchBefore } from '../../dashboards/index.ts';
import { levelOf, levelSigns } from './level.ts';
import { type Markup, markup } from './markup.ts';
import type { ShownColumn } from './panel-columns.ts';
import type { ShownPanel } from './shown-panel.ts';

/** Rows of a table at most; the product shows them all. */
const mostRows = 100;
const longestCell = 500;

/** The rows as a table, each number beside that of the period before where there is one. */
export function renderRows(shown: ShownPanel): Markup {
  const { answer, columns, reader } = shown;
  const { words, format } = reader;
  const rows = answer.rows.slice(0, mostRows);
  const before = answer.before && 'rows' in answer.before ? answer.before.rows : undefined;
  const earlier = before && matchBefore(columns, rows, before);
  const head = columns.map(({ title, isNumber }) => {
    const old = earlier && isNumber ? markup`<th scope="col" class="right">${words.beforeShort}</th>` : '';
    return markup`<th scope="col" class="${isNumber ? 'right' : 'left'}">${title}</th>${old}`;
  });
  const body = rows.map((row, index) => {
    const old = earlier && (earlier[index] ?? []);
    return markup`<tr>${columns.map((column) => cellOf(shown, column, row, old))}</tr>`;
  });
  const isCut = answer.rows.length > rows.length || answer.limited !== undefined;
  const note = isCut ? markup`<p class="help">${words.firstRows(format(rows.length, 'count'))}</p>` : '';
  return markup`<div class="rows" tabindex="0" role="region" aria-label="${answer.title}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${note}`;
}

type Row = readonly unknown[];

function cellOf(
  { panel, reader: { format } }: ShownPanel,
  { at, name, unit, isNumber }: ShownColumn,
  row: Row,
  before: Row | undefined,
): Markup {
  const level = levelOf(panel, name, row[at]);
  const sign = level ? `${levelSigns[level]} ` : '';
  const text = format(row[at], unit);
  const old = before && isNumber ? markup`<td class="right mute">${format(before[at], unit)}</td>` : '';
  if (isNumber) return markup`<td class="right ${level}">${sign}${text}</td>${old}`;
  return markup`<td class="${level ?? 'left'}">${sign}${breakable(cutText(text, longestCell).text)}</td>`;
}

/** A text that may go on in the next line behind its signs, as names and addresses are long. */
function breakable(text: string): readonly Markup[] {
  return text
    .split(/(?<=[:/@.,=&-])(?=\p{L})/u)
    .map((piece, index) => (index === 0 ? markup`${piece}` : markup`<wbr>${piece}`));
}

import { cellNumber } from '../../charts/index.ts';
import { changeOf } from './change.ts';
import { levelOf, levelSigns } from './level.ts';
import { type Markup, markup } from './markup.ts';
import type { ShownColumn } from './panel-columns.ts';
import type { ShownPanel } from './shown-panel.ts';

/** The numbers of the first row, large, each beside that of the period before. One that stands alone needs no name. */
export function renderValues(shown: ShownPanel): Markup {
  const numbers = shown.columns.filter(({ isNumber }) => isNumber);
  if (numbers.length === 0) return markup`<p class="number">–</p>`;
  const values = numbers.map((column) => {
    const name = numbers.length > 1 ? markup`<p class="help">${column.title}</p>` : '';
    return markup`<div>${name}${valueOf(shown, column)}</div>`;
  });
  return markup`<div class="values">${values}</div>`;
}

function valueOf(
  { panel, answer: { rows, before }, reader: { words, format } }: ShownPanel,
  column: ShownColumn,
): Markup {
  const { at, name, unit } = column;
  const cell = rows[0]?.[at];
  const level = levelOf(panel, name, cell);
  const mark = level ? markup` <span class="level ${level}">${levelSigns[level]} ${words.levels[level]}</span>` : '';
  const number = markup`<p class="number">${format(cell, unit)}${mark}</p>`;
  if (!before) return number;
  const old = 'rows' in before ? before.rows[0]?.[at] : undefined;
  const [value, earlier] = [cellNumber(cell), cellNumber(old)];
  if (Number.isNaN(value) || Number.isNaN(earlier)) return markup`${number}<p class="help">${words.noEarlierData}</p>`;
  const { arrow, percent } = changeOf(value, earlier);
  const change = percent === undefined ? arrow : `${arrow} ${format(Math.abs(percent), 'percent')}`;
  return markup`${number}<p class="help">${change} · ${words.before}: ${format(old, unit)}</p>`;
}

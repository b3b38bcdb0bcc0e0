import type { ResultTable } from '../api/search.ts';
import { cellText } from '../../../src/charts/index.ts';

const sampledRows = 100;
/** Characters of the narrowest column, of the least that a longer one shows, and of the longest that is shown whole where there is room. */
const [narrowest, least, longestShown] = [6, 56, 240] as const;
/** The padding of a cell on both sides, about. */
const padding = 4;
const markWidth = 3;

/**
 * Columns of a grid as wide as what they hold, in the widths of a digit, and no wider: what belongs together stays together. Only those that
 * hold more than they can show share what room is left.
 */
export function columnTemplate({ columns, rows }: ResultTable): string {
  const sample = rows.slice(0, sampledRows);
  return columns
    .map(({ name }, at) => {
      const longest = Math.max(widthOf(name) + 2, ...sample.map((row) => widthOf(cellText(row[at]) ?? 'NULL')));
      const width = Math.max(longest, narrowest);
      if (width <= least) return `${width + padding}ch`;
      const most = width > longestShown ? `${least + padding}fr` : `${width + padding}ch`;
      return `minmax(${least + padding}ch, ${most})`;
    })
    .join(' ');
}

/** Characters, of which those of Chinese and Japanese are twice as wide. Before what may unfold as JSON stands a mark. */
function widthOf(text: string): number {
  let width = /^\s*[[{]/.test(text) ? markWidth : 0;
  for (const character of text.slice(0, longestShown + 1)) width += character > '\u2e7f' ? 2 : 1;
  return width;
}

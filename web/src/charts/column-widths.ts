import type { ResultTable } from '../api/search.ts';
import { cellText } from '../../../src/charts/index.ts';

const sampledRows = 100;
const [narrowest, widest] = [6, 56] as const;
/** The padding of a cell on both sides, about. */
const padding = 4;

/**
 * Columns of a grid as wide as what they hold, in the widths of a digit: never narrower, so that a wide table scrolls; what room there is
 * they share in proportion.
 */
export function columnTemplate({ columns, rows }: ResultTable): string {
  const sample = rows.slice(0, sampledRows);
  return columns
    .map(({ name }, at) => {
      const longest = Math.max(widthOf(name) + 2, ...sample.map((row) => widthOf(cellText(row[at]) ?? 'NULL')));
      const width = Math.min(Math.max(longest, narrowest), widest) + padding;
      return `minmax(${width}ch, ${width}fr)`;
    })
    .join(' ');
}

/** Characters, of which those of Chinese and Japanese are twice as wide. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text.slice(0, widest)) width += character > '\u2e7f' ? 2 : 1;
  return width;
}

import type { PanelColumn } from '../panel/panel-columns.ts';

/** Between the margins of A4 and the borders of a panel, in CSS pixels. */
const paperWidth = 678;

/** What a column needs with its padding, so that a time and a number stay on one line and text has a few letters on each. */
const leastWidths = { time: 130, number: 80, text: 84, change: 90 };

/** Whether the columns of a table, some of them with the value before beside them, can stand beside each other on paper. */
export function fitsPaper(
  columns: readonly Pick<PanelColumn, 'at' | 'unit' | 'isNumber'>[],
  compared: ReadonlySet<number>,
): boolean {
  const width = columns
    .map(
      ({ at, unit, isNumber }) =>
        leastWidths[unit === 'time' ? 'time' : isNumber ? 'number' : 'text'] +
        (isNumber && compared.has(at) ? leastWidths.change : 0),
    )
    .reduce((sum, one) => sum + one, 0);
  return width <= paperWidth;
}

import { type Line, type Lines, linesOf } from './lines.ts';
import type { EarlierRows } from './settings.ts';
import type { ChartTable } from './table.ts';
import { laterTime } from './time-axis.ts';

/** More lines than this beside those of the period before are a tangle: there is one for all of them then. */
const mostPairs = 3;

/**
 * The lines of the period before, over the names of the lines now: times as much later, other names as they are. Where the lines now are
 * stacked or many, there is one line of their sum. `of` is the index of the line that it belongs to.
 */
export function linesBefore(
  table: ChartTable,
  { names, lines, areTimes }: Lines,
  { rows, shiftMs }: EarlierRows,
  isStacked: boolean,
): readonly (Line & { readonly of: number | undefined })[] {
  const before = linesOf({ columns: table.columns, rows });
  const places = new Map(
    before.names.map((name, index) => [areTimes ? laterTime(name, shiftMs) : name, index] as const),
  );
  const over = (values: Line['values']): Line['values'] => names.map((name) => values[places.get(name) ?? -1] ?? null);
  if (isStacked || lines.length > mostPairs) {
    const sums = before.names.map((_, index) =>
      before.lines.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
    );
    return [{ name: '', values: over(sums), of: undefined }];
  }
  return lines.flatMap(({ name }, of) => {
    const line = before.lines.find((candidate) => candidate.name === name);
    return line ? [{ name, values: over(line.values), of }] : [];
  });
}

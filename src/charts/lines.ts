import { roleOf } from './column-role.ts';
import { labelOf, numberOf } from './label.ts';
import type { ChartTable, Outcome } from './table.ts';
import { areTimes } from './time-axis.ts';

/** More points than this make no readable chart and a slow one; the table has them all. */
export const mostPoints = 5000;
/** More lines than this cannot be told apart; the table has them all. */
const mostLines = 30;

/** The column that labels points, and those that are drawn: without any other, the first number labels. */
export function axesOf({ columns }: ChartTable): { readonly x: number; readonly series: readonly number[] } {
  const roles = columns.map(roleOf);
  const time = roles.indexOf('time');
  const text = roles.findIndex((role) => role !== 'number');
  const x = time >= 0 ? time : Math.max(0, text);
  return { x, series: roles.flatMap((role, index) => (role === 'number' && index !== x ? [index] : [])) };
}

/** Names along the axis, and for each line a number over every name; a missing one is a gap, not a zero. */
export interface Lines {
  readonly names: readonly string[];
  /** The names are times, and in their order. */
  readonly areTimes: boolean;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly outcome?: Outcome | undefined;
  /** Where each point is an outcome of its own. */
  readonly outcomes?: readonly (Outcome | undefined)[] | undefined;
}

/**
 * The lines of a result: one a column of numbers, or where a second column names what is counted (as a verb beside a time), one for each of
 * its values, those with the largest numbers first.
 */
export function linesOf(result: ChartTable): Lines {
  const { x, series } = axesOf(result);
  const roles = result.columns.map(roleOf);
  const by = roles.findIndex((role, index) => role !== 'number' && index !== x);
  const rows = result.rows.slice(0, mostPoints);
  const isTime = roles[x] === 'time' || areTimes(rows.map((row) => labelOf(row[x])));
  const ordered = isTime ? rows.toSorted((a, b) => (labelOf(a[x]) < labelOf(b[x]) ? -1 : 1)) : rows;
  const [only] = series;
  if (by < 0 || only === undefined || series.length > 1) {
    const lines = series.map((at) => ({
      name: labelOf(result.columns[at]?.name),
      values: ordered.map((row) => numberOf(row[at])),
      outcome: result.columns[at]?.outcome,
      outcomes: result.rowOutcomes,
    }));
    return { names: ordered.map((row) => labelOf(row[x])), areTimes: isTime, lines };
  }
  const names = [...new Set(ordered.map((row) => labelOf(row[x])))];
  const places = new Map(names.map((name, index) => [name, index]));
  const found = new Map<string, { readonly values: (number | null)[]; total: number }>();
  for (const row of ordered) {
    const name = labelOf(row[by]);
    const line = found.get(name) ?? { values: names.map(() => null), total: 0 };
    const value = numberOf(row[only]);
    line.values[places.get(labelOf(row[x])) ?? 0] = value;
    line.total += Math.abs(value ?? 0);
    found.set(name, line);
  }
  const lines = [...found].toSorted(([, a], [, b]) => b.total - a.total).slice(0, mostLines);
  return { names, areTimes: isTime, lines: lines.map(([name, { values }]) => ({ name, values })) };
}

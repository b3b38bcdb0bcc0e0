import type { ResultTable } from '../api/search.ts';

export const chartKinds = ['table', 'line', 'bar', 'area', 'pie', 'value', 'map', 'heat'] as const;
export type ChartKind = (typeof chartKinds)[number];

type Columns = ResultTable['columns'];

/** What a column's values are good for on a chart. */
export function roleOf({ type }: Columns[number]): 'number' | 'time' | 'text' {
  if (/^(tinyint|smallint|integer|bigint|real|double|decimal)/.test(type)) return 'number';
  return /^(timestamp|date|time)/.test(type) ? 'time' : 'text';
}

/**
 * The charts that columns fit: lines want an order and numbers, a pie one label and one number, a heat map two labels and
 * a number. The table fits always and comes first.
 */
export function fittingCharts(columns: Columns): readonly ChartKind[] {
  const roles = columns.map(roleOf);
  const numbers = roles.filter((role) => role === 'number').length;
  const labels = roles.length - numbers;
  const hasAxis = labels >= 1 && numbers >= 1;
  const fits: Record<ChartKind, boolean> = {
    table: true,
    line: hasAxis || numbers >= 2,
    bar: hasAxis || numbers >= 2,
    area: hasAxis || numbers >= 2,
    pie: hasAxis && !roles.includes('time'),
    value: numbers >= 1,
    map: hasAxis && roles.includes('text'),
    heat: labels >= 2 && numbers >= 1,
  };
  return chartKinds.filter((kind) => fits[kind]);
}

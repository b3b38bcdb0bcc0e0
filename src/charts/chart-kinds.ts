import { roleOf } from './column-role.ts';
import { countryColumn } from './countries.ts';
import type { ChartTable } from './table.ts';
import { isOneRow } from './transpose.ts';

export const chartKinds = ['table', 'line', 'bar', 'area', 'pie', 'value', 'map', 'heat'] as const;
export type ChartKind = (typeof chartKinds)[number];
/** The kinds that are pictures. */
export type DrawnKind = Exclude<ChartKind, 'table' | 'value'>;

/**
 * The charts that a result fits: lines want an order and numbers, a pie one label and one number, a heat map two labels and
 * a number, a map countries and a number. The table fits always and comes first.
 */
export function fittingCharts(result: ChartTable): readonly ChartKind[] {
  const roles = result.columns.map(roleOf);
  const numbers = roles.filter((role) => role === 'number').length;
  const labels = roles.length - numbers;
  const hasAxis = (labels >= 1 && numbers >= 1) || isOneRow(result);
  const fits: Record<ChartKind, boolean> = {
    table: true,
    line: hasAxis || numbers >= 2,
    bar: hasAxis || numbers >= 2,
    area: hasAxis || numbers >= 2,
    pie: hasAxis && !roles.includes('time'),
    value: numbers >= 1,
    map: numbers >= 1 && countryColumn(result) !== undefined,
    heat: labels >= 2 && numbers >= 1,
  };
  return chartKinds.filter((kind) => fits[kind]);
}

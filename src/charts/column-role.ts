import type { ChartColumn } from './table.ts';

/** What a column's values are good for on a chart. */
export function roleOf({ type }: ChartColumn): 'number' | 'time' | 'text' {
  if (/^(tinyint|smallint|integer|bigint|real|double|decimal)/.test(type)) return 'number';
  return /^(timestamp|date|time)/.test(type) ? 'time' : 'text';
}

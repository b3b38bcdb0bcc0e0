import type { ChartKind } from '../../../src/charts/index.ts';

/** What columns a chart wants. */
export const chartNeeds = {
  table: 'nothing',
  line: 'axis',
  bar: 'axis',
  area: 'axis',
  pie: 'slices',
  value: 'number',
  map: 'slices',
  heat: 'grid',
} as const satisfies Record<ChartKind, string>;

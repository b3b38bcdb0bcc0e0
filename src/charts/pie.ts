import type { EChartsCoreOption } from 'echarts/core';
import { labelOf, numberOf } from './label.ts';
import { axesOf } from './lines.ts';
import { type ChartColors, patterns } from './settings.ts';
import type { ChartTable } from './table.ts';

const mostSlices = 12;

/** The largest parts of a whole, and the rest as one. */
export function pie(result: ChartTable, colors: ChartColors): EChartsCoreOption {
  const { x, series } = axesOf(result);
  const at = series[0] ?? 0;
  const slices = result.rows
    .map((row) => ({ name: labelOf(row[x]), value: numberOf(row[at]) ?? 0 }))
    .toSorted((a, b) => b.value - a.value);
  const rest = slices.slice(mostSlices).reduce((sum, slice) => sum + slice.value, 0);
  const shown = rest > 0 ? [...slices.slice(0, mostSlices), { name: '…', value: rest }] : slices;
  return {
    aria: patterns,
    series: [
      {
        type: 'pie',
        radius: ['42%', '72%'],
        data: shown,
        itemStyle: { borderColor: colors.panel, borderWidth: 2 },
        label: { color: colors.ink, fontSize: 12, formatter: '{b}  {d}%' },
      },
    ],
  };
}

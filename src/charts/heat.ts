import type { EChartsCoreOption } from 'echarts/core';
import { roleOf } from './column-role.ts';
import type { Count } from './count.ts';
import { labelOf, numberOf } from './label.ts';
import { mostPoints } from './lines.ts';
import type { ChartColors } from './settings.ts';
import type { ChartTable } from './table.ts';

/** A number for each pair of two labels. */
export function heat(result: ChartTable, colors: ChartColors, count: Count): EChartsCoreOption {
  const roles = result.columns.map(roleOf);
  const [x = 0, y = 1] = roles.flatMap((role, index) => (role === 'number' ? [] : [index]));
  const at = roles.indexOf('number');
  const rows = result.rows.slice(0, mostPoints);
  const columns = [...new Set(rows.map((row) => labelOf(row[x])))];
  const lines = [...new Set(rows.map((row) => labelOf(row[y])))];
  const axis = { axisLabel: { color: colors.mute, fontSize: 11, width: 160, overflow: 'truncate' } };
  const max = Math.max(1, ...rows.map((row) => numberOf(row[at]) ?? 0));
  return {
    grid: { left: 12, right: 20, top: 12, bottom: 56, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: columns, ...axis },
    yAxis: { type: 'category', data: lines, ...axis },
    visualMap: {
      min: 0,
      max,
      text: [count(max), count(0)],
      orient: 'horizontal',
      left: 'center',
      bottom: 4,
      textStyle: { color: colors.mute },
      inRange: { color: [colors.sunken, colors.accent] },
    },
    series: [{ type: 'heatmap', data: rows.map((row) => [labelOf(row[x]), labelOf(row[y]), numberOf(row[at])]) }],
  };
}

import type { EChartsCoreOption } from 'echarts/core';
import { roleOf } from './column-role.ts';
import type { Count } from './count.ts';
import { axesOf, linesOf } from './lines.ts';
import type { ChartColors } from './settings.ts';
import type { ChartTable } from './table.ts';
import { shortTimes } from './time-labels.ts';

/** Lines, areas or bars over an axis of times or names. */
export function cartesian(
  result: ChartTable,
  kind: 'line' | 'area' | 'bar',
  colors: ChartColors,
  count: Count,
): EChartsCoreOption {
  const { x } = axesOf(result);
  const isTime = result.columns[x] !== undefined && roleOf(result.columns[x]) === 'time';
  const { names, lines } = linesOf(result);
  const isStacked = kind === 'area' || (kind === 'bar' && lines.length > 1);
  const axisLine = { lineStyle: { color: colors.line } };
  return {
    grid: { left: 12, right: 20, top: 36, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: {
      top: 4,
      left: 8,
      right: 8,
      textStyle: { color: colors.ink, fontSize: 12 },
      itemHeight: 8,
      type: 'scroll',
      pageTextStyle: { color: colors.mute },
      pageIconColor: colors.ink,
      pageIconInactiveColor: colors.line,
    },
    xAxis: {
      type: 'category',
      data: isTime ? [...shortTimes(names)] : [...names],
      axisLine,
      axisLabel: { color: colors.mute, fontSize: 11, hideOverlap: true, width: 140, overflow: 'truncate' },
    },
    yAxis: {
      type: 'value',
      axisLabel: { color: colors.mute, fontSize: 11, formatter: count },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: lines.map(({ name, values }) => ({
      type: kind === 'bar' ? 'bar' : 'line',
      name,
      data: [...values],
      connectNulls: false,
      showSymbol: names.length <= 60,
      barMaxWidth: 36,
      ...(kind === 'area' ? { areaStyle: { opacity: 0.25 } } : {}),
      ...(isStacked ? { stack: 'all' } : {}),
    })),
  };
}

import type { EChartsCoreOption } from 'echarts/core';
import { cellText } from './cell.ts';
import { type Count } from './count.ts';
import { countryCode, countryColumn, countryName } from './countries.ts';
import { numberOf } from './label.ts';
import { axesOf } from './lines.ts';
import { categoryColors, type ChartSettings } from './settings.ts';
import type { ChartTable } from './table.ts';

/** The countries of the world by their numbers. Whoever draws it has registered the map `world` (world.ts). */
export function worldMap(result: ChartTable, { colors, language }: ChartSettings, count: Count): EChartsCoreOption {
  const at = axesOf(result).series[0] ?? 0;
  const country = countryColumn(result) ?? 0;
  const counts = new Map<string, number>();
  for (const row of result.rows) {
    const code = countryCode(cellText(row[country]) ?? '');
    if (code) counts.set(code, (counts.get(code) ?? 0) + (numberOf(row[at]) ?? 0));
  }
  return {
    visualMap: {
      min: 0,
      max: Math.max(1, ...counts.values()),
      left: 12,
      bottom: 12,
      calculable: true,
      formatter: count,
      textStyle: { color: colors.mute },
      inRange: { color: [colors.soft, colors.accent] },
    },
    series: [
      {
        type: 'map',
        map: 'world',
        roam: true,
        data: [...counts].map(([name, value]) => ({ name, value })),
        itemStyle: { areaColor: colors.line, borderColor: colors.ground },
        emphasis: { label: { show: false }, itemStyle: { areaColor: categoryColors[1] } },
        select: { disabled: true },
        tooltip: {
          formatter: ({ name, value }: { readonly name: string; readonly value: number }) =>
            `${countryName(name, language)}  ${count(Number.isNaN(value) ? 0 : value)}`,
        },
      },
    ],
  };
}

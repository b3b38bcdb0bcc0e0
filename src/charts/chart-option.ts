import type { EChartsCoreOption } from 'echarts/core';
import { cartesian } from './cartesian.ts';
import type { DrawnKind } from './chart-kinds.ts';
import { countFormat } from './count.ts';
import { heat } from './heat.ts';
import { pie } from './pie.ts';
import { categoryColors, type ChartSettings } from './settings.ts';
import type { ChartTable } from './table.ts';
import { worldMap } from './world-map.ts';

/** What ECharts is to draw. Tooltips are painted, never HTML: the text in them is an attacker's to choose. */
export function chartOption(table: ChartTable, kind: DrawnKind, settings: ChartSettings): EChartsCoreOption {
  const { colors, language, fontFamily } = settings;
  const count = countFormat(language);
  const shared = {
    animation: false,
    color: [...categoryColors],
    textStyle: { fontFamily, color: colors.ink },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      valueFormatter: count,
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
    },
    // Patterns, for who cannot tell the colours apart.
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
  };
  switch (kind) {
    case 'pie':
      return { ...shared, ...pie(table, colors) };
    case 'map':
      return { ...shared, ...worldMap(table, settings, count) };
    case 'heat':
      return { ...shared, ...heat(table, colors, count) };
    case 'line':
    case 'area':
    case 'bar':
      return { ...shared, ...cartesian(table, kind, colors, count) };
  }
}

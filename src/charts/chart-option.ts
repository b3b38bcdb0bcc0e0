import type { EChartsCoreOption } from 'echarts/core';
import { cartesian } from './cartesian.ts';
import type { DrawnKind } from './chart-kinds.ts';
import { countFormat } from './count.ts';
import { heat } from './heat.ts';
import { pie } from './pie.ts';
import { categoryColors, type ChartSettings, type EarlierRows } from './settings.ts';
import type { ChartTable } from './table.ts';
import { isOneRow, transposed } from './transpose.ts';
import { worldMap } from './world-map.ts';

/** What ECharts is to draw. Tooltips are painted, never HTML: the text in them is an attacker's to choose. */
export function chartOption(result: ChartTable, kind: DrawnKind, given: ChartSettings): EChartsCoreOption {
  const isParts = (kind === 'bar' || kind === 'pie') && isOneRow(result);
  const table = isParts ? transposed(result) : result;
  const settings = isParts && given.before ? { ...given, before: partsBefore(result, given.before) } : given;
  const { colors, language, fontFamily, unit = 'count' } = settings;
  const count = countFormat(language, unit);
  const shared = {
    animation: false,
    color: [...categoryColors],
    textStyle: { fontFamily, color: colors.ink },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      trigger: kind === 'line' || kind === 'area' ? 'axis' : 'item',
      valueFormatter: count,
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
    },
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
      return { ...shared, ...cartesian(table, kind, settings, count) };
  }
}

function partsBefore(result: ChartTable, before: EarlierRows): EarlierRows {
  return { ...before, rows: transposed({ ...result, rows: before.rows }).rows };
}

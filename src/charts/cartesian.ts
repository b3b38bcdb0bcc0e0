import type { EChartsCoreOption } from 'echarts/core';
import type { Count } from './count.ts';
import { type Lines, linesOf } from './lines.ts';
import { linesBefore } from './lines-before.ts';
import { categoryColors, type ChartSettings, outcomeColors, patterns, type Threshold } from './settings.ts';
import type { ChartTable } from './table.ts';
import { shortTimes } from './time-labels.ts';

type Kind = 'line' | 'area' | 'bar';

/** Marks of lines, which tell them apart where colours do not. */
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];
/** With more points than this the marks would cover the line. */
const mostSymbols = 60;

/** Lines, areas or bars over an axis of times or names. Bars of names lie on their side, so that these have room. */
export function cartesian(table: ChartTable, kind: Kind, settings: ChartSettings, count: Count): EChartsCoreOption {
  const { colors, before, thresholds = [] } = settings;
  const found = linesOf(table);
  const { names, lines, areTimes } = found;
  const isLying = kind === 'bar' && !areTimes && lines.length === 1;
  const isStacked = kind === 'area' || (kind === 'bar' && lines.length > 1);
  const earlier = before ? linesBefore(table, found, before, isStacked) : [];
  const label = { color: colors.mute, fontSize: 11 };
  const categories = {
    type: 'category',
    data: areTimes ? [...shortTimes(names)] : [...names],
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    axisLabel: { ...label, hideOverlap: true, width: isLying ? 180 : 140, overflow: 'truncate' },
    ...(isLying ? { inverse: true } : {}),
  };
  const numbers = {
    type: 'value',
    axisLabel: { ...label, formatter: count, hideOverlap: true },
    splitLine: { lineStyle: { color: colors.line } },
  };
  const hasLegend = lines.length > 1 || earlier.length > 0;
  const series = [
    ...earlier.map(({ name, values, of }) => ({
      ...(kind === 'bar' && !isStacked
        ? { type: 'bar', barMaxWidth: 24, itemStyle: { color: colors.mute, opacity: 0.5 } }
        : dashed(of === undefined ? colors.mute : colorAt(of))),
      name: [before?.name, ...(lines.length > 1 ? [name] : [])].filter(Boolean).join(': '),
      data: [...values],
      silent: true,
      z: 1,
    })),
    ...seriesOf(found, kind, { isStacked, isLying }, { colors, count }),
  ];
  const marked = series.at(-1);
  return {
    grid: {
      left: 12,
      // Half the label of a time stands beyond the last point, and the grid does not make room for it.
      right: isLying ? 64 : areTimes ? 44 : 20,
      top: hasLegend ? 36 : 12,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(kind !== 'line' && hasLegend ? { aria: patterns } : {}),
    ...(hasLegend ? { legend: legendOf(settings, kind) } : {}),
    xAxis: isLying ? numbers : categories,
    yAxis: isLying ? categories : numbers,
    series: series.map((one) =>
      one === marked && thresholds.length > 0
        ? { ...one, markLine: markLineOf(thresholds, isLying ? 'xAxis' : 'yAxis', settings, count) }
        : one,
    ),
  };
}

interface Arrangement {
  readonly isStacked: boolean;
  readonly isLying: boolean;
}

function seriesOf(
  { names, lines }: Lines,
  kind: Kind,
  { isStacked, isLying }: Arrangement,
  { colors, count }: Pick<ChartSettings, 'colors'> & { readonly count: Count },
) {
  return lines.map(({ name, values, outcome, outcomes = [] }, index) => ({
    type: kind === 'bar' ? 'bar' : 'line',
    name,
    data: values.map((value, at) => {
      const own = outcomes[at];
      return own ? { value, itemStyle: { color: outcomeColors[own] } } : value;
    }),
    color: outcome ? outcomeColors[outcome] : colorAt(index),
    connectNulls: false,
    symbol: symbols[index % symbols.length],
    symbolSize: 6,
    showSymbol: names.length <= mostSymbols,
    barMaxWidth: isLying ? 24 : 36,
    ...(isLying
      ? { label: { show: true, position: 'right', color: colors.ink, fontSize: 11, formatter: valueIn(count) } }
      : {}),
    // A line on top of an empty area would hide the one below.
    ...(kind === 'area' && names.length > 1
      ? { areaStyle: { opacity: 0.8 }, lineStyle: { width: 0 }, showSymbol: false }
      : {}),
    ...(isStacked ? { stack: 'all' } : {}),
  }));
}

function colorAt(index: number): string {
  return categoryColors[index % categoryColors.length] ?? '';
}

function dashed(color: string) {
  return { type: 'line', symbol: 'none', color, lineStyle: { type: 'dashed', width: 1.5, opacity: 0.8 } };
}

function valueIn(count: Count) {
  return ({ value }: { readonly value: unknown }) => count(value);
}

function legendOf({ colors }: ChartSettings, kind: Kind) {
  return {
    ...(kind === 'line' ? {} : { icon: 'roundRect' }),
    top: 4,
    left: 8,
    right: 8,
    textStyle: { color: colors.ink, fontSize: 12 },
    itemHeight: 8,
    type: 'scroll',
    pageTextStyle: { color: colors.mute },
    pageIconColor: colors.ink,
    pageIconInactiveColor: colors.line,
  };
}

function markLineOf(
  thresholds: readonly Threshold[],
  axis: 'xAxis' | 'yAxis',
  { colors }: ChartSettings,
  count: Count,
) {
  return {
    silent: true,
    symbol: 'none',
    label: { position: 'insideEndTop', color: colors.mute, fontSize: 10, formatter: valueIn(count) },
    data: thresholds.map(({ at, level }) => ({ [axis]: at, lineStyle: { color: colors[level], type: 'dotted' } })),
  };
}

import type { EChartsCoreOption } from 'echarts/core';
import type { Json } from '../api/json.ts';
import type { ResultTable } from '../api/search.ts';
import { cutText, visibleText } from '../components/visible-text.ts';
import { cellNumber, cellText } from './cell.ts';
import type { ChartColors } from './chart-colors.ts';
import type { ChartKind } from './charts.ts';
import { roleOf } from './column-role.ts';
import { countryCode, countryColumn, countryName } from './countries.ts';
import { shortTimes } from './time-labels.ts';

type Kind = Exclude<ChartKind, 'table' | 'value'>;

/** More points than this make no readable chart and a slow one; the table has them all. */
const mostPoints = 5000;
const mostSlices = 12;
/** More lines than this cannot be told apart; the table has them all. */
const mostLines = 30;

/** What ECharts is to draw. Tooltips are painted, never HTML: the text in them is an attacker's to choose. */
export function chartOption(result: ResultTable, kind: Kind, colors: ChartColors, language: string): EChartsCoreOption {
  const count = countFormat(language);
  const shared = {
    animation: false,
    color: [...colors.categories],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colors.ink },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      valueFormatter: count,
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
    },
  };
  switch (kind) {
    case 'pie':
      return { ...shared, ...pie(result, colors) };
    case 'map':
      return { ...shared, ...map(result, colors, language) };
    case 'heat':
      return { ...shared, ...heat(result, colors, count) };
    case 'line':
    case 'area':
    case 'bar':
      return { ...shared, ...cartesian(result, kind, colors, count) };
  }
}

type Count = (value: unknown) => string;

/** Numbers with the separators of the language; what is none stays as it is. */
function countFormat(language: string): Count {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  return (value) => (typeof value === 'number' ? format.format(value) : '–');
}

function label(value: Json | undefined): string {
  return visibleText(cutText(cellText(value) ?? 'NULL', 60).text);
}

/** The column that labels points, and those that are drawn: without any other, the first number labels. */
function axes({ columns }: ResultTable): { readonly x: number; readonly series: readonly number[] } {
  const roles = columns.map(roleOf);
  const time = roles.indexOf('time');
  const x =
    time >= 0
      ? time
      : Math.max(
          0,
          roles.findIndex((role) => role !== 'number'),
        );
  return { x, series: roles.flatMap((role, index) => (role === 'number' && index !== x ? [index] : [])) };
}

function cartesian(
  result: ResultTable,
  kind: 'line' | 'area' | 'bar',
  colors: ChartColors,
  count: Count,
): EChartsCoreOption {
  const { x } = axes(result);
  const isTime = result.columns[x] !== undefined && roleOf(result.columns[x]) === 'time';
  const { names, lines } = linesOf(result, isTime);
  const isStacked = kind === 'area' || (kind === 'bar' && lines.length > 1);
  const axisLine = { lineStyle: { color: colors.line } };
  return {
    grid: { left: 12, right: 20, top: 36, bottom: 8, containLabel: true },
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

/** Names along the axis, and for each line a number over every name; a missing one is a gap, not a zero. */
export interface Lines {
  readonly names: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/**
 * The lines of a result: one a column of numbers, or where a second column names what is counted (as a verb beside a time), one for each of
 * its values, those with the largest numbers first.
 */
export function linesOf(result: ResultTable, isTime: boolean): Lines {
  const { x, series } = axes(result);
  const roles = result.columns.map(roleOf);
  const by = roles.findIndex((role, index) => role !== 'number' && index !== x);
  const rows = result.rows.slice(0, mostPoints);
  const ordered = isTime ? rows.toSorted((a, b) => (label(a[x]) < label(b[x]) ? -1 : 1)) : rows;
  const [only] = series;
  if (by < 0 || only === undefined || series.length > 1) {
    return {
      names: ordered.map((row) => label(row[x])),
      lines: series.map((at) => ({
        name: label(result.columns[at]?.name),
        values: ordered.map((row) => number(row[at])),
      })),
    };
  }
  const names = [...new Set(ordered.map((row) => label(row[x])))];
  const places = new Map(names.map((name, index) => [name, index]));
  const found = new Map<string, { readonly values: (number | null)[]; total: number }>();
  for (const row of ordered) {
    const name = label(row[by]);
    const line = found.get(name) ?? { values: names.map(() => null), total: 0 };
    const value = number(row[only]);
    line.values[places.get(label(row[x])) ?? 0] = value;
    line.total += Math.abs(value ?? 0);
    found.set(name, line);
  }
  const lines = [...found].toSorted(([, a], [, b]) => b.total - a.total).slice(0, mostLines);
  return { names, lines: lines.map(([name, { values }]) => ({ name, values })) };
}

function pie(result: ResultTable, colors: ChartColors): EChartsCoreOption {
  const { x, series } = axes(result);
  const at = series[0] ?? 0;
  const slices = result.rows
    .map((row) => ({ name: label(row[x]), value: number(row[at]) ?? 0 }))
    .toSorted((a, b) => b.value - a.value);
  const rest = slices.slice(mostSlices).reduce((sum, slice) => sum + slice.value, 0);
  const shown = rest > 0 ? [...slices.slice(0, mostSlices), { name: '…', value: rest }] : slices;
  return {
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

function map(result: ResultTable, colors: ChartColors, language: string): EChartsCoreOption {
  const at = axes(result).series[0] ?? 0;
  const country = countryColumn(result) ?? 0;
  const counts = new Map<string, number>();
  for (const row of result.rows) {
    const code = countryCode(cellText(row[country]) ?? '');
    if (code) counts.set(code, (counts.get(code) ?? 0) + (number(row[at]) ?? 0));
  }
  return {
    visualMap: {
      min: 0,
      max: Math.max(1, ...counts.values()),
      left: 12,
      bottom: 12,
      calculable: true,
      formatter: countFormat(language),
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
        emphasis: { label: { show: false }, itemStyle: { areaColor: colors.categories[1] } },
        select: { disabled: true },
        tooltip: {
          formatter: ({ name, value }: { readonly name: string; readonly value: number }) =>
            `${countryName(name, language)}  ${countFormat(language)(Number.isNaN(value) ? 0 : value)}`,
        },
      },
    ],
  };
}

function heat(result: ResultTable, colors: ChartColors, count: Count): EChartsCoreOption {
  const roles = result.columns.map(roleOf);
  const [x = 0, y = 1] = roles.flatMap((role, index) => (role === 'number' ? [] : [index]));
  const at = roles.indexOf('number');
  const rows = result.rows.slice(0, mostPoints);
  const columns = [...new Set(rows.map((row) => label(row[x])))];
  const lines = [...new Set(rows.map((row) => label(row[y])))];
  const axis = { axisLabel: { color: colors.mute, fontSize: 11, width: 160, overflow: 'truncate' } };
  const max = Math.max(1, ...rows.map((row) => number(row[at]) ?? 0));
  return {
    grid: { left: 12, right: 20, top: 12, bottom: 56, containLabel: true },
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
    series: [{ type: 'heatmap', data: rows.map((row) => [label(row[x]), label(row[y]), number(row[at])]) }],
  };
}

function number(value: Json | undefined): number | null {
  const found = cellNumber(value);
  return Number.isFinite(found) ? found : null;
}

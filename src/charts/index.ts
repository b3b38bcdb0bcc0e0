export { cellNumber, cellText, compareCells, groupDigits } from './cell.ts';
export { type ChartKind, chartKinds, type DrawnKind, fittingCharts } from './chart-kinds.ts';
export { chartOption } from './chart-option.ts';
export { roleOf } from './column-role.ts';
export { type Mark, legendColumn, rowOfLegend, rowOfMark } from './row-of-mark.ts';
export type { ChartColors, ChartSettings, EarlierRows, Threshold } from './settings.ts';
export { type ChartColumn, type ChartTable, outcomeOfColumn } from './table.ts';
export { type Outline, worldOf } from './world.ts';
export { type Unit, type UnitFormat, unitFormat } from './unit-format.ts';

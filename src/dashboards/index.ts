export { isNumberType, matchBefore, type Period, periodBefore } from './before.ts';
export { type Bindings, bindStatement } from './bind.ts';
export { bindDrillDown, type Row } from './drill-down.ts';
export type { Filters } from './filters.ts';
export {
  columnMeanings,
  Dashboard,
  dashboardLimits,
  type FilterName,
  filterNames,
  LocalText,
  Panel,
  panelCharts,
} from './form.ts';
export { textIn } from './text.ts';

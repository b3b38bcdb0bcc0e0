export { matchBefore, type Period, periodBefore } from './before.ts';
export { type Bindings, bindStatement } from './bind.ts';
export type { CheckContext, Finding } from './check-panel.ts';
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
export { type BrokenPanel, checkDashboard, type ReadDashboard, readDashboard } from './read.ts';
export { textIn } from './text.ts';
export { variableValues } from './variables.ts';
export { wholeStatement } from './whole-statement.ts';
export { writeDashboard } from './write.ts';

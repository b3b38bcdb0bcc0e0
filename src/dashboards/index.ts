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

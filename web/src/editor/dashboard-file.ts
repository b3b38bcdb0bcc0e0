// Reading and writing YAML, loaded when a file is first looked at.
export { readDashboard, writeDashboard } from '../../../src/dashboards/index.ts';

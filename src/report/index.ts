export { renderReport, type ReportToRender } from './html/index.ts';
export { createCveSource } from './cve/data.ts';
export { type OpenedDashboards, openDashboards } from './registry/open.ts';
export type { CheckFile } from './registry/watch.ts';
export type { GivenDashboard } from './own.ts';
export type { DashboardSource, KnownDashboard, Registry, UnreadableDashboard } from './registry/registry.ts';
export { createReports, type OpenedDashboard, type Reports, type SeenDashboard } from './reports.ts';
export {
  createReportSchedules,
  type ReportSchedules,
  type Scheduler,
  type SeenSchedule,
  startScheduler,
} from './schedules/index.ts';

export { renderReport, type ReportToRender } from './html/index.ts';
export { createCveSource } from './cve/data.ts';
export { type OpenedDashboards, openDashboards } from './registry/open.ts';
export type { CheckFile } from './registry/watch.ts';
export type { GivenDashboard } from './own.ts';
export type { DashboardSource, KnownDashboard, UnreadableDashboard } from './registry/registry.ts';
export { createReports, type Reports, type SeenDashboard } from './reports.ts';

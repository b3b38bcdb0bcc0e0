export { createReportSchedules, type ReportSchedules, type SeenSchedule } from './schedules.ts';
export { type Scheduler, startScheduler } from './scheduler.ts';

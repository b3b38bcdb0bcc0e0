import { z } from 'zod';
import { Diagnostic } from './common.ts';

/** Schedules as YAML or JSON, one document or several; documents of other kinds are passed over. */
export const ReportSchedulesToApply = z.object({ yaml: z.string().max(1 << 20) });

export const ReportSchedule = z.object({
  name: z.string(),
  dashboard: z.string(),
  channels: z.array(z.string()),
  /** As it was written. */
  yaml: z.string(),
  /** For whom it runs. */
  owner: z.string(),
  savedBy: z.string(),
  savedAt: z.string(),
  /** Null: it has stopped, and `outcome` says why. */
  dueAt: z.string().nullable(),
  /** Null: not yet. */
  ranAt: z.string().nullable(),
  /** What came of the last run. */
  outcome: z.string().nullable(),
});

export const ReportScheduleList = z.object({ items: z.array(ReportSchedule) });

export const AppliedReportSchedules = ReportScheduleList.extend({ diagnostics: z.array(Diagnostic) });

export const ReportScheduleRan = z.object({
  /** Keys of the deliveries, one a channel. */
  queued: z.array(z.string()),
  failedPanels: z.array(z.string()),
});

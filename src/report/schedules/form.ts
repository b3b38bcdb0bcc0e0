import { z } from 'zod';
import { filterNames } from '../../dashboards/index.ts';
import { Duration, Name, Schedule } from '../../rules/index.ts';

/** What a file of schedules may hold at most. */
export const scheduleLimits = { fileBytes: 1 << 20, documents: 200 } as const;

const Values = z.array(z.string().max(10_000)).max(100);

/** A dashboard that is sent on a schedule, as files and the API know it. */
export const ReportSchedule = z.strictObject({
  kind: z.literal('ReportSchedule'),
  name: Name,
  /** The id of a dashboard. */
  dashboard: z.string().min(1).max(64),
  /** When it is sent, as rules have it. */
  schedule: Schedule,
  /** IANA name, of the schedule where it names none, and of the statements and texts; left out: the server's. */
  timeZone: z.string().max(64).exactOptional(),
  /** What it looks back at from the time when it is due. */
  range: Duration.default('7d'),
  /** Names of clusters; left out: all that its owner sees. */
  clusters: z.array(z.string().min(1).max(253)).max(1000).exactOptional(),
  filters: z.partialRecord(z.enum(filterNames), Values).exactOptional(),
  variables: z.record(z.string().max(64), z.string().max(10_000)).exactOptional(),
  /** Of titles and texts. */
  language: z.enum(['en', 'zh-CN', 'ja']).default('en'),
  /** What is attached: the whole as one file with its pictures, and the rows of each panel. */
  attach: z
    .array(z.enum(['html', 'csv']))
    .max(2)
    .default(['html', 'csv']),
  /** Names of channels. */
  channels: z.array(Name).min(1).max(50),
});
export type ReportSchedule = z.output<typeof ReportSchedule>;

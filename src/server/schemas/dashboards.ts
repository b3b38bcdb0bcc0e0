import { words } from '../../base/index.ts';
import { z } from 'zod';
import { Dashboard, filterNames, LocalText } from '../../dashboards/form.ts';
import { ClusterNames, Diagnostic, Failure, Time } from './common.ts';
import { TimeZone } from './query.ts';

/** Text, or a number for what is one, such as a status code. */
const FilterValue = z.union([z.string().max(10_000), z.number()]);
const FilterValues = z.array(FilterValue).max(100);

/** Where a dashboard comes from. Only those made in the page or by the API (`own`) can be changed. */
export const DashboardSource = z.enum(['built-in', 'folder', 'own']);

export const DashboardSummary = z.object({
  id: z.string(),
  title: LocalText,
  description: LocalText.optional(),
  source: DashboardSource,
  /** Null: of all projects. */
  project: z.string().nullable(),
  /** Whether the caller may change and delete it. */
  editable: z.boolean(),
  /** What is wrong with its file. A dashboard with errors in some panels has the others. */
  diagnostics: z.array(Diagnostic),
});

export const DashboardList = z.object({
  items: z.array(DashboardSummary),
  /** What should be a dashboard and cannot be run: by the name of its file, or its id where it was made here. */
  unreadable: z.array(z.object({ source: DashboardSource, name: z.string(), diagnostics: z.array(Diagnostic) })),
});

export const DashboardAnswer = DashboardSummary.extend({
  dashboard: Dashboard,
  /** The same as YAML, as it was written. */
  yaml: z.string(),
  /** Of an own one: counted from 1. */
  version: z.number().int().optional(),
  /** Ids of panels that are answered soonest when one run asks for them together. */
  together: z.array(z.array(z.string())),
});

/** A dashboard: as a form, or as YAML, which is kept as it is written. */
const GivenDashboard = z.object({
  dashboard: z.unknown().optional(),
  yaml: z
    .string()
    .max(1 << 20)
    .optional(),
});

export const NewDashboard = GivenDashboard.extend({
  /** Null: of all projects. Left out: of all for whoever sees all clusters, else of the project of theirs. */
  project: z.string().max(253).nullable().optional(),
});

export const DashboardChange = GivenDashboard.extend({
  /** Left out: as it is. */
  project: z.string().max(253).nullable().optional(),
  /** The version that the change was made from: 409 where there is a newer one. */
  basedOn: z.number().int().min(1),
});

/** What was kept, and what is wrong with panels of it. */
export const KeptDashboard = z.object({
  id: z.string(),
  project: z.string().nullable(),
  version: z.number().int(),
  savedAt: z.string(),
  savedBy: z.string(),
  diagnostics: z.array(Diagnostic),
});

export const DashboardVersions = z.object({
  items: z.array(z.object({ version: z.number().int(), savedAt: z.string(), savedBy: z.string() })),
});

export const DashboardVersion = z.object({
  id: z.string(),
  version: z.number().int(),
  savedAt: z.string(),
  savedBy: z.string(),
  yaml: z.string(),
});

export const DashboardToCheck = GivenDashboard;

export const DashboardCheck = z.object({ diagnostics: z.array(Diagnostic), dashboard: Dashboard.optional() });

/** Of texts for people: a tag such as `zh-CN`. */
export const Language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, words`expected the tag of a language, such as en or zh-CN`);

export const DashboardRunRequest = z.object({
  /** Left out: the dashboard's own range, to now. */
  from: Time.optional(),
  to: Time.optional(),
  clusters: ClusterNames.optional(),
  filters: z.partialRecord(z.enum(filterNames), FilterValues).optional(),
  variables: z.record(z.string().max(64), FilterValue).optional(),
  /** Ids of the panels to run; left out: all. */
  panels: z.array(z.string().max(64)).max(100).optional(),
  /** Left out: English. */
  language: Language.optional(),
  timeZone: TimeZone.optional(),
});

/** One that is not kept, to see what it gives. */
export const DashboardPreviewRequest = DashboardRunRequest.extend(GivenDashboard.shape);

export const DashboardSuggestRequest = z.object({
  variable: z.string().max(64),
  prefix: z.string().max(256).default(''),
  from: Time.optional(),
  to: Time.optional(),
  clusters: ClusterNames.optional(),
  timeZone: TimeZone.optional(),
});

export const DashboardSuggestAnswer = z.object({ values: z.array(z.string()) });

const Rows = z.array(z.array(z.unknown()));

/** The same over the period before, or why there is none: events of then are no longer kept, or had not begun. */
const PeriodBefore = z.union([
  z.object({ from: z.string(), to: z.string(), rows: Rows }),
  z.object({ none: z.enum(['retention', 'no-earlier-event']) }),
]);

export const PanelAnswer = z.object({
  id: z.string(),
  title: z.string(),
  counts: z.enum(['operations', 'events']),
  chart: z.string(),
  /** What was run, with filters and variables printed in: it runs as it stands through `/api/v1/query` and in the explorer. */
  query: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: Rows,
  before: PeriodBefore.optional(),
  /** The rows that were given at most, where there are more. */
  limited: z.number().optional(),
  /** What has to be said beside the numbers, such as the date of the CVE data. */
  notes: z.array(z.string()).optional(),
  elapsedMs: z.number(),
  /** The panel failed, and has no rows. The others go on. */
  error: Failure.optional(),
});

export const DashboardRunAnswer = z.object({
  id: z.string(),
  title: z.string(),
  from: z.string(),
  to: z.string(),
  clusters: ClusterNames,
  panels: z.array(PanelAnswer),
});

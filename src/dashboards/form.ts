import { words } from '../base/index.ts';
import { z } from 'zod';

/** What a dashboard may hold at most. A file above `fileBytes` is not read. */
export const dashboardLimits = {
  fileBytes: 1 << 20,
  sections: 50,
  panels: 100,
  variables: 20,
  columns: 50,
  statementBytes: 1 << 16,
} as const;

/** What a dashboard, a variable, a column or a panel is called, so that it can stand in an address and in a statement. */
const Id = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, words`expected lower-case letters and digits, in words joined by -`);

const VariableName = z
  .string()
  .max(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, words`expected letters, digits and _, the first no digit`);

/** A text for people, by the tag of its language: `{en: Reports, ja: レポート}`. `textIn` (text.ts) picks one. */
export const LocalText = z
  .record(
    z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, words`expected the tag of a language`),
    z.string().max(2000),
  )
  .refine(
    (texts) => Object.values(texts).some((text) => text.trim() !== ''),
    words`expected a text in one language at least`,
  );

const Statement = z.string().min(1).max(dashboardLimits.statementBytes);

/** Relative to now, such as `-7d`. */
const Ago = z.string().regex(/^-[1-9][0-9]{0,4}[mhdw]$/, words`expected a time ago such as -15m, -24h, -7d or -4w`);

/** `operations` where a request is counted once, by the event that ends it; `events` where each stage counts. */
export const counts = ['operations', 'events'] as const;

/** How a panel shows its rows. A `list` has one row an event or operation, and a sentence for each where the columns tell one. */
export const panelCharts = ['value', 'table', 'list', 'line', 'area', 'bar', 'pie', 'map', 'heat'] as const;

/** What filters of a dashboard can be on. The cluster can always be chosen. */
export const filterNames = ['namespace', 'user', 'code'] as const;

/**
 * What the values of a column stand for: where a click on one leads, and which filter it sets. `object` is the name of an object
 * beside columns of its namespace and resource.
 */
export const columnMeanings = [
  'cluster',
  'namespace',
  'user',
  'code',
  'address',
  'resource',
  'object',
  'verb',
  'country',
  'audit-id',
  'cve',
  'statement',
] as const;

const Column = z.strictObject({
  /** As the statement names it. */
  name: z.string().min(1).max(256),
  title: LocalText.exactOptional(),
  unit: z.enum(['count', 'ms', 'seconds', 'bytes', 'percent', 'time', 'text']).exactOptional(),
  means: z.enum(columnMeanings).exactOptional(),
  /** A search that finds the events behind a number of this column, among those behind its row. */
  drillDown: Statement.exactOptional(),
});

const Threshold = z.strictObject({
  column: z.string().min(1).max(256),
  /** From this value on. */
  at: z.number(),
  level: z.enum(['info', 'warning', 'critical']),
});

export const Panel = z.strictObject({
  id: Id,
  title: LocalText,
  /** One or two sentences: what it counts, and from where. */
  help: LocalText.exactOptional(),
  counts: z.enum(counts),
  chart: z.enum(panelCharts),
  /** `search | SQL`, with `${{name|default}}` where a variable's value goes. */
  statement: Statement,
  /** Beside each number that of the same length of time before. Rows are matched by their columns that are no numbers, or `means` something. */
  compare: z.boolean().exactOptional(),
  columns: z.array(Column).max(dashboardLimits.columns).exactOptional(),
  thresholds: z.array(Threshold).max(20).exactOptional(),
  /**
   * A search that finds the events behind a row, within the panel's own search and the dashboard's filters; `${{column}}` is the
   * row's value. Left out: all events of the panel's search.
   */
  drillDown: Statement.exactOptional(),
  /** What is made of the rows before they are shown: versions seen become those that have known vulnerabilities. */
  match: z.enum(['vulnerable-versions']).exactOptional(),
  /** Without rows the page shows one line instead of an empty panel. */
  quietWhenEmpty: z.boolean().exactOptional(),
  /** Of the 12 columns of the grid. */
  width: z.number().int().min(1).max(12).default(6),
  /** In rows of 80 pixels. */
  height: z.number().int().min(1).max(20).default(4),
});

const Section = z.strictObject({
  title: LocalText.exactOptional(),
  panels: z.array(Panel).max(dashboardLimits.panels),
  /** Panels that come with the CVE data (content/cve), behind those written here. */
  include: z.enum(['cve-attempts', 'cve-without-trace']).exactOptional(),
});

const Variable = z.strictObject({
  /** Used as `${{name|default}}`. */
  name: VariableName,
  title: LocalText,
  help: LocalText.exactOptional(),
  default: z.string().max(1024),
  /** A statement whose first column lists values to choose from. */
  suggest: Statement.exactOptional(),
});

/** A dashboard as files, the API and the page know it. `read.ts` checks what a schema cannot say. */
export const Dashboard = z.strictObject({
  kind: z.literal('Dashboard'),
  id: Id,
  title: LocalText,
  description: LocalText.exactOptional(),
  /** The range that it opens with: from this long ago to now. */
  range: Ago.default('-7d'),
  filters: z.array(z.enum(filterNames)).max(filterNames.length).default([]),
  variables: z.array(Variable).max(dashboardLimits.variables).default([]),
  sections: z
    .array(Section)
    .min(1)
    .max(dashboardLimits.sections)
    .refine(
      (sections) => {
        const included = sections.flatMap(({ include }) => include ?? []);
        return new Set(included).size === included.length;
      },
      words`expected each \`include\` once at most`,
    ),
});

export type LocalText = z.output<typeof LocalText>;
export type Panel = z.output<typeof Panel>;
export type Dashboard = z.output<typeof Dashboard>;
export type FilterName = (typeof filterNames)[number];

import { words } from '../base/index.ts';
import { z } from 'zod';

/** What a file about a CVE may hold at most. A longer text is not read. */
export const cveFileLimits = { fileBytes: 64 << 10, statementPart: 8000, ids: 500 } as const;

/** A text for people in the three languages of the page. */
const Text = z.strictObject({
  en: z.string().min(1).max(1000),
  'zh-CN': z.string().min(1).max(1000),
  ja: z.string().min(1).max(1000),
});

const CveId = z.string().regex(/^CVE-\d{4}-\d{4,10}$/, words`expected the id of a CVE`);
const Sql = z.string().min(1).max(cveFileLimits.statementPart);

/**
 * What the exploitation of a CVE leaves in an audit log: which events a search finds, which of these an SQL condition keeps, and what in
 * each tells it. `statementOf` makes one statement of the three.
 */
const Indicator = z.strictObject({
  kind: z.literal('CveIndicator'),
  id: CveId,
  title: Text,
  /** What happens in the attack, what is looked for, and who ordinarily does the same. */
  reasoning: Text,
  /** `high`: hardly anything else looks like it. `low`: good workloads do the same, so it is a list of candidates. */
  confidence: z.enum(['high', 'medium', 'low']),
  /** The least level at which a policy has to log the requests. */
  needs: z.enum(['Metadata', 'Request', 'RequestResponse']),
  search: z.string().min(1).max(cveFileLimits.statementPart),
  where: Sql.optional(),
  /** The text that tells it, as an expression of SQL. */
  detail: Sql.optional(),
  /** A condition on the operations of one row taken together, such as their number. */
  having: Sql.optional(),
  /** Versions and settings that fix it. */
  fix: Text,
  link: z.url({ protocol: /^https$/ }).max(500),
});
export type Indicator = z.infer<typeof Indicator>;

/** CVEs that leave nothing in an audit log that could be told from other requests, by the reason. */
const NotDetectable = z.strictObject({
  kind: z.literal('NotDetectable'),
  reasons: z
    .array(z.strictObject({ why: Text, ids: z.array(CveId).min(1).max(cveFileLimits.ids) }))
    .min(1)
    .max(100),
});
export type NotDetectable = z.infer<typeof NotDetectable>;

/** The form of the YAML files of `content/cve`. */
export const CveFile = z.discriminatedUnion('kind', [Indicator, NotDetectable]);
export type CveFile = z.infer<typeof CveFile>;

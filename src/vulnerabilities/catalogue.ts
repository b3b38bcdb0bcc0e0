import { z } from 'zod';
import { fail, ok, type Result, said, type Said, worded, words } from '../base/index.ts';
import { issueText } from '../documents/index.ts';
import type { VulnerabilityCode } from './diagnostic-codes.ts';
import { readVersion } from './version.ts';

/** What the data file of vulnerabilities may hold at most. A longer text is not read. */
export const catalogueLimits = { characters: 16 << 20, vulnerabilities: 20_000, components: 50, ranges: 200 } as const;

const Short = z.string().min(1).max(200);
const Day = z.iso.date();
const Bound = z
  .string()
  .max(64)
  .refine((text) => text === '0' || 'version' in readVersion(text), words`expected a version such as 1.31.12, or 0`);

/** Versions from `introduced` (`0`: from the first) until one of the other bounds, or without end. */
const AffectedRange = z
  .strictObject({
    introduced: Bound,
    /** The first version of the line that has the fix. */
    fixed: Bound.optional(),
    /** The first version in which the flaw is off by default, where none fixes it. */
    mitigated: Bound.optional(),
    /** The last affected version, where no fixed one is known. */
    lastAffected: Bound.optional(),
    /** Sources disagree about these versions, or it depends on a setting. */
    assumed: z.literal(true).optional(),
  })
  .refine(
    (range) => [range.fixed, range.mitigated, range.lastAffected].filter((end) => end !== undefined).length <= 1,
    words`expected one end of the range at most`,
  );
export type AffectedRange = z.infer<typeof AffectedRange>;

export const severities = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

const AffectedComponent = z.strictObject({
  name: Short,
  /** Where only components on this system are affected. */
  platform: z.enum(['windows', 'linux']).optional(),
  /** None where the flaw is one of the design, in every version. */
  affected: z.array(AffectedRange).max(catalogueLimits.ranges),
});

const Vulnerability = z.strictObject({
  id: z.string().regex(/^(CVE-\d{4}-\d{4,10}|GHSA(-[0-9a-z]{4}){3})$/, words`expected the id of a CVE or GHSA`),
  aliases: z.array(Short).max(50),
  published: Day.optional(),
  summary: z.string().min(1).max(500),
  severity: z.enum(severities),
  score: z.number().min(0).max(10).optional(),
  components: z.array(AffectedComponent).max(catalogueLimits.components),
  /** What to do besides an upgrade, or where there is none. */
  mitigation: z.string().max(1000).optional(),
  link: z.url({ protocol: /^https$/ }).max(500),
});
export type Vulnerability = z.infer<typeof Vulnerability>;

/** The data file of vulnerabilities: the one that travels with the product, or a newer one of the operator's. */
export const Catalogue = z.strictObject({
  kind: z.literal('Vulnerabilities'),
  /** Of the newest entry that the sources held. What was published later is unknown. */
  date: Day,
  sources: z.array(z.strictObject({ name: Short, url: z.url().max(500), licence: Short })).max(20),
  vulnerabilities: z.array(Vulnerability).max(catalogueLimits.vulnerabilities),
});
export type Catalogue = z.infer<typeof Catalogue>;

/** Reads a data file of vulnerabilities. */
export function readCatalogue(text: string): Result<Catalogue> {
  if (text.length > catalogueLimits.characters)
    return refused('cve-data-too-long', said`The file has more than ${catalogueLimits.characters} characters`);
  const json = parseJson(text);
  if (!json.ok) return json;
  const parsed = Catalogue.safeParse(json.value);
  if (parsed.success) return ok(parsed.data);
  return fail(
    ...parsed.error.issues.slice(0, 20).map((issue) => ({
      code: 'cve-data-shape' satisfies VulnerabilityCode,
      severity: 'error' as const,
      ...worded(said`${issue.path.join('.') || said`The file`}: ${issueText(issue, json.value)}`),
    })),
  );
}

function parseJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return refused(
      'cve-data-syntax',
      said`The file is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function refused(code: VulnerabilityCode, message: Said): Result<never> {
  return fail({ code, severity: 'error', ...worded(message) });
}

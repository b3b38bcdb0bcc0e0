import { z } from 'zod';
import { Schedule, severities, Text } from '../../rules/form.ts';
import { Diagnostic, Time } from './common.ts';

const Severity = z.enum(severities);

/**
 * - `off`: not switched on. `broken`: it was kept by another release, and this one does not understand it.
 * - `waiting`: switched on, and not evaluated yet. `ok`: evaluated, and nothing fires. `firing`: something does. Immediate rules tell of
 *   events, and never go on firing.
 * - `failing`: it could not be evaluated the last time; it is tried again, and what it missed is looked at then.
 * - `stopped`: whoever applied or enabled it is gone, or may no longer have it run. Whoever applies it again has it run for themselves.
 */
const AlertRuleStatus = z.enum(['off', 'broken', 'waiting', 'ok', 'firing', 'failing', 'stopped']);

export const AlertRuleSummary = z.object({
  name: z.string(),
  displayName: Text,
  description: Text.optional(),
  /** An own one may stand in the place of a built-in one of its name. */
  origin: z.enum(['built-in', 'own']),
  enabled: z.boolean(),
  /** The most urgent of its severities; null where it cannot be read. */
  severity: Severity.nullable(),
  immediate: z.boolean(),
  schedule: Schedule.optional(),
  /** Names; null is all that its owner sees. */
  clusters: z.array(z.string()).nullable(),
  channels: z.array(z.string()),
  policy: z.string().nullable(),
  tags: z.array(z.string()),
  status: AlertRuleStatus,
  /** Groups that fire. */
  firing: z.number().int(),
  /** Why it could not be evaluated. */
  problem: z.string().nullable(),
  lastRunAt: z.string().nullable(),
  /** Up to where everything that was received was looked at. */
  evaluatedThrough: z.string().nullable(),
  /** Windows that it missed and catches up with, one after the other; 0 where it is on time. */
  windowsLeft: z.number().int(),
  nextRunAt: z.string().nullable(),
  /** For whom it runs: whoever applied or enabled it last. */
  owner: z.string().nullable(),
  /** Counted from 1; 0 is a built-in rule that nobody switched on or off. */
  version: z.number().int(),
  savedBy: z.string().nullable(),
  savedAt: z.string().nullable(),
});

export const AlertRuleList = z.object({ items: z.array(AlertRuleSummary) });

export const AlertRuleAnswer = AlertRuleSummary.extend({
  /** As it was written. */
  yaml: z.string(),
  diagnostics: z.array(Diagnostic),
});

/**
 * Rules: as YAML of one document or several, which is kept as it is written; as one rule of the form; or as JSON of SLS. Of a file the documents
 * of other kinds are passed over.
 */
export const GivenAlertRules = z.looseObject({
  yaml: z
    .string()
    .max(1 << 20)
    .optional(),
  /** Of a change: the version that it was made from. 409 where there is a newer one. */
  basedOn: z.number().int().min(0).optional(),
});

export const AppliedAlertRules = z.object({
  items: z.array(z.object({ name: z.string(), enabled: z.boolean(), version: z.number().int() })),
  /** Names of the policies that were saved, and ids of the silences. */
  policies: z.array(z.string()),
  silences: z.array(z.string()),
  diagnostics: z.array(Diagnostic),
});

export const AlertRuleCheck = z.object({
  diagnostics: z.array(Diagnostic),
  /** Names of the rules that can be applied. */
  rules: z.array(z.string()),
  /** And of the policies. */
  policies: z.array(z.string()),
});

/** An evaluation, or several of the same outcome one after the other. */
export const AlertRuleRun = z.object({
  at: z.string(),
  /** How many it stands for. */
  runs: z.number().int(),
  durationMs: z.number(),
  outcome: z.enum(['quiet', 'fired', 'failed', 'stopped', 'gap']),
  /** What was received after the one moment, up to and with the other. */
  after: z.string(),
  through: z.string(),
  /** Groups that fire. */
  fired: z.number().int(),
  /** What is to be said of it, for people. */
  notes: z.array(z.string()),
});

export const AlertRuleRuns = z.object({ items: z.array(AlertRuleRun), cursor: z.string().optional() });

/** A page of a list, the latest first. */
const Page = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .regex(/^[1-9][0-9]{0,15}$/)
    .optional(),
});

export const AlertRunsQuery = Page.extend({ outcome: AlertRuleRun.shape.outcome.optional() });

export const AlertHistoryQuery = Page.extend({
  key: z.string().max(255).optional(),
  rule: z.string().max(64).optional(),
  status: z.enum(['firing', 'resolved']).optional(),
  severity: Severity.optional(),
  from: Time.optional(),
  to: Time.optional(),
});

const Labels = z.record(z.string(), z.string());

/** Why nobody was told of a cause when it was due. */
const AlertKeptBack = z.discriminatedUnion('by', [
  /** Its rule was muted. */
  z.object({ by: z.literal('mute'), until: z.string().nullable() }),
  /** `silence` is null for a caller who does not see it. */
  z.object({
    by: z.literal('silence'),
    silence: z.object({ id: z.string(), comment: z.string(), author: z.string() }).nullable(),
  }),
  /** Another alert fired, by which the policy inhibits this one; `source` is null for a caller who does not see it. */
  z.object({
    by: z.literal('inhibition'),
    source: z.object({ rule: z.string(), fingerprint: z.string(), labels: Labels }).nullable(),
  }),
  /** It came outside of the hours of its route, which begin then; null: never. */
  z.object({ by: z.literal('hours'), until: z.string().nullable() }),
  /** There were too many to be told one by one: it was counted in a digest. */
  z.object({ by: z.literal('storm') }),
]);

/** Something that somebody was told: a group of a rule fires, fires again, or is over. */
export const AlertCause = z.object({
  id: z.string(),
  /** The same in the messages that tell of it. */
  key: z.string(),
  at: z.string(),
  rule: z.string(),
  displayName: Text,
  status: z.enum(['firing', 'resolved']),
  severity: Severity,
  labels: Labels,
  /** By the tag of the language. */
  annotations: z.record(z.string(), Labels),
  /** The same for rule and labels. */
  fingerprint: z.string(),
  /** The same from the first firing to its end. */
  episode: z.string(),
  /** Whether it was told of this episode before. */
  again: z.boolean(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  clusters: z.array(z.string()),
  project: z.string().nullable(),
  /** The first rows of the group. */
  rows: z.array(Labels),
  rowCount: z.number().int(),
  /** A search that finds its events, over when they happened. */
  evidence: z.object({ query: z.string(), from: z.string(), to: z.string() }).nullable(),
  /** What could not be filled in or was cut off. */
  faults: z.array(z.string()),
  channels: z.array(z.string()),
  policy: z.string().nullable(),
  /** The rule was muted: kept, but not told. */
  muted: z.boolean(),
  /** When it was first told; null where it waits for others of its group, or was kept back. */
  toldAt: z.string().nullable(),
  /** What kept it back the last time that it was due; it may have been told after that. Null where nothing did. */
  keptBack: AlertKeptBack.nullable(),
});

export const AlertHistory = z.object({ items: z.array(AlertCause), cursor: z.string().optional() });

export const AlertActiveQuery = z.object({
  rule: z.string().max(64).optional(),
  severity: Severity.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});

/** A group that fires. */
export const ActiveAlert = z.object({
  rule: z.string(),
  displayName: Text,
  severity: Severity,
  labels: Labels,
  annotations: z.record(z.string(), Labels),
  fingerprint: z.string(),
  episode: z.string(),
  startedAt: z.string(),
  lastToldAt: z.string(),
  evidence: AlertCause.shape.evidence,
  /** Of the last that was found of it. */
  toldAt: AlertCause.shape.toldAt,
  keptBack: AlertCause.shape.keptBack,
});

export const ActiveAlerts = z.object({ items: z.array(ActiveAlert) });

/** What a test expects, or found: a group that fires. */
const TestedGroup = z.object({
  labels: Labels.optional(),
  severity: Severity.optional(),
  annotations: Labels.optional(),
});

/** What came of one of the tests that a rule carries. */
const AlertRuleTest = z.object({
  rule: z.string(),
  test: z.string(),
  passed: z.boolean(),
  expected: z.array(TestedGroup),
  found: z.array(TestedGroup),
  /** Expected, and no group that fires is like it. */
  missing: z.array(TestedGroup),
  /** Fires, and is not expected. */
  unexpected: z.array(TestedGroup),
  /** Why it could not be evaluated. */
  problems: z.array(z.string()),
  faults: z.array(z.string()),
});

/** Left out, the rules run their own tests; given, they are replayed over stored events that happened then. */
export const AlertTestRequest = GivenAlertRules.extend({ from: Time.optional(), to: Time.optional() });

/** What a rule would have told, had each event been received when it happened. */
const AlertReplay = z.object({
  rule: z.string(),
  evaluations: z.number().int(),
  /** How often it would have fired, those included that `causes` leaves out. */
  fired: z.number().int(),
  causes: z.array(
    z.object({
      at: z.string(),
      kind: z.string(),
      severity: Severity,
      labels: Labels,
      annotations: z.record(z.string(), Labels),
      rows: z.array(Labels),
      rowCount: z.number().int(),
      evidence: AlertCause.shape.evidence,
      faults: z.array(z.string()),
    }),
  ),
  /** Up to when it was evaluated. */
  through: z.string(),
  complete: z.boolean(),
  faults: z.array(z.string()),
});

export const AlertRuleTests = z.object({
  tests: z.array(AlertRuleTest),
  passed: z.number().int(),
  failed: z.number().int(),
  replays: z.array(AlertReplay),
  diagnostics: z.array(Diagnostic),
});

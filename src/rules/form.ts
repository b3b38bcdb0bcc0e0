import { words } from '../base/index.ts';
import { z } from 'zod';

/** What a rule may hold at most. A file above `fileBytes` is not read. */
export const ruleLimits = {
  fileBytes: 1 << 20,
  documents: 200,
  queries: 3,
  statementBytes: 1 << 16,
  severities: 10,
  groupFields: 20,
  labels: 50,
  annotations: 50,
  /** Of a label's or annotation's value. */
  textBytes: 8 << 10,
  tests: 50,
  testEvents: 1000,
  everyMs: 30 * 86_400_000,
  windowMs: 31 * 86_400_000,
  delayMs: 86_400_000,
  repeatMs: 31 * 86_400_000,
} as const;

/** What a rule, a channel, a policy or a silence is called, so that it can stand in an address. */
export const Name = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/, words`expected lower-case letters and digits, in words joined by - or _`);

/** The most urgent first. SLS's numbers are 10, 8, 6, 4 and 2. */
export const severities = ['critical', 'high', 'medium', 'low', 'report'] as const;
const Severity = z.enum(severities);

/** A text for people: plain, or by the tag of its language. */
export const Text = z.union([
  z.string().max(ruleLimits.textBytes),
  z.record(z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/), z.string().max(ruleLimits.textBytes)),
]);

/** A length of time, such as `15s`, `1m`, `12h` or `7d`. */
export const Duration = z
  .string()
  .regex(/^[1-9][0-9]{0,8}(s|m|h|d)$/, words`expected a time such as 15s, 1m, 12h or 7d`);

const TimeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, words`expected a time of day such as 09:30`);
export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

const ScheduleZone = z
  .string()
  .max(64)
  .describe("An IANA name, or an offset such as `+0800`; the server's if left out");

/**
 * When a rule is evaluated: at a fixed rate, by cron (five fields), each hour, each day at a time, or each week.
 * Times are of `timeZone`, an IANA name or an offset such as +0800; left out: the server's.
 */
export const Schedule = z.union([
  z.strictObject({ every: Duration.describe('At a fixed rate, from `1s` to `30d`') }),
  z.strictObject({
    cron: z.string().min(1).max(128).describe('Five fields: minute, hour, day of month, month, day of week'),
    timeZone: ScheduleZone.exactOptional(),
  }),
  z.strictObject({ hourly: z.literal(true).describe('At the full hour') }),
  z.strictObject({
    daily: TimeOfDay.describe('At this time of each day, such as `09:30`'),
    timeZone: ScheduleZone.exactOptional(),
  }),
  z.strictObject({
    weekly: Weekday.describe('On this day of each week'),
    at: TimeOfDay.default('00:00').describe('At this time of it'),
    timeZone: ScheduleZone.exactOptional(),
  }),
]);

const Statement = z.string().min(1).max(ruleLimits.statementBytes);
const Expression = z.string().max(128);
const ClusterNames = z.array(z.string().min(1).max(253)).max(1000);

const Query = z.strictObject({
  query: Statement.describe('`search`, or `search | SQL`'),
  clusters: ClusterNames.exactOptional().describe('Names of clusters; left out: those of the rule'),
  window: Duration.exactOptional().describe('Left out: that of the rule'),
});

/** How the rows of a query are put together with those of the queries before it. */
export const combinations = [
  'no_join',
  'cross_join',
  'concat',
  'inner_join',
  'left_join',
  'right_join',
  'full_join',
  'left_exclude',
  'right_exclude',
] as const;

const Combination = z.strictObject({
  type: z.enum(combinations).describe('As in SQL; `no_join`: the first query alone; `concat`: the rows of both'),
  on: Expression.exactOptional().describe('Such as `$0.host == $1.host`'),
});

const SeverityCase = z.strictObject({
  severity: Severity.describe('Where the conditions hold'),
  condition: Expression.exactOptional().describe('Left out: any row'),
  countCondition: Expression.exactOptional().describe('On `__count__`, the number of rows that match'),
});

const Test = z.strictObject({
  name: z.string().min(1).max(256).describe('What it shows'),
  events: z
    .array(z.record(z.string(), z.unknown()))
    .max(ruleLimits.testEvents)
    .exactOptional()
    .describe(
      'Audit events as kube-apiserver writes them. `receivedAt` (RFC 3339) beside one is its receipt; left out: its stageTimestamp',
    ),
  rows: z
    .array(z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))))
    .max(ruleLimits.queries)
    .exactOptional()
    .describe('Rows of each query in place of events: what the statement would give'),
  at: z.iso
    .datetime({ offset: true })
    .exactOptional()
    .describe('When it is evaluated; left out: right after the last event'),
  expect: z
    .array(
      z.strictObject({
        labels: z.record(z.string(), z.string()).exactOptional(),
        severity: Severity.exactOptional(),
        annotations: z.record(z.string(), z.string()).exactOptional(),
      }),
    )
    .max(1000)
    .describe('All groups that fire, each as far as it is named. None: the rule is silent'),
});

/** A rule as files, the API and the page know it. `read.ts` checks what a schema cannot say. */
export const AlertRule = z.strictObject({
  kind: z.literal('AlertRule'),
  name: Name.describe('Lower-case letters and digits, in words joined by `-` or `_`: what the rule is called'),
  displayName: Text.exactOptional().describe('What people read in its place'),
  description: Text.exactOptional().describe('What it watches for, and what to do then'),
  clusters: ClusterNames.exactOptional().describe('Names of clusters; left out: all that its owner sees'),
  query: Statement.exactOptional().describe('`search`, or `search | SQL`; a rule has this or `queries`'),
  queries: z
    .array(Query)
    .min(1)
    .max(ruleLimits.queries)
    .exactOptional()
    .describe('Several, whose rows `combine` puts together'),
  combine: z
    .array(Combination)
    .max(ruleLimits.queries - 1)
    .exactOptional()
    .describe('How the rows of each query but the first are put together with those before'),
  immediate: z
    .boolean()
    .exactOptional()
    .describe('Evaluated for each batch of events as it is indexed, in place of a schedule'),
  schedule: Schedule.exactOptional().describe('When it is evaluated'),
  window: Duration.exactOptional().describe(
    'What an evaluation looks back at; left out: what was received since the last one',
  ),
  time: z
    .enum(['receipt', 'event'])
    .exactOptional()
    .describe(
      '`receipt` (left out): windows run over when events were received. `event`: over when they happened, as SLS has it',
    ),
  delay: Duration.exactOptional().describe('Windows of `time: event` end this long before the evaluation'),
  condition: Expression.exactOptional().describe('Left out: any row'),
  countCondition: Expression.exactOptional().describe('On `__count__`, the number of rows that match'),
  groupBy: z
    .array(z.string().min(1).max(256))
    .max(ruleLimits.groupFields)
    .exactOptional()
    .describe(
      'Columns by whose values rows are told apart: a cause each. Left out: one for all; of an immediate search: one an event',
    ),
  severity: Severity.exactOptional().describe('`medium` if left out'),
  severities: z
    .array(SeverityCase)
    .min(1)
    .max(ruleLimits.severities)
    .exactOptional()
    .describe('In place of `severity` and `condition`: the first that holds is taken'),
  labels: z
    .record(z.string().max(128), z.string().max(ruleLimits.textBytes))
    .exactOptional()
    .describe('What tells its alerts apart and routes them, beside the values of `groupBy`'),
  annotations: z
    .record(z.string().max(128), Text)
    .exactOptional()
    .describe('Texts with `${column}` or `{{ … }}`. `title` and `desc` are what channels show'),
  threshold: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .exactOptional()
    .describe('In how many evaluations, one after the other, the condition must hold'),
  noData: z
    .strictObject({ severity: Severity })
    .exactOptional()
    .describe('Fires where `threshold` evaluations found no row at all'),
  sendResolved: z.boolean().exactOptional().describe('Tells when what fired is over'),
  repeatInterval: Duration.exactOptional().describe(
    'While it goes on firing, it is told again this often; left out: not again, but for new events of windows without overlap',
  ),
  muteUntil: z.iso
    .datetime({ offset: true })
    .exactOptional()
    .describe('Evaluated and kept in the history, but not told, until then'),
  channels: z
    .array(Name)
    .max(50)
    .exactOptional()
    .describe('Names of channels. The message centre has every alert besides'),
  policy: Name.exactOptional().describe(
    'Name of an alert policy, which routes and groups; left out: each cause at once, by itself',
  ),
  tags: z.array(z.string().max(64)).max(20).exactOptional().describe('What the rule is about: docs and lists show it'),
  tests: z
    .array(Test)
    .max(ruleLimits.tests)
    .exactOptional()
    .describe('Examples that fire and that stay silent: `alert test` runs them'),
});

/** Matches a label, or an attribute of an alert: `rule`, `severity`, `cluster`, `project`, `status`. */
export const Matcher = z.strictObject({
  label: z
    .string()
    .min(1)
    .max(128)
    .exactOptional()
    .describe('Name of a label: a column of `groupBy`, or one of the `labels` of a rule. This or `attribute`'),
  attribute: z
    .enum(['rule', 'severity', 'cluster', 'project', 'status'])
    .exactOptional()
    .describe('What every alert has, whatever its labels'),
  op: z.enum(['=', '!=', '=~', '!~']).describe('RE2, the whole value, for =~ and !~. Several values: any of them'),
  values: z.array(z.string().max(1024)).min(1).max(50).describe('A label that is missing is the empty text'),
});
const Matchers = z.array(Matcher).max(20);

/** When a route tells: left out, always. */
const WorkingHours = z.strictObject({
  timeZone: z.string().max(64).describe('An IANA name'),
  days: z.array(Weekday).min(1).max(7).describe('On which the hours begin'),
  from: TimeOfDay.describe('Such as `09:00`'),
  to: TimeOfDay.describe('Itself left out; before `from`, it is on the next day'),
  tell: z
    .enum(['worktime', 'non-worktime'])
    .describe('`worktime`: tells within these hours; `non-worktime`: outside of them'),
});

const Route = z.strictObject({
  matchers: Matchers.default([]).describe('All must hold; none: every alert'),
  groupBy: z
    .array(z.string().max(128))
    .max(20)
    .default(['...'])
    .describe(
      'Alerts with equal values here make one message: labels, or the attributes as `@rule`, `@severity`, `@cluster`, `@project`; `...` is the rule with all labels',
    ),
  groupWait: Duration.exactOptional().describe('How long the first message waits for others; left out: not at all'),
  groupInterval: Duration.exactOptional().describe('How long the next message waits after one; left out: not at all'),
  repeatInterval: Duration.exactOptional().describe('After which what still fires is told again; left out: never'),
  channels: z.array(Name).max(50).describe('Names of channels; none: the message centre alone'),
  hours: WorkingHours.exactOptional().describe('When it tells; what comes at other times waits. Left out: always'),
  continue: z.boolean().default(false).describe('Goes on with the next route as well'),
});

const Inhibition = z.strictObject({
  source: Matchers.describe('While an alert like this fires …'),
  target: Matchers.describe('… those like this are not told'),
  equal: z
    .array(z.string().max(128))
    .max(20)
    .default([])
    .describe('Labels or attributes (`@cluster`) that both have with the same value'),
});

export const AlertPolicy = z.strictObject({
  kind: z.literal('AlertPolicy'),
  name: Name.describe('`default` is that of all rules which name neither a policy nor channels'),
  displayName: Text.exactOptional().describe('What people read in its place'),
  routes: z.array(Route).min(1).max(100).describe('An alert is taken by the first whose matchers hold'),
  inhibitions: z.array(Inhibition).max(100).default([]).describe('What is not told while something else fires'),
});

export const Silence = z.strictObject({
  kind: z.literal('Silence'),
  matchers: Matchers.min(1).describe('All must hold'),
  comment: z.string().min(1).max(1024).describe('Why'),
  startsAt: z.iso.datetime({ offset: true }).exactOptional().describe('Left out: at once'),
  endsAt: z.iso.datetime({ offset: true }).describe('Half open: what is told at this moment is not silenced'),
});

export type Text = z.output<typeof Text>;
export type AlertRule = z.output<typeof AlertRule>;
export type AlertPolicy = z.output<typeof AlertPolicy>;
export type Silence = z.output<typeof Silence>;
export type Matcher = z.output<typeof Matcher>;
export type Schedule = z.output<typeof Schedule>;
export type Severity = (typeof severities)[number];

import { z } from 'zod';

/** Members that nobody here knows may be there: SLS adds some. Texts that are left out are often empty ones. */
const Text = z.string().max(1 << 16);
const Flag = z.boolean().optional();
const Sink = z.looseObject({ enabled: Flag }).nullish();
const Pairs = z.array(z.looseObject({ key: Text, value: Text })).nullish();

const SlsQuery = z.looseObject({
  storeType: Text.optional(),
  project: Text.optional(),
  store: Text.optional(),
  query: Text,
  timeSpanType: Text.optional(),
  start: Text,
  end: Text.default('now'),
  roleArn: Text.nullish(),
});

const SlsSchedule = z.looseObject({
  type: Text,
  interval: Text.nullish(),
  cronExpression: Text.nullish(),
  timeZone: Text.nullish(),
  hour: z.number().int().min(0).max(23).nullish(),
  dayOfWeek: z.number().int().min(0).max(7).nullish(),
  delay: z.number().int().min(0).max(86_400).nullish(),
});

const SlsSeverity = z.looseObject({
  severity: z.number(),
  evalCondition: z.looseObject({ condition: Text.default(''), countCondition: Text.default('') }).nullish(),
});

const SlsConfiguration = z.looseObject({
  version: Text,
  type: Text.optional(),
  queryList: z.array(SlsQuery).min(1).max(3),
  joinConfigurations: z
    .array(z.looseObject({ type: Text, condition: Text.default('') }))
    .max(2)
    .nullish(),
  groupConfiguration: z.looseObject({ type: Text, fields: z.array(Text).nullish() }).nullish(),
  severityConfigurations: z.array(SlsSeverity).min(1).max(10),
  labels: Pairs,
  annotations: Pairs,
  threshold: z.number().int().min(1).max(1000).default(1),
  noDataFire: Flag,
  noDataSeverity: z.number().optional(),
  sendResolved: Flag,
  muteUntil: z.number().int().min(0).max(1e11).nullish(),
  policyConfiguration: z
    .looseObject({
      alertPolicyId: Text.nullish(),
      actionPolicyId: Text.nullish(),
      repeatInterval: Text.nullish(),
    })
    .nullish(),
  sinkAlerthub: Sink,
  sinkCms: Sink,
  sinkEventStore: Sink,
  tags: z.array(Text).nullish(),
});

/** A rule of SLS, version 2.0, as its API and its console give it. */
export const SlsRule = z.looseObject({
  name: Text,
  displayName: Text.optional(),
  description: Text.optional(),
  status: Text.optional(),
  state: Text.optional(),
  schedule: SlsSchedule,
  configuration: SlsConfiguration,
});
export type SlsRule = z.output<typeof SlsRule>;
export type SlsQuery = z.output<typeof SlsQuery>;

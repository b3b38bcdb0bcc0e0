import { z } from 'zod';
import { Time } from './common.ts';

const maxPolicyText = 5 << 20;

export const PolicyText = z.object({
  policy: z.string().max(maxPolicyText),
  kubeVersion: z.string().max(32).optional(),
});

const Problem = z.object({ path: z.string(), message: z.string(), line: z.number(), column: z.number() });

export const ValidateAnswer = z.object({
  valid: z.boolean(),
  text: z.string(),
  errors: z.array(Problem),
  warnings: z.array(Problem),
});

export const CheckRequest = PolicyText.extend({ requests: z.array(z.unknown()).max(10_000) });

export const CheckAnswer = z.object({
  decisions: z.array(
    z.object({
      level: z.string(),
      omitStages: z.array(z.string()),
      omitManagedFields: z.boolean(),
      rule: z.number().nullable(),
    }),
  ),
});

export const LintAnswer = z.object({
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      rule: z.number().nullable(),
      line: z.number(),
      column: z.number(),
      message: z.string(),
      hint: z.string(),
    }),
  ),
});

export const SimulateRequest = PolicyText.extend({
  against: z.string().max(maxPolicyText).optional(),
  cluster: z.string().max(253),
  from: Time,
  to: Time,
});

const Change = z.object({ before: z.number(), after: z.number() });

/** The numbers that `policy simulate` prints; it has more members than these. */
export const SimulateAnswer = z.object({
  events: Change,
  bytes: Change,
  levels: z.record(z.string(), z.number()),
  /** `{index, line, events, written, bytes, before}` of each rule. */
  rules: z.array(z.unknown()),
  unmatched: z.number(),
});

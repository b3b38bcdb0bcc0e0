import type { Path } from '../../documents/index.ts';

const query = ['configuration', 'queryList', 0] as const;
const severity = ['configuration', 'severityConfigurations', 0] as const;

const heads: Readonly<Record<string, Path>> = {
  annotations: ['configuration', 'annotations'],
  clusters: [...query, 'store'],
  combine: ['configuration', 'joinConfigurations'],
  condition: [...severity, 'evalCondition', 'condition'],
  countCondition: [...severity, 'evalCondition', 'countCondition'],
  delay: [...query, 'end'],
  groupBy: ['configuration', 'groupConfiguration', 'fields'],
  labels: ['configuration', 'labels'],
  muteUntil: ['configuration', 'muteUntil'],
  noData: ['configuration', 'noDataSeverity'],
  queries: ['configuration', 'queryList'],
  query: [...query, 'query'],
  repeatInterval: ['configuration', 'policyConfiguration', 'repeatInterval'],
  sendResolved: ['configuration', 'sendResolved'],
  severities: ['configuration', 'severityConfigurations'],
  severity: [...severity, 'severity'],
  tags: ['configuration', 'tags'],
  threshold: ['configuration', 'threshold'],
  time: [...query, 'timeSpanType'],
  window: [...query, 'start'],
};

const inner: Readonly<Record<string, Path>> = {
  clusters: ['store'],
  condition: ['evalCondition', 'condition'],
  countCondition: ['evalCondition', 'countCondition'],
  cron: ['cronExpression'],
  every: ['interval'],
  on: ['condition'],
  window: ['start'],
};

/** Where in a rule of SLS stands what a member of ours was made of. */
export function originOf([member, ...rest]: Path): Path {
  if (member === undefined) return [];
  return [...(heads[member] ?? [member]), ...rest.flatMap((step) => inner[step] ?? [step])];
}

import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { combinations, severities } from '../../../src/rules/index.ts';
import { completeMembers, type MemberValues } from './member-completion.ts';

/** What a rule and its parts have, as they stand in a file. */
const members = [
  'kind: AlertRule',
  'name: ',
  'displayName: ',
  'description: ',
  'clusters: []',
  'query: ',
  'queries:',
  'combine:',
  'immediate: true',
  'schedule: {every: 1m}',
  'window: ',
  'time: ',
  'delay: ',
  'condition: ',
  'countCondition: __count__ > 3',
  'groupBy: []',
  'severity: ',
  'severities:',
  'labels: {}',
  'annotations: {title: , desc: }',
  'threshold: 1',
  'noData: {severity: }',
  'sendResolved: true',
  'repeatInterval: 4h',
  'muteUntil: ',
  'channels: []',
  'policy: ',
  'tags: []',
  'tests:',
];

const values: MemberValues = [
  [/\bseverity:\s*\w*$/, severities],
  [/\btime:\s*\w*$/, ['receipt', 'event']],
  [/\btype:\s*\w*$/, combinations],
  [/\bschedule:\s*\{\s*\w*$/, ['every: 1m', "cron: '*/5 * * * *'", 'hourly: true', "daily: '09:00'", 'weekly: mon']],
];

/** Completes members of an alert rule, and what they may be. */
export function completeRule(context: CompletionContext): CompletionResult | null {
  return completeMembers(context, members, values);
}

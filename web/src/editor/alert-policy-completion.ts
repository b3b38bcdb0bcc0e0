import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { completeMembers, type MemberValues } from './member-completion.ts';

/** What a policy of alerts and its parts have, as they stand in a file. */
const members = [
  'kind: AlertPolicy',
  'name: ',
  'displayName: ',
  'routes:',
  'matchers:',
  "{ attribute: severity, op: '=', values: [] }",
  "{ label: , op: '=', values: [] }",
  'groupBy: []',
  'groupWait: 30s',
  'groupInterval: 5m',
  'repeatInterval: 4h',
  'channels: []',
  "hours: { timeZone: , days: [mon, tue, wed, thu, fri], from: '09:00', to: '17:30', tell: worktime }",
  'continue: true',
  'inhibitions:',
  'source: []',
  'target: []',
  "equal: ['@cluster']",
];

const values: MemberValues = [
  [/\battribute:\s*\w*$/, ['rule', 'severity', 'cluster', 'project', 'status']],
  [/\bop:\s*['"]?[=!~]*$/, ["'='", "'!='", '=~', "'!~'"]],
  [/\btell:\s*[\w-]*$/, ['worktime', 'non-worktime']],
  [/\bdays:\s*\[[^\]]*$/, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']],
  [/\bgroupBy:\s*\[[^\]]*$/, ["'@rule'", "'@severity'", "'@cluster'", "'@project'"]],
  [/\bequal:\s*\[[^\]]*$/, ["'@rule'", "'@severity'", "'@cluster'", "'@project'"]],
];

/** Completes members of a policy of alerts, and what they may be. */
export function completeAlertPolicy(context: CompletionContext): CompletionResult | null {
  return completeMembers(context, members, values);
}

import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { columnMeanings, filterNames, panelCharts } from '../../../src/dashboards/index.ts';
import { completeMembers, type MemberValues } from './member-completion.ts';

/** What a dashboard, its sections, panels, columns and variables have, as they stand in a file. */
const members = [
  'kind: Dashboard',
  'id: ',
  'title: {en: }',
  'description: {en: }',
  'range: -7d',
  'filters: []',
  'variables:',
  'sections:',
  'panels:',
  'help: {en: }',
  'counts: operations',
  'chart: ',
  'statement: ',
  'compare: true',
  'columns:',
  'thresholds:',
  'drillDown: ',
  'quietWhenEmpty: true',
  'width: 6',
  'height: 4',
  'name: ',
  'default: ',
  'suggest: ',
];

const values: MemberValues = [
  [/\bcounts:\s*\w*$/, ['operations', 'events']],
  [/\bchart:\s*\w*$/, panelCharts],
  [/\bunit:\s*\w*$/, ['count', 'ms', 'seconds', 'bytes', 'percent', 'time', 'text']],
  [/\bmeans:\s*[\w-]*$/, columnMeanings],
  [/\blevel:\s*\w*$/, ['info', 'warning', 'critical']],
  [/\bfilters:\s*\[[^\]]*$/, filterNames],
];

/** Completes members of a dashboard, and what they may be. */
export function completeDashboard(context: CompletionContext): CompletionResult | null {
  return completeMembers(context, members, values);
}

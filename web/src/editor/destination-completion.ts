import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { completeMembers, type MemberValues } from './member-completion.ts';

/** What every destination may have, as it stands in a file, and what most of them have. */
const members = [
  'kind: Destination',
  'name: ',
  'type: ',
  'url: ',
  'filter: ',
  'clusters: []',
  'shape: ',
  'bodies: []',
  'redact:',
  'fields: []',
  'resources: []',
  'pattern: ',
  'holdBackDays: ',
  'headers: {}',
  'token: ',
  'compression: ',
  'maxEvents: ',
  'maxBytes: ',
  'ca: ',
  'certificate: ',
  'privateKey: ',
];

const types = [
  'elasticsearch',
  'kafka',
  'kubernetes-audit',
  'loki',
  'otlp',
  's3',
  'sls',
  'splunk',
  'syslog',
  'victorialogs',
  'webhook',
];

const values: MemberValues = [
  [/\btype:\s*[\w-]*$/, types],
  [/\bshape:\s*[\w-]*$/, ['raw', 'event-list', 'flat', 'ecs', 'ocsf']],
  [/\bcompression:\s*\w*$/, ['none', 'gzip', 'zstd']],
  [/\bbodies:\s*\[[^\]]*$/, ['secrets', 'configmaps', 'tokenreviews', 'serviceaccounts/token']],
];

/** Completes members of a destination, and what they may be. */
export function completeDestination(context: CompletionContext): CompletionResult | null {
  return completeMembers(context, members, values);
}

import type { DiagnosticDoc } from '../base/index.ts';

/** What kube-apiserver says of a policy file, or reads past without a word. */
export const loadCodes = {
  'api-version-ended': {
    meaning: 'The apiVersion ended with Kubernetes 1.24.',
    remedy: 'Run `policy migrate`.',
  },
  'duplicate-field': {
    meaning: 'A field is given twice. kube-apiserver takes the last one.',
    remedy: 'Keep one; a list takes several values.',
  },
  'invalid-field': { meaning: 'kube-apiserver refuses the value of a field.', remedy: 'Correct the value.' },
  'no-rules': { meaning: 'The policy has no rules, and kube-apiserver refuses it.', remedy: 'Add a rule.' },
  'not-a-policy': {
    meaning: 'apiVersion or kind is missing, or not that of an audit policy in this release.',
    remedy: 'Write `apiVersion: audit.k8s.io/v1` and `kind: Policy`.',
  },
  'policy-too-deep': { meaning: 'The file is nested more deeply than is read.', remedy: 'Flatten it.' },
  'policy-too-large': { meaning: 'The file is larger than is read.', remedy: 'Split what made it grow.' },
  'policy-too-many-rules': {
    meaning: 'The policy has more rules than are read.',
    remedy: 'Join rules that differ in a name only.',
  },
  'several-documents': {
    meaning: 'The file holds several documents. kube-apiserver reads the first.',
    remedy: 'Keep one policy in a file.',
  },
  'text-not-read': {
    meaning: 'kube-apiserver stops reading here, because the text is indented less than what it belongs to.',
    remedy: 'Indent it.',
  },
  'unknown-field': {
    meaning: 'kube-apiserver does not know the field and ignores it, so a rule matches without it.',
    remedy: 'Correct its name, or remove it.',
  },
  'wrong-type': {
    meaning: 'A field has a value of another type than kube-apiserver expects.',
    remedy: 'Write a list where a list is meant, a text where a text is.',
  },
  'yaml-syntax': { meaning: 'The file is no YAML or JSON.', remedy: 'Correct it at the place named.' },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

/** Limits of ours on a file, of which kube-apiserver has none. */
const policyLimits: ReadonlySet<string> = new Set(['policy-too-deep', 'policy-too-large', 'policy-too-many-rules']);

/** Says whether a code tells that a file is beyond what is read here, and nothing about whether kube-apiserver takes it. */
export function isPolicyLimit(code: string): boolean {
  return policyLimits.has(code);
}

/** What may be wrong with what is given to a command besides the policy. */
export const policyCommandCodes = {
  'kube-version-unknown': {
    meaning: 'The release is older or newer than those known: the nearest known one is used.',
    remedy: 'Name a release from 1.20 on.',
  },
  'kube-version-unreadable': { meaning: 'The release cannot be read.', remedy: 'Write it as `1.36`.' },
  'lint-findings-limited': {
    meaning: 'There are more findings of one kind than are told.',
    remedy: 'Settle those that are told, and lint again.',
  },
  'lint-incomplete': {
    meaning: 'The policy has too many rules for all of them to be tried against each other.',
    remedy: 'Merge rules of the same level.',
  },
  'policy-check-too-large': {
    meaning: 'Requests times rules are more than are compared for one answer.',
    remedy: 'Send fewer requests at a time, or use `policy check` of the command line.',
  },
  'policy-refused': {
    meaning: 'The policy cannot be migrated, because kube-apiserver refuses it.',
    remedy: 'Run `policy validate`.',
  },
  'request-unreadable': {
    meaning: 'A line is no request.',
    remedy: 'Write one JSON object a line with `user`, `verb`, and `resource` or `path`.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type LoadCode = keyof typeof loadCodes;

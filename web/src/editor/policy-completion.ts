import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { levels, stages } from '../../../src/policy/index.ts';

/** The members of audit.k8s.io/v1 Policy and of its rules (k8s.io/apiserver/pkg/apis/audit/v1). */
const members = [
  'apiVersion: audit.k8s.io/v1',
  'kind: Policy',
  'rules:',
  'omitStages:',
  'omitManagedFields: true',
  'level: ',
  'users:',
  'userGroups:',
  'verbs: ',
  'resources:',
  'group: ""',
  'resourceNames: ',
  'namespaces: ',
  'nonResourceURLs:',
];
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

const values: readonly (readonly [RegExp, readonly string[]])[] = [
  [/level:\s*\w*$/, levels],
  [/verbs:\s*\[[^\]]*$/, verbs.map((verb) => `"${verb}"`)],
  [/omitStages:\s*\[[^\]]*$/, stages],
  [/omitManagedFields:\s*\w*$/, ['true', 'false']],
];

/** Completes members of a policy and the values that Kubernetes defines. */
export function completePolicy(context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = context.matchBefore(/[\w"]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const known = values.find(([pattern]) => pattern.test(before));
  if (known) return { from: word.from, options: known[1].map((label) => ({ label })) };
  if (!/^\s*(-\s*)?\w*$/.test(before)) return null;
  return { from: word.from, options: members.map((label) => ({ label })) };
}

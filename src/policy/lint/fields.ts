import { type Diagnostic, unreachable } from '../../base/index.ts';
import type { LoadedPolicy, PolicyProblem } from '../load/index.ts';
import { nearest } from './catalog/nearest.ts';
import { removeMember } from './edit/edit-rules.ts';
import type { Fix } from './edit/fix.ts';
import type { LintFinding } from './finding.ts';

/** What people write for a field, where it is not a slip of one or two letters. */
const meant: Readonly<Record<string, string>> = {
  groups: 'userGroups',
  group: 'userGroups',
  apiGroups: 'resources',
  apigroups: 'resources',
  urls: 'nonResourceURLs',
  paths: 'nonResourceURLs',
  nonResourceUrl: 'nonResourceURLs',
  stages: 'omitStages',
  names: 'resourceNames',
};
const ruleFields = [
  'level',
  'users',
  'userGroups',
  'verbs',
  'resources',
  'namespaces',
  'nonResourceURLs',
  'omitStages',
  'omitManagedFields',
];
const resourceFields = ['group', 'resources', 'resourceNames'];
const policyFields = ['apiVersion', 'kind', 'metadata', 'omitStages', 'omitManagedFields', 'rules'];

type Told = Pick<Diagnostic, 'severity'> & {
  readonly message: string;
  readonly hint: string;
  readonly fix?: Fix | undefined;
};

/** What kube-apiserver reads past without refusing the file: an error here, as the policy then does something else. */
export function fieldFindings(loaded: LoadedPolicy): LintFinding[] {
  return loaded.warnings.flatMap((problem) => {
    const told = tell(loaded, problem);
    if (!told) return [];
    const { code, path, line, column } = problem;
    const index = /^rules\[(\d+)\]/.exec(path)?.[1];
    const { severity, message, hint, fix } = told;
    const rule = index === undefined ? null : Number(index);
    return [{ code, severity, rule, line, column, message, hint, ...(fix ? { fix } : {}) }];
  });
}

function tell(loaded: LoadedPolicy, problem: PolicyProblem): Told | undefined {
  switch (problem.code) {
    case 'unknown-field':
      return unknownField(loaded, problem);
    case 'duplicate-field':
      return {
        severity: 'error',
        message: `${problem.path} is given more than once; kube-apiserver takes the last one and ignores the others`,
        hint: 'keep one of them; a list takes several values',
      };
    case 'several-documents':
    case 'text-not-read':
      return {
        severity: 'error',
        message: problem.message,
        hint: 'keep one policy in a file, all of it at one indentation',
      };
    // What kube-apiserver refuses is reported as its refusal, and the ended apiVersion by a rule.
    case 'api-version-ended':
    case 'invalid-field':
    case 'no-rules':
    case 'not-a-policy':
    case 'policy-too-deep':
    case 'policy-too-large':
    case 'wrong-type':
    case 'yaml-syntax':
      return undefined;
    default:
      return unreachable(problem.code);
  }
}

function unknownField(loaded: LoadedPolicy, { path, line, column }: PolicyProblem): Told {
  const { source } = loaded;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const known = /\.resources\[\d+\]\.[^.]+$/.test(path)
    ? resourceFields
    : path.startsWith('rules[')
      ? ruleFields
      : policyFields;
  const offset = (source.lines.start(line) ?? 0) + column - 1;
  const key = { from: offset, to: offset + name.length };
  const suggestion = known.includes(meant[name] ?? '') ? meant[name] : nearest(name, known);
  const effect = path.startsWith('rules[') ? ', so the rule matches without it' : '';
  const message = `kube-apiserver does not know the field ${path} and ignores it${effect}`;
  if (suggestion !== undefined && source.text.slice(key.from, key.to) === name) {
    const fix = { title: `write ${suggestion}`, edits: [{ ...key, insert: suggestion }] };
    return { severity: 'error', message, hint: `write ${suggestion}`, fix };
  }
  return { severity: 'error', message, hint: 'remove it', fix: removalOf(loaded, path, key) };
}

function removalOf(
  loaded: LoadedPolicy,
  path: string,
  key: { readonly from: number; readonly to: number },
): Fix | undefined {
  const steps = path.split(/\.|\[(\d+)\]\.?/).filter((step) => step !== undefined && step !== '');
  const value = loaded.source.find(steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  return value && removeMember(loaded.source, key, value);
}

import { said, type Span, textOf } from '../../base/index.ts';
import { type KubeRelease, kubeRelease, newestMinor, oldestMinor } from '../kube-release.ts';
import type { LoadCode } from '../diagnostic-codes.ts';
import type { Policy } from '../model.ts';
import { type FieldError, validateFields } from '../validate.ts';
import { type ShapeReport, checkShape } from './check-shape.ts';
import { encodingJsonMessage, jsonIteratorMessage } from './decode-error.ts';
import { goQuote } from './go-text.ts';
import { identify, internal } from './group-version-kind.ts';
import { type RawPolicy, member, rawPolicy } from './raw-policy.ts';
import type { Value } from './value.ts';
import { isJsonBuffer, readJson } from './read-json.ts';
import { type ReadYaml, duplicateMessage, readYaml } from './read-yaml.ts';
import { type Shape, policyShape } from './shape.ts';
import { PolicySource } from './source.ts';

/**
 * The largest file that is read, in UTF-16 units, and the most rules. Kubernetes keeps no larger object (etcd takes 1.5 MiB), and the
 * largest published policy has 40 rules in 10 kB.
 */
export const maxPolicySize = 1024 * 1024;
export const mostRules = 10_000;
/** Fields that kube-apiserver does not know or that are repeated, of which each is told. */
const mostWarnings = 1000;

/** Something that kube-apiserver says, or keeps to itself, about a policy. */
export interface PolicyProblem {
  readonly code: LoadCode;
  /** The path as kube-apiserver prints it, such as `rules[0].level`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A policy file as one release of kube-apiserver takes it. */
export interface LoadedPolicy {
  /** Absent where kube-apiserver refuses the file. */
  readonly policy?: Policy;
  /** What the file says, where it is a policy at all, even where kube-apiserver refuses what it says. */
  readonly raw?: RawPolicy;
  /** The whole of what kube-apiserver says when it refuses; empty when it does not. */
  readonly text: string;
  readonly errors: readonly PolicyProblem[];
  readonly warnings: readonly PolicyProblem[];
  /** What kube-apiserver logs before it goes on, if anything (1.26 and newer). */
  readonly log?: string;
  readonly release: KubeRelease;
  readonly source: PolicySource;
}

/** Reads a policy as kube-apiserver of a release does (the newest known one by default), and says all that is wrong with it. */
export function loadPolicy(text: string, release: KubeRelease = kubeRelease(newestMinor)): LoadedPolicy {
  if (text.length > maxPolicySize) return tooLarge(text.length, release);
  const json = isJsonBuffer(text);
  const read = json ? readJson(text) : readYaml(text);
  const source = new PolicySource(text, read.value);
  const loading = new Loading(source, release, !json);
  return loading.finish(read);
}

function tooLarge(size: number, release: KubeRelease): LoadedPolicy {
  const message = textOf(said`the file is too large (${size} characters; at most ${maxPolicySize} are read)`);
  const source = new PolicySource('', undefined);
  return {
    text: message,
    errors: [{ code: 'policy-too-large', path: '', message, line: 1, column: 1 }],
    warnings: [],
    release,
    source,
  };
}

class Loading {
  private readonly source: PolicySource;
  private readonly release: KubeRelease;
  /** YAML's members are decoded sorted, JSON's as written. */
  private readonly sorted: boolean;
  private readonly warnings: PolicyProblem[] = [];
  private log: string | undefined;

  constructor(source: PolicySource, release: KubeRelease, sorted: boolean) {
    this.source = source;
    this.release = release;
    this.sorted = sorted;
  }

  finish(read: ReadYaml): LoadedPolicy {
    const { value, problem } = read;
    if (problem) return this.refused(`failed decoding: ${problem.message}`, problem.code, '', problem);
    const root = value ?? { kind: 'null', from: 0, to: 0 };
    const identified = identify(root, this.release);
    if (!identified.ok) {
      const { message, path, at } = identified;
      const raw = this.readAnyway(read, root);
      this.log = undefined;
      return { ...this.refused(`failed decoding: ${message}`, 'not-a-policy', path, at), ...raw };
    }
    const { apiVersion } = identified;
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const shape = apiVersion === internal ? internalShape : policyShape(version, this.release);
    const report = checkShape(root, shape, this.sorted);
    const [mismatch] = report.mismatches;
    if (mismatch) {
      const message = this.release.jsonIterator
        ? jsonIteratorMessage(mismatch, root, this.sorted)
        : encodingJsonMessage(mismatch);
      return this.refused(`failed decoding: ${message}`, 'wrong-type', mismatch.path, mismatch.value);
    }
    this.warn(read, report);
    if (apiVersion === internal)
      return this.refused(
        `unknown group version field ${internal}, Kind=Policy in policy`,
        'not-a-policy',
        'apiVersion',
        root,
      );
    this.warnOfLaterReleases(apiVersion);
    return this.validated(root, apiVersion);
  }

  /** What a policy of an apiVersion that this release has ended says. */
  private readAnyway(read: ReadYaml, root: Value): { readonly raw?: RawPolicy } {
    const older = kubeRelease(oldestMinor);
    const identified = identify(root, older);
    if (!identified.ok || !older.apiVersions.includes(identified.apiVersion)) return {};
    const report = checkShape(root, policyShape('v1', this.release), this.sorted);
    if (report.mismatches.length > 0 || ruleCount(root) > mostRules) return {};
    this.warn(read, report);
    return { raw: rawPolicy(root, identified.apiVersion, this.release.knowsOmitManagedFields) };
  }

  private validated(root: Value, apiVersion: string): LoadedPolicy {
    const count = ruleCount(root);
    if (count > mostRules) {
      const message = textOf(said`the policy has too many rules (${count}; at most ${mostRules} are read)`);
      return this.refused(message, 'policy-too-many-rules', 'rules', this.source.nearest(['rules']));
    }
    const raw = rawPolicy(root, apiVersion, this.release.knowsOmitManagedFields);
    const { errors, policy } = validateFields(raw, this.release);
    if (errors.length > 0) return { ...this.withErrors(errors), raw };
    if (raw.rules.length === 0) {
      const at = this.source.find(['rules']) ?? root;
      return { ...this.refused('loaded illegal policy with 0 rules', 'no-rules', 'rules', at), raw };
    }
    return { ...this.answer('', []), raw, ...(policy ? { policy } : {}) };
  }

  private withErrors(errors: readonly FieldError[]): LoadedPolicy {
    const messages = new Map<string, FieldError>();
    for (const error of errors) {
      const message = `${error.field}: ${error.detail}`;
      if (!messages.has(message)) messages.set(message, error);
    }
    const all = [...messages.keys()].join(', ');
    const problems = [...messages].map(([message, { field, steps }]) =>
      this.problem('invalid-field', field, message, this.source.nearest(steps)),
    );
    return this.answer(problems.length === 1 ? all : `[${all}]`, problems);
  }

  private warn(read: ReadYaml, report: ShapeReport): void {
    const strict: string[] = [];
    const lines = read.duplicates.map((duplicate) => {
      const { line } = this.source.lines.position(duplicate.at.from);
      const path = duplicate.path === '' ? duplicate.name : `${duplicate.path}.${duplicate.name}`;
      const message = this.sorted ? duplicateMessage(duplicate, line) : `duplicate field ${goQuote(path)}`;
      this.addWarning('duplicate-field', path, message, duplicate.key);
      return message;
    });
    if (lines.length > 0 && this.sorted) strict.push(`yaml: unmarshal errors:\n  ${lines.join('\n  ')}`);
    else strict.push(...lines);
    const unknown = report.unknown.map(({ path, at }) => {
      const message = `unknown field ${goQuote(path)}`;
      this.addWarning('unknown-field', path, message, at);
      return message;
    });
    // kube-apiserver keeps the first hundred.
    strict.push(...unknown.slice(0, 100));
    if (strict.length > 0 && this.release.warnsOfUnknownFields)
      this.log = `Audit policy contains errors, falling back to lenient decoding: strict decoding error: ${strict.join(', ')}`;
    if (read.unread !== undefined) {
      const message = 'kube-apiserver stops reading here: the text is indented less than what it belongs to';
      this.warnings.push(this.problem('text-not-read', '', message, { from: read.unread, to: read.unread }));
    }
    if (read.documents > 1) {
      const message = `the file holds ${read.documents} documents; kube-apiserver reads the first one only`;
      this.warnings.push(this.problem('several-documents', '', message, { from: 0, to: 0 }));
    }
  }

  private addWarning(code: LoadCode, path: string, message: string, at: Span): void {
    if (this.warnings.length < mostWarnings) this.warnings.push(this.problem(code, path, message, at));
  }

  private warnOfLaterReleases(apiVersion: string): void {
    const newest = kubeRelease(newestMinor);
    if (newest.apiVersions.includes(apiVersion)) return;
    const message = `apiVersion ${apiVersion} is refused by Kubernetes 1.24 and newer`;
    this.warnings.push(this.problem('api-version-ended', 'apiVersion', message, this.source.nearest(['apiVersion'])));
  }

  private refused(text: string, code: LoadCode, path: string, at: Span): LoadedPolicy {
    return this.answer(text, [this.problem(code, path, text, at)]);
  }

  private answer(text: string, errors: readonly PolicyProblem[]): LoadedPolicy {
    const { warnings, release, source, log } = this;
    return { text, errors, warnings, release, source, ...(log === undefined ? {} : { log }) };
  }

  private problem(code: LoadCode, path: string, message: string, at: Span): PolicyProblem {
    return { code, path, message, ...this.source.lines.position(at.from) };
  }
}

function ruleCount(root: Value): number {
  const rules = member(root, 'rules');
  return rules?.kind === 'array' ? rules.items.length : 0;
}

/** kube-apiserver's internal type has no JSON names, so it knows none of a policy's fields. */
const internalShape: Shape = {
  kind: 'struct',
  go: 'audit.Policy',
  name: 'Policy',
  fields: new Map([
    ['kind', { kind: 'string', go: 'string' }],
    ['apiVersion', { kind: 'string', go: 'string' }],
  ]),
};

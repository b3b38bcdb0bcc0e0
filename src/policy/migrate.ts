import { type Result, fail, ok } from '../base/index.ts';
import { loadPolicy } from './load/index.ts';
import { kubeRelease, oldestMinor } from './kube-release.ts';

/** A policy for the releases from 1.24 on. */
export interface Migration {
  readonly text: string;
  /** What was changed, as sentences; empty where nothing had to be. */
  readonly changes: readonly string[];
}

const current = 'audit.k8s.io/v1';

/** Rewrites a policy of audit.k8s.io/v1beta1 or v1alpha1 as v1: the apiVersion changes, every other byte stays. */
export function migratePolicy(text: string): Result<Migration> {
  const loaded = loadPolicy(text);
  const old = loaded.policy ? loaded : loadPolicy(text, kubeRelease(oldestMinor));
  if (!old.policy) {
    const [first] = old.errors;
    const message = `cannot migrate the policy: kube-apiserver refuses it: ${old.text}`;
    return fail({
      code: 'policy-refused',
      severity: 'error',
      message,
      line: first?.line ?? 1,
      column: first?.column ?? 1,
    });
  }
  const { apiVersion } = old.policy;
  if (apiVersion === current) return ok({ text, changes: [] });
  const { from, to } = old.source.nearest(['apiVersion']);
  const written = text.slice(from, to);
  const quote = /^["']/.exec(written)?.[0] ?? '';
  const migrated = `${text.slice(0, from)}${quote}${current}${quote}${text.slice(to)}`;
  const check = loadPolicy(migrated);
  if (!check.policy) {
    const message = `cannot migrate the policy: as ${current} it is refused: ${check.text}`;
    return fail({ code: 'policy-refused', severity: 'error', message, line: 1, column: 1 });
  }
  return ok({ text: migrated, changes: [`apiVersion ${apiVersion} is now ${current}`] });
}

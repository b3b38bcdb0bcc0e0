import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logName } from './audit-log.ts';
import { kubernetesVersion } from './build.ts';
import type { Stage } from './checks.ts';
import { apiserverFlags, manifestOf } from './control-plane.ts';
import { cli } from './whodunit.ts';

/** Policies that documents show. */
const policies = path.resolve(import.meta.dirname, '../fixtures/seed-policies');

/** What `apiserver enable` has made. */
export interface EnabledAudit {
  readonly manifest: string;
  /** The flags about audit that the manifest has then. */
  readonly flags: readonly string[];
}

/** Writes the manifest of this control plane, and switches audit on in it with a policy and these options, the log in the given folder. */
export function enableAudit({ run, check }: Stage, logs: string, options: readonly string[]): EnabledAudit {
  const manifests = path.join(run, 'manifests');
  mkdirSync(manifests);
  const manifest = path.join(manifests, 'kube-apiserver.yaml');
  writeFileSync(manifest, manifestOf(apiserverFlags(run), kubernetesVersion));
  const what = ['--manifest', manifest, '--policy', path.join(policies, 'ack.yaml')];
  const where = ['--host-dir', path.join(run, 'whodunit'), '--log-path', path.join(logs, logName)];
  cli(['apiserver', 'enable', ...what, ...where, ...options]);
  const status: unknown = JSON.parse(cli(['apiserver', 'status', '--manifest', manifest]));
  const problems = typeof status === 'object' && status !== null && 'problems' in status ? status.problems : undefined;
  check(Array.isArray(problems) && problems.length === 0, 'status has no problem with what enable wrote');
  cpSync(manifest, path.join(run, 'kube-apiserver.yaml'));
  const flags = readFileSync(manifest, 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((word) => word.startsWith('--audit-'));
  return { manifest, flags };
}

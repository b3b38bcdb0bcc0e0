import { ok, type Result } from '../../base/index.ts';
import type { Backend, Release } from '../flags/catalogue.ts';
import { checkKubeconfig, type FileView, webhookServer } from '../kubeconfig-check.ts';
import { readManifest, type Manifest } from '../manifest/manifest.ts';
import { parentPath } from '../manifest/paths.ts';
import { originOf } from '../manifest/volumes.ts';
import { checkPolicyFile } from '../policy-file.ts';
import { checkBackend, checkFlags, checkHabits } from './check-flags.ts';
import { checkLog, checkReadFile } from './check-files.ts';
import type { HostFile, HostFiles } from './host-files.ts';
import { flagProblem, type Problem } from './problem.ts';
import { configuredBackends, givenFlags, readSettings, type Settings } from './settings.ts';

/** What a manifest says about audit. */
export interface AuditStatus {
  /** Whether kube-apiserver writes events: there is a policy, and a backend. */
  readonly enabled: boolean;
  readonly backends: readonly Backend[];
  /** The path of the policy inside the container. */
  readonly policyFile: string | null;
  /** Where the webhook's kubeconfig sends to, a token in its path hidden; null without one, or where it cannot be read here. */
  readonly webhookServer: string | null;
  /** The audit flags that are given, with their dashes. */
  readonly flags: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads the status of audit out of a manifest's text, and what would keep kube-apiserver from starting. */
export function auditStatus(text: string, release: Release, files: HostFiles): Result<AuditStatus> {
  const manifest = readManifest(text);
  return manifest.ok ? ok(checkStatus(manifest.value, release, files)) : manifest;
}

/** The same for a manifest that has been read. */
export function checkStatus(manifest: Manifest, release: Release, files: HostFiles): AuditStatus {
  const given = givenFlags(manifest.flags);
  const settings = readSettings(given, release);
  const backends = configuredBackends(settings);
  const policyFile = settings.text('audit-policy-file');
  const problems = [
    ...checkFlags(manifest, backends, release),
    ...backends.flatMap((backend) => [...checkBackend(backend, settings), ...checkHabits(backend, settings, release)]),
    ...checkPurpose(policyFile, backends),
    ...checkFiles(manifest, settings, release, files),
  ];
  return {
    enabled: policyFile !== '' && backends.length > 0,
    backends,
    policyFile: policyFile === '' ? null : policyFile,
    webhookServer: serverOf(manifest, settings, files),
    flags: Object.fromEntries([...given].map(([name, value]) => [`--${name}`, value])),
    problems,
  };
}

function serverOf(manifest: Manifest, settings: Settings, files: HostFiles): string | null {
  const hostPath = originOf(manifest, settings.text('audit-webhook-config-file'))?.hostPath;
  const found = hostPath === undefined ? undefined : files.lookup(hostPath);
  return found?.kind === 'file' ? (webhookServer(found.text) ?? null) : null;
}

/**
 * Looks for a file on a node that is known to be this machine, since the kubeconfig that names it was read here: where a folder on the way is
 * not there, neither is the file.
 */
function lookAround(files: HostFiles, path: string): HostFile {
  const found = files.lookup(path);
  if (found.kind !== 'unknown') return found;
  for (let folder = parentPath(path); folder !== '/'; folder = parentPath(folder))
    if (files.lookup(folder).kind === 'missing') return { kind: 'missing' };
  return found;
}

function checkPurpose(policyFile: string, backends: readonly Backend[]): Problem[] {
  if (policyFile === '' && backends.length > 0) {
    const message = 'there is a backend and no policy: kube-apiserver writes no events';
    return [flagProblem('warning', 'policy-not-given', 'audit-policy-file', message)];
  }
  if (policyFile !== '' && backends.length === 0) {
    const message = 'there is a policy and no backend: kube-apiserver writes no events';
    return [flagProblem('warning', 'backend-not-given', 'audit-policy-file', message)];
  }
  return [];
}

function checkFiles(manifest: Manifest, settings: Settings, release: Release, files: HostFiles): Problem[] {
  const policy = { flag: 'audit-policy-file', path: settings.text('audit-policy-file') };
  const webhook = { flag: 'audit-webhook-config-file', path: settings.text('audit-webhook-config-file') };
  const look: FileView = (path) => {
    const origin = originOf(manifest, path);
    if (!origin) return { kind: 'unmounted' };
    return origin.hostPath === undefined ? { kind: 'unknown' } : lookAround(files, origin.hostPath);
  };
  return [
    ...(policy.path === '' ? [] : checkReadFile(manifest, files, policy, (text) => checkPolicyFile(text, release))),
    // kube-apiserver reads the kubeconfig only where there is a policy.
    ...(webhook.path === '' || policy.path === ''
      ? []
      : checkReadFile(manifest, files, webhook, (text) => checkKubeconfig(text, { path: webhook.path, look }))),
    ...(settings.text('audit-log-path') === '' ? [] : checkLog(manifest, files, settings, release)),
  ];
}

import { fail, isAccepted, ok, type Diagnostic, type Result } from '../base/index.ts';
import { insertItems } from './edit/sequence.ts';
import { auditFlags, backoffNames, findFlag, settingName, type Backend, type Release } from './flags/catalogue.ts';
import { auditFlagsOf } from './flags/flag-list.ts';
import { readManifest, type Manifest } from './manifest/manifest.ts';
import { parentPath } from './manifest/paths.ts';
import { setFlags } from './manifest/set-flag.ts';
import { mountFile, mountLogFolder, volumeNames } from './manifest/set-mount.ts';
import { collectorEnvironment } from './collector-environment.ts';
import type { HostFiles } from './status/host-files.ts';
import { checkStatus } from './status/status.ts';

/** What to switch on. Paths are the same on the node and in the container. */
export interface EnableOptions {
  readonly backends: readonly Backend[];
  readonly release: Release;
  /** Where the policy lies; undefined keeps the file that the manifest names already. */
  readonly policyPath: string | undefined;
  /** Where the webhook's kubeconfig lies; undefined keeps the one that the manifest names already. */
  readonly webhookPath: string | undefined;
  /** Values that the user gave, by flag without dashes. They win over those in the manifest. */
  readonly given: Readonly<Record<string, string>>;
  /** The id of a registered cluster whose collector finds the log by environment variables. */
  readonly collectorCluster: string | undefined;
}

/**
 * Values for flags that neither the user nor the manifest gives. The log's are those of the CIS benchmark (1.2.16 to 1.2.19) and
 * the path is ACK's; truncation is off in kube-apiserver unless asked for, and a batch then has no limit of bytes.
 */
const preferred: Readonly<Record<Backend, Readonly<Record<string, string>>>> = {
  log: {
    'audit-log-path': '/var/log/kubernetes/kubernetes.audit',
    'audit-log-maxage': '30',
    'audit-log-maxbackup': '10',
    'audit-log-maxsize': '100',
  },
  webhook: {
    'audit-webhook-truncate-enabled': 'true',
    'audit-webhook-truncate-max-batch-size': '10485760',
    'audit-webhook-truncate-max-event-size': '102400',
  },
};

/**
 * Switches audit on in the text of a static pod's manifest and gives the new text; everything that has nothing to do with audit
 * keeps its bytes. Refuses what would keep kube-apiserver from starting.
 */
export function enableAudit(text: string, options: EnableOptions, files: HostFiles): Result<string> {
  const read = readManifest(text);
  if (!read.ok) return read;
  const refusals = refuse(read.value, options);
  if (refusals.length > 0) return fail(...refusals);
  const steps: readonly Step[] = [setWanted, mountPolicy, mountWebhook, mountLog, addCollector];
  let manifest = read.value;
  for (const step of steps) {
    const edited = step(manifest, options);
    if (!edited.ok) return edited;
    const next = readManifest(edited.value);
    if (!next.ok) return next;
    manifest = next.value;
  }
  const { problems } = checkStatus(manifest, options.release, files);
  return isAccepted(problems) ? ok(manifest.text, problems) : fail(...problems);
}

type Step = (manifest: Manifest, options: EnableOptions) => Result<string>;

function refuse(manifest: Manifest, options: EnableOptions): Diagnostic[] {
  const seen = new Map<string, string>();
  const refusals: Diagnostic[] = [];
  for (const flag of auditFlagsOf(manifest.flags)) {
    const line = manifest.lineOf(flag.place);
    const before = seen.get(settingName(flag.name));
    if (before !== undefined && before !== flag.value) {
      const message = `cannot edit the flag "--${flag.name}": it is given twice, with different values`;
      refusals.push({ code: 'flag-given-twice', severity: 'error', message, ...(line === undefined ? {} : { line }) });
    }
    seen.set(settingName(flag.name), flag.value);
  }
  if (
    options.backends.includes('webhook') &&
    options.webhookPath === undefined &&
    !seen.has('audit-webhook-config-file')
  ) {
    const message = 'cannot switch the webhook backend on: neither a URL nor a kubeconfig is given';
    refusals.push({ code: 'webhook-url-missing', severity: 'error', message, hint: 'give --webhook-url' });
  }
  return refusals;
}

/** Chooses the flags to set, in the catalogue's order; a flag that is there keeps its value unless another is given. */
export function chooseFlags(
  present: ReadonlySet<string>,
  options: Omit<EnableOptions, 'release' | 'collectorCluster'>,
): readonly (readonly [name: string, value: string])[] {
  const wanted = new Map<string, string>();
  if (options.policyPath !== undefined) wanted.set('audit-policy-file', options.policyPath);
  if (options.backends.includes('webhook') && options.webhookPath !== undefined)
    wanted.set('audit-webhook-config-file', options.webhookPath);
  const backends = new Set(options.backends);
  if (present.has('audit-webhook-config-file')) backends.add('webhook');
  for (const backend of backends) {
    for (const [name, value] of Object.entries(preferred[backend])) if (!present.has(name)) wanted.set(name, value);
  }
  for (const [name, value] of Object.entries(options.given)) {
    const backend = findFlag(name)?.backend;
    if (backend === undefined || backends.has(backend)) wanted.set(spelling(name, present), value);
  }
  return auditFlags.flatMap(({ name }): [string, string][] => {
    const value = wanted.get(name);
    return value === undefined ? [] : [[name, value]];
  });
}

function setWanted(manifest: Manifest, options: EnableOptions): Result<string> {
  const present = new Set(manifest.flags.flags.map((flag) => flag.name));
  return ok(setFlags(manifest, chooseFlags(present, options)));
}

/** Of the two names of the backoff, the one that the manifest uses stays. */
function spelling(name: string, present: ReadonlySet<string>): string {
  return name === backoffNames.current && present.has(backoffNames.deprecated) ? backoffNames.deprecated : name;
}

function mountPolicy(manifest: Manifest, options: EnableOptions): Result<string> {
  if (options.policyPath === undefined) return ok(manifest.text);
  return mountFile(manifest, { name: volumeNames.policy, path: options.policyPath, type: 'File' });
}

function mountWebhook(manifest: Manifest, options: EnableOptions): Result<string> {
  if (options.webhookPath === undefined || !options.backends.includes('webhook')) return ok(manifest.text);
  return mountFile(manifest, { name: volumeNames.webhook, path: options.webhookPath, type: 'File' });
}

function mountLog(manifest: Manifest): Result<string> {
  const logPath = valueOf(manifest, 'audit-log-path');
  if (logPath === undefined || logPath === '' || logPath === '-') return ok(manifest.text);
  if (!logPath.startsWith('/') || parentPath(logPath).includes(':')) {
    const message = `cannot mount the folder of the audit log "${logPath}": it is no absolute path without colons`;
    return fail({ code: 'log-path-invalid', severity: 'error', message, hint: 'give another with --log-path' });
  }
  return mountLogFolder(manifest, logPath, {
    name: volumeNames.log,
    path: parentPath(logPath),
    type: 'DirectoryOrCreate',
  });
}

/** Adds the variables by which the collector of a registered cluster finds the log; those that are there stay. */
function addCollector(manifest: Manifest, options: EnableOptions): Result<string> {
  if (options.collectorCluster === undefined) return ok(manifest.text);
  const logPath = valueOf(manifest, 'audit-log-path') ?? '';
  if (logPath === '' || logPath === '-') {
    const message = 'cannot tell the collector where the audit log is: the log backend writes no file';
    return fail({ code: 'collector-without-log', severity: 'error', message, hint: 'add --backend log or both' });
  }
  const path = ['spec', 'containers', manifest.container, 'env'];
  const variables = Object.entries(collectorEnvironment(options.collectorCluster, logPath))
    .filter(([name]) => !manifest.environment.some((variable) => variable.name === name))
    .map(([name, value]) => ({ name, value }));
  return ok(insertItems(manifest.text, path, variables));
}

/** The value that a flag has in the manifest; kube-apiserver takes the last one given. */
function valueOf(manifest: Manifest, name: string): string | undefined {
  return manifest.flags.flags.findLast((flag) => flag.name === name)?.value;
}

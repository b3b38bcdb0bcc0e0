import { realpathSync } from 'node:fs';
import path from 'node:path';
import { type Backend, enableAudit, type EnableOptions, originOf, type Release } from '../../../apiserver/index.ts';
import type { Diagnostic } from '../../../base/index.ts';
import { CliError, wrongInput } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { writtenName } from './backup.ts';
import type { ManifestFile } from './manifest-file.ts';
import { nodeFiles } from './node-files.ts';
import type { FileAccess } from '../../replace-file.ts';

/** A file that kube-apiserver reads at its start. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
  readonly access: FileAccess;
}

/** What `enable` is going to write. */
export interface EnablePlan {
  /** The manifest's text afterwards; the same as before where there is nothing to do. */
  readonly text: string;
  readonly files: readonly PlannedFile[];
  readonly problems: readonly Diagnostic[];
}

/** What the user asked for, read and checked. */
export interface EnableRequest {
  readonly manifest: ManifestFile;
  readonly release: Release;
  readonly backends: readonly Backend[];
  readonly policy: { readonly file: string; readonly text: string };
  readonly kubeconfig: string | undefined;
  readonly hostDir: string;
  readonly given: Readonly<Record<string, string>>;
  readonly collectorCluster: string | undefined;
}

/**
 * Plans the change. The names of policy and kubeconfig hold a fingerprint of their contents: a changed policy changes the
 * manifest, so the kubelet restarts kube-apiserver, which reads it only then; and the files of earlier manifests, to
 * which `undo` goes back, stay as they were.
 */
export function planEnable(request: EnableRequest): EnablePlan {
  const { manifest, hostDir } = request;
  checkHostDir(hostDir, path.dirname(manifest.path));
  const files: PlannedFile[] = [];
  const owner = manifest.manifest.runAs;
  const plan = (kind: string, text: string, mode: number): string => {
    const file = path.join(hostDir, writtenName(kind, text));
    files.push({ path: file, text, access: { mode, owner: owner && { uid: owner.user, gid: owner.group } } });
    return file;
  };
  const { policy, kubeconfig } = request;
  const options: EnableOptions = {
    backends: request.backends,
    release: request.release,
    policyPath: isInPlace(manifest, policy.file) ? undefined : plan('policy', policy.text, 0o644),
    webhookPath: kubeconfig === undefined ? undefined : plan('webhook', kubeconfig, 0o600),
    given: request.given,
    collectorCluster: request.collectorCluster,
  };
  const planned = nodeFiles(new Map(files.map((file) => [file.path, file.text])));
  const enabled = enableAudit(manifest.text, options, planned);
  if (!enabled.ok) throw wrongInput(enabled.diagnostics, manifest.path);
  // Of a kubeconfig that is made here the maker has told already that it has no credentials.
  const problems = enabled.diagnostics.filter(
    ({ code }) => kubeconfig === undefined || code !== 'webhook-credentials-missing',
  );
  return { text: enabled.value, files, problems };
}

/**
 * The kubelet takes every file in its folder of manifests for a Pod, and does not descend into folders within it. A colon ends a path in
 * a mount.
 */
function checkHostDir(hostDir: string, manifests: string): void {
  if (hostDir.includes(':'))
    throw new CliError(exitCodes.wrongInput, `cannot mount from "${hostDir}": the path holds a colon`);
  if (hostDir === manifests)
    throw new CliError(exitCodes.wrongInput, `cannot write to "${hostDir}": the kubelet looks for manifests there`);
}

/** Says whether the policy is the very file that the manifest names already: then it stays where it is. */
function isInPlace({ manifest }: ManifestFile, file: string): boolean {
  const current = manifest.flags.flags.findLast((flag) => flag.name === 'audit-policy-file')?.value;
  const onNode = current === undefined ? undefined : originOf(manifest, current)?.hostPath;
  return onNode !== undefined && file !== '-' && realPath(onNode) === realPath(file);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

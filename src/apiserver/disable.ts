import { ok, type Result } from '../base/index.ts';
import { collectorPrefix } from './collector-environment.ts';
import { removeItem } from './edit/sequence.ts';
import { isAuditFlag } from './flags/catalogue.ts';
import { readManifest, type Manifest } from './manifest/manifest.ts';
import { normalisePath } from './manifest/paths.ts';
import { removeLastFlag } from './manifest/set-flag.ts';
import { volumeNames } from './manifest/set-mount.ts';
import type { Mount } from './manifest/volumes.ts';

/**
 * Takes audit out of a manifest's text: every audit flag, the mounts that Whodunit added, mounts of nothing but the policy or
 * the webhook's kubeconfig, and the collector's variables. Folders that something else may use stay mounted.
 */
export function disableAudit(text: string): Result<string> {
  const read = readManifest(text);
  if (!read.ok) return read;
  const auditFiles = new Set(
    read.value.flags.flags
      .filter((flag) => flag.name === 'audit-policy-file' || flag.name === 'audit-webhook-config-file')
      .map((flag) => normalisePath(flag.value)),
  );
  let manifest = read.value;
  for (;;) {
    const next = removeOne(manifest, auditFiles);
    if (next === undefined) return ok(manifest.text);
    const again = readManifest(next);
    if (!again.ok) return again;
    manifest = again.value;
  }
}

/** Takes one thing out, and gives undefined when there is nothing left. */
function removeOne(manifest: Manifest, auditFiles: ReadonlySet<string>): string | undefined {
  const container = ['spec', 'containers', manifest.container];
  const withoutFlag = removeLastFlag(manifest, isAuditFlag);
  if (withoutFlag !== undefined) return withoutFlag;
  const variable = manifest.environment.findLastIndex(({ name }) => name.startsWith(collectorPrefix));
  if (variable !== -1) return removeItem(manifest.text, [...container, 'env'], variable);
  const mount = manifest.mounts.findLast((candidate) => isForAudit(candidate, auditFiles));
  if (!mount) return undefined;
  const volume = manifest.volumes.findLast((candidate) => candidate.name === mount.name);
  const withoutMount = removeItem(manifest.text, [...container, 'volumeMounts'], mount.index);
  const used =
    manifest.sharedVolumes.has(mount.name) ||
    manifest.mounts.some((other) => other !== mount && other.name === mount.name);
  return volume && !used ? removeItem(withoutMount, ['spec', 'volumes'], volume.index) : withoutMount;
}

function isForAudit(mount: Mount, auditFiles: ReadonlySet<string>): boolean {
  const ours: readonly string[] = Object.values(volumeNames);
  return ours.includes(mount.name) || auditFiles.has(normalisePath(mount.mountPath));
}

import { ok, type Result } from '../base/index.ts';
import { collectorPrefix } from './collector-environment.ts';
import { removeItems, type Path } from './edit/sequence.ts';
import { auditFlagsOf } from './flags/flag-list.ts';
import { readManifest, type Manifest } from './manifest/manifest.ts';
import { normalisePath } from './manifest/paths.ts';
import { removeFlags } from './manifest/set-flag.ts';
import { volumeNames } from './manifest/set-mount.ts';
import type { Mount } from './manifest/volumes.ts';

/**
 * Takes audit out of a manifest's text: every audit flag, the mounts that Whodunit added, mounts of nothing but the policy or
 * the webhook's kubeconfig, and the collector's variables. Folders that something else may use stay mounted.
 */
export function disableAudit(text: string): Result<string> {
  const read = readManifest(text);
  if (!read.ok) return read;
  const manifest = read.value;
  const mounts = auditMounts(manifest);
  const container = ['spec', 'containers', manifest.container];
  const environment = manifest.environment.flatMap(({ name }, index) =>
    name.startsWith(collectorPrefix) ? [index] : [],
  );
  let rest = removeFlags(manifest, auditFlagsOf(manifest.flags));
  rest = remove(rest, [...container, 'env'], environment);
  rest = remove(
    rest,
    [...container, 'volumeMounts'],
    mounts.map((mount) => mount.index),
  );
  return ok(remove(rest, ['spec', 'volumes'], unusedVolumes(manifest, mounts)));
}

function remove(text: string, path: Path, indexes: readonly number[]): string {
  return indexes.length === 0 ? text : removeItems(text, path, indexes);
}

function auditMounts(manifest: Manifest): readonly Mount[] {
  const ours: readonly string[] = Object.values(volumeNames);
  const files = manifest.flags.flags
    .filter((flag) => flag.name === 'audit-policy-file' || flag.name === 'audit-webhook-config-file')
    .map((flag) => normalisePath(flag.value));
  return manifest.mounts.filter((mount) => ours.includes(mount.name) || files.includes(normalisePath(mount.mountPath)));
}

/** The volumes that nothing mounts once these mounts are gone. */
function unusedVolumes(manifest: Manifest, gone: readonly Mount[]): readonly number[] {
  const names = new Set(gone.map((mount) => mount.name));
  for (const mount of manifest.mounts) if (!gone.includes(mount)) names.delete(mount.name);
  for (const name of manifest.sharedVolumes) names.delete(name);
  return manifest.volumes.filter((volume) => names.has(volume.name)).map((volume) => volume.index);
}

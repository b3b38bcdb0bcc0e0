import { fail, ok, type Result } from '../../base/index.ts';
import { insertItems, replaceScalar } from '../edit/sequence.ts';
import type { Manifest } from './manifest.ts';
import { originOf } from './volumes.ts';

/** What Whodunit's own volumes are called, so that `disable` knows them. */
export const volumeNames = {
  policy: 'whodunit-audit-policy',
  webhook: 'whodunit-audit-webhook',
  log: 'whodunit-audit-log',
} as const;

/** A path that kube-apiserver needs to see, the same on the node and in the container. */
export interface WantedMount {
  readonly name: (typeof volumeNames)[keyof typeof volumeNames];
  readonly path: string;
  /** A file must be there before the Pod starts; the kubelet makes a log's folder. */
  readonly type: 'File' | 'DirectoryOrCreate';
}

/** Volumes that are read-only whatever the mount says. */
const readOnlySources = new Set(['configMap', 'secret', 'projected', 'downwardAPI']);

/** Says whether nothing can be written to a path inside the container because of the mount that it lies in. */
export function isReadOnly(manifest: Manifest, path: string): boolean {
  const origin = originOf(manifest, path);
  return origin !== undefined && (origin.mount.readOnly || readOnlySources.has(origin.volume?.source ?? ''));
}

/** Makes sure that kube-apiserver sees a file of the node under the same path: a mount of type File unless it does already. */
export function mountFile(manifest: Manifest, wanted: WantedMount): Result<string> {
  const origin = originOf(manifest, wanted.path);
  if (origin?.hostPath === wanted.path && origin.mount.name !== wanted.name) return ok(manifest.text);
  if (origin && origin.mount.name !== wanted.name && (origin.exact || isReadOnly(manifest, wanted.path))) {
    return fail({
      code: 'path-taken',
      severity: 'error',
      message: `cannot mount "${wanted.path}": the volume "${origin.mount.name}" is mounted there${origin.exact ? '' : ' and read-only'}`,
      hint: 'choose another folder with --host-dir',
    });
  }
  return ok(putMount(manifest, wanted));
}

/** Makes sure that what is written to a log's folder reaches the node, and can be written at all. */
export function mountLogFolder(manifest: Manifest, logPath: string, wanted: WantedMount): Result<string> {
  const origin = originOf(manifest, logPath);
  if (origin && isReadOnly(manifest, logPath)) {
    return fail({
      code: 'log-mount-read-only',
      severity: 'error',
      message: `cannot write the audit log to "${logPath}": the volume "${origin.mount.name}" at "${origin.mount.mountPath}" is mounted read-only`,
      hint: 'choose another path with --log-path, or make the mount writable',
    });
  }
  if (origin && origin.mount.name !== wanted.name) return ok(manifest.text);
  if (wanted.path === '/') {
    return fail({
      code: 'log-in-root',
      severity: 'error',
      message: `cannot mount the folder of "${logPath}": it is the root of the container`,
      hint: 'choose a folder of its own with --log-path',
    });
  }
  return ok(putMount(manifest, wanted));
}

/** Adds volume and mount, or moves the ones that Whodunit added before. */
function putMount(manifest: Manifest, wanted: WantedMount): string {
  const mounts = ['spec', 'containers', manifest.container, 'volumeMounts'];
  const mount = manifest.mounts.find((candidate) => candidate.name === wanted.name);
  const volume = manifest.volumes.find((candidate) => candidate.name === wanted.name);
  let { text } = manifest;
  if (mount) text = replaceScalar(text, [...mounts, mount.index, 'mountPath'], wanted.path);
  else {
    const readOnly = wanted.type === 'File' ? { readOnly: true } : {};
    text = insertItems(text, mounts, [{ mountPath: wanted.path, name: wanted.name, ...readOnly }]);
  }
  if (volume?.hostPath) return replaceScalar(text, ['spec', 'volumes', volume.index, 'hostPath', 'path'], wanted.path);
  const hostPath = { path: wanted.path, type: wanted.type };
  return insertItems(text, ['spec', 'volumes'], [{ hostPath, name: wanted.name }]);
}

import { type Diagnostic, unreachable } from '../../base/index.ts';
import type { ApiserverCode } from '../diagnostic-codes.ts';
import type { Release } from '../flags/catalogue.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { originOf, type Origin } from '../manifest/volumes.ts';
import { isReadOnly } from '../manifest/set-mount.ts';
import type { HostFiles } from './host-files.ts';
import { flagProblem, type Problem } from './problem.ts';
import type { Settings } from './settings.ts';

/** What a file that kube-apiserver reads at its start says to a checker. */
export type FileCheck = (text: string) => readonly Diagnostic[];

/** Checks a file that kube-apiserver reads: mounted, there, a file, and right. */
export function checkReadFile(
  manifest: Manifest,
  files: HostFiles,
  file: { readonly flag: string; readonly path: string },
  check: FileCheck,
): Problem[] {
  const error = (code: ApiserverCode, message: string): Problem => flagProblem('error', code, file.flag, message);
  if (!file.path.startsWith('/')) return [];
  const origin = originOf(manifest, file.path);
  if (!origin) return [error('file-not-mounted', `"${file.path}" is not mounted: kube-apiserver does not find it`)];
  const wrong = checkVolume(origin, files, file.flag);
  if (wrong) return [wrong];
  if (origin.exact && origin.mount.subPath === '' && origin.volume?.hostPath?.type.startsWith('Directory') === true)
    return [error('directory-for-file', `"${file.path}" is mounted as a directory, and a file is meant`)];
  if (origin.hostPath === undefined) return [];
  const found = files.lookup(origin.hostPath);
  switch (found.kind) {
    case 'unknown':
      return [];
    case 'missing':
      return [error('file-missing', `cannot read "${origin.hostPath}": there is no such file on this node`)];
    case 'directory':
      return [error('directory-for-file', `cannot read "${origin.hostPath}": it is a directory`)];
    case 'file':
      return check(found.text).map((diagnostic) => inFile(diagnostic, origin.hostPath ?? '', file.flag));
    default:
      return unreachable(found);
  }
}

function inFile(diagnostic: Diagnostic, path: string, flag: string): Problem {
  const place = diagnostic.line === undefined ? '' : `:${diagnostic.line}`;
  return { ...diagnostic, message: `${path}${place}: ${diagnostic.message}`, flag: `--${flag}` };
}

/** Checks what the kubelet checks of a volume before it starts the Pod. */
function checkVolume(origin: Origin, files: HostFiles, flag: string): Problem | undefined {
  const { volume, mount } = origin;
  if (!volume) {
    const message = `the volume "${mount.name}" of "${mount.mountPath}" is not in spec.volumes: the Pod is refused`;
    return flagProblem('error', 'volume-missing', flag, message);
  }
  if (!volume.hostPath) return undefined;
  const { path, type } = volume.hostPath;
  const found = files.lookup(path).kind;
  const wantsFile = type === 'File' || type === 'FileOrCreate';
  const wantsDirectory = type === 'Directory' || type === 'DirectoryOrCreate';
  const absent = found === 'missing' && (type === 'File' || type === 'Directory');
  if (!absent && !(wantsFile && found === 'directory') && !(wantsDirectory && found === 'file')) return undefined;
  const what = absent ? 'nothing there' : `a ${found} there`;
  const message = `the volume "${volume.name}" is "${path}" of type ${type}, and there is ${what}: the Pod does not start`;
  return flagProblem('error', absent ? 'file-missing' : 'directory-for-file', flag, message);
}

/** Checks where the log is written to: mounted, writable, able to rotate. Since 1.22 kube-apiserver opens it at its start. */
export function checkLog(manifest: Manifest, files: HostFiles, settings: Settings, release: Release): Problem[] {
  const flag = 'audit-log-path';
  const path = settings.text(flag);
  if (path === '-' || !path.startsWith('/')) return [];
  const origin = originOf(manifest, path);
  const fatal = release.minor >= 22 ? 'error' : 'warning';
  if (!origin) {
    if (manifest.readOnlyRoot)
      return [flagProblem(fatal, 'log-not-writable', flag, `"${path}" lies in the container's read-only file system`)];
    const message = `"${path}" is not mounted: the log goes with the container`;
    return [flagProblem('warning', 'log-not-mounted', flag, message)];
  }
  const wrong = checkVolume(origin, files, flag);
  if (wrong) return [wrong];
  if (isReadOnly(manifest, path)) {
    const message = `"${path}" cannot be written: "${origin.mount.mountPath}" is mounted read-only`;
    return [flagProblem(fatal, 'log-mount-read-only', flag, message)];
  }
  if (origin.hostPath !== undefined && files.lookup(origin.hostPath).kind === 'directory')
    return [flagProblem(fatal, 'directory-for-file', flag, `cannot write "${origin.hostPath}": it is a directory`)];
  const rotates = release.minor < 36 || settings.integer('audit-log-maxsize') > 0;
  if (!origin.exact || !rotates) return [];
  const message = `"${path}" is mounted by itself: a mount cannot be renamed, so the log cannot be rotated`;
  return [flagProblem('warning', 'log-cannot-rotate', flag, message, { hint: 'mount its folder instead' })];
}

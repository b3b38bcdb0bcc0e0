import { hereDocument, shellWord } from '../shell.ts';
import { type Fragment, type FragmentRequest, neededFiles } from './fragment.ts';

/** The folder that kube-apiserver sees in minikube besides its certificates, read-only. */
const folder = '/etc/ssl/certs';
const standardOutput = '-';

/**
 * A shell script that starts minikube with audit. What lies in its folder `files` it copies into its node at each start. It mounts no folder
 * into kube-apiserver that may be written to, and edits of its manifest are gone with the next start, so the log goes to standard output.
 */
export function minikubeFragment(request: FragmentRequest): Fragment {
  const names = new Map(
    neededFiles(request).map((file) => [file.path, file.path.slice(file.path.lastIndexOf('/') + 1)]),
  );
  const files = neededFiles(request).map(
    ({ path, text }) => `cat > "$files/${names.get(path) ?? ''}" ${hereDocument(text)}`,
  );
  const toFile = request.flags.some(([name, value]) => name === 'audit-log-path' && value !== standardOutput);
  const flags = request.flags
    .filter(([name]) => !rotation.has(name))
    .map(([name, value]) => [name, name === 'audit-log-path' ? standardOutput : (inFolder(names, value) ?? value)])
    .map(([name, value]) => `  --extra-config=${shellWord(`apiserver.${name}=${value}`)} \\\n`);
  const text = `#!/bin/sh
# Starts minikube with audit; what is given to this script goes on to "minikube start". When the policy has changed, "minikube stop" first.
# The log: kubectl logs --follow --namespace kube-system kube-apiserver-minikube
set -eu
umask 077
home=\${MINIKUBE_HOME:-$HOME}
case $home in */.minikube) ;; *) home=$home/.minikube ;; esac
files=$home/files${folder}
mkdir -p "$files"
${files.join('')}minikube start \\
${flags.join('')}  "$@"
`;
  const note = 'minikube mounts no folder for logs into kube-apiserver: the log goes to standard output';
  return { text, notes: toFile ? [note] : [] };
}

/** Standard output is not rotated by kube-apiserver. */
const rotation: ReadonlySet<string> = new Set([
  'audit-log-maxage',
  'audit-log-maxbackup',
  'audit-log-maxsize',
  'audit-log-compress',
]);

function inFolder(names: ReadonlyMap<string, string>, path: string): string | undefined {
  const name = names.get(path);
  return name === undefined ? undefined : `${folder}/${name}`;
}

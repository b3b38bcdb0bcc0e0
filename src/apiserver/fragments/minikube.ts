import { type Fragment, type FragmentRequest, neededFiles } from './fragment.ts';

/** The folder that kube-apiserver sees in minikube besides its certificates; what lies in ~/.minikube/files is copied there. */
const folder = '/etc/ssl/certs';

/** A shell script that starts minikube with audit. Only that folder is mounted, so the log goes to standard output. */
export function minikubeFragment(request: FragmentRequest): Fragment {
  const names = new Map(
    neededFiles(request).map((file) => [file.path, file.path.slice(file.path.lastIndexOf('/') + 1)]),
  );
  const files = neededFiles(request).map((file) => {
    const target = `"$HOME/.minikube/files${folder}/${names.get(file.path) ?? ''}"`;
    const end = endMark(file.text);
    return `cat > ${target} <<'${end}'\n${file.text.replace(/\n?$/, '\n')}${end}\n`;
  });
  const toFile = request.flags.some(([name, value]) => name === 'audit-log-path' && value !== '-');
  const flags = request.flags
    .map(([name, value]) => [name, name === 'audit-log-path' ? '-' : (inFolder(names, value) ?? value)] as const)
    .map(([name, value]) => `  --extra-config=${quote(`apiserver.${name}=${value}`)}`);
  const text = `#!/bin/sh
# Starts minikube with audit; "kubectl logs -n kube-system kube-apiserver-minikube" shows what goes to standard output.
set -eu
umask 077
mkdir -p "$HOME/.minikube/files${folder}"
${files.join('')}minikube start \\
${flags.join(' \\\n')}
`;
  return { text, notes: toFile ? ['minikube mounts no folder for logs: the log goes to standard output'] : [] };
}

/** A word that ends a here-document: none of the text's own lines. */
function endMark(text: string): string {
  let mark = 'WHODUNIT';
  while (text.split('\n').includes(mark)) mark += '_';
  return mark;
}

function inFolder(names: ReadonlyMap<string, string>, path: string): string | undefined {
  const name = names.get(path);
  return name === undefined ? undefined : `${folder}/${name}`;
}

/** A word that no shell reads anything into. */
function quote(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

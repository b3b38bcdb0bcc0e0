import { hereDocument, parentPath, shellWord } from '../apiserver/index.ts';
import type { SetupFile } from './step.ts';

/** The lines for a shell that write a file: for the node's root where the path is absolute, else where one works. */
export function writeCommand({ path, text, isSecret }: SetupFile): string {
  const mode = isSecret ? '600' : '644';
  if (!path.startsWith('/')) {
    const write = `cat > ${shellWord(path)} ${hereDocument(text)}`;
    return isSecret ? `(umask 077 && ${write})\n` : write;
  }
  return `sudo install -d -m 755 ${shellWord(parentPath(path))}\nsudo install -m ${mode} /dev/stdin ${shellWord(path)} ${hereDocument(text)}`;
}

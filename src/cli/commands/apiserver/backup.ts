import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, replaceFile } from '../../replace-file.ts';

/** The bytes of a manifest from before a change, and which bytes came of it. */
export interface Backup {
  readonly file: string;
  readonly number: number;
  /** The beginning of the SHA-256 of the manifest after the change. */
  readonly after: string;
}

/** The first 12 hexadecimal digits of a text's SHA-256. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function folderOf(hostDir: string): string {
  return path.join(hostDir, 'backup');
}

/**
 * Keeps the bytes of a manifest from before a change, as `NAME.0001.AFTER.yaml` in a folder that the kubelet does not watch;
 * AFTER tells `undo` whether the manifest is still what the change made of it.
 */
export async function writeBackup(hostDir: string, manifest: string, before: string, after: string): Promise<string> {
  const number = ((await listBackups(hostDir, manifest)).at(-1)?.number ?? 0) + 1;
  const name = `${path.basename(manifest)}.${String(number).padStart(4, '0')}.${fingerprint(after)}.yaml`;
  const file = path.join(folderOf(hostDir), name);
  await makeFolder(folderOf(hostDir));
  await replaceFile(file, before, { mode: 0o600 });
  return file;
}

const nameOfBackup = /(?<![^.])(\d{4,})\.([0-9a-f]{12})\.yaml$/;

/** The name of a file that `enable` writes, by its kind and its contents. */
export function writtenName(kind: string, text: string): string {
  return `${kind}-${fingerprint(text)}.yaml`;
}

/** The backups of a manifest, the oldest first; none where there is no folder of them. */
export async function listBackups(hostDir: string, manifest: string): Promise<readonly Backup[]> {
  return backupsWith(hostDir, `${path.basename(manifest)}.`);
}

/** The backups of whatever manifests. */
export async function listAllBackups(hostDir: string): Promise<readonly Backup[]> {
  return backupsWith(hostDir, '');
}

async function backupsWith(hostDir: string, prefix: string): Promise<readonly Backup[]> {
  const names = await readdir(folderOf(hostDir)).catch((): string[] => []);
  return names
    .flatMap((name): Backup[] => {
      const match = name.startsWith(prefix) ? nameOfBackup.exec(name.slice(prefix.length)) : null;
      if (prefix !== '' && match && match.index > 0) return [];
      if (!match?.[2]) return [];
      return [{ file: path.join(folderOf(hostDir), name), number: Number(match[1]), after: match[2] }];
    })
    .toSorted((a, b) => a.number - b.number);
}

/** Reads a backup's bytes. */
export async function readBackup(backup: Backup): Promise<string> {
  return readFile(backup.file, 'utf8');
}

/** Forgets a backup that has been brought back. */
export async function dropBackup(backup: Backup): Promise<void> {
  await rm(backup.file, { force: true });
}

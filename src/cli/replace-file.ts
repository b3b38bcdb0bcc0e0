import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCodeOf } from '../platform/index.ts';

/** Who may read a file. */
export interface FileAccess {
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * Puts new contents in the place of a file in one step: a reader sees the old bytes or the new ones, also after a power cut.
 * The temporary file lies beside it and begins with a dot, which the kubelet ignores in its folder of manifests. When it
 * rejects, the old file is untouched and no temporary file is left.
 */
export async function replaceFile(file: string, contents: string, access: FileAccess): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', access.mode);
    try {
      await handle.writeFile(contents);
      await handle.chmod(access.mode);
      if (access.owner && process.getuid?.() === 0) await handle.chown(access.owner.uid, access.owner.gid);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Makes a folder and its parents, and gives the topmost one that was not there. */
export async function makeFolder(folder: string): Promise<string | undefined> {
  return mkdir(folder, { recursive: true, mode: 0o755 });
}

/** The access of a file that is there, to keep it when the file is replaced. */
export async function accessOf(file: string): Promise<FileAccess | undefined> {
  try {
    const { mode, uid, gid } = await stat(file);
    return { mode: mode & 0o7777, owner: { uid, gid } };
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { chmod, stat } from 'node:fs/promises';
import { AppError } from '../base/index.ts';
import type { Logger } from './logger.ts';

const others = 0o077;
const othersWrite = 0o022;

/** What was found: nobody else could read or write it; others could read it; others could write it. */
export type Privacy = 'private' | 'was-readable' | 'was-writable';

/**
 * Sees to it that a file or folder is for its owner alone. A mode that lets others in is mended, with a warning. Throws AppError
 * `conflict` where another user owns it, or anybody may write it and we cannot change that.
 */
export async function makePrivate(path: string, logger: Logger): Promise<Privacy> {
  const me = process.geteuid?.();
  // Of what a link leads to: a link itself is open to everybody.
  const { uid, mode } = await stat(path);
  if (me === undefined || ((mode & others) === 0 && uid === me)) return 'private';
  if (uid !== me && uid !== 0)
    throw new AppError('conflict', `cannot use "${path}": user ${uid} owns it, and the server runs as user ${me}`);
  const shown = (mode & 0o777).toString(8);
  if (uid !== me) {
    // As Kubernetes mounts a volume: root owns the folder, and the group of the pod may write it.
    if ((mode & 0o002) !== 0)
      throw new AppError('conflict', `cannot use "${path}": anybody may write it (mode ${shown})`);
    logger.warn({ path, mode: shown }, 'root owns this and lets others in; the files in it are for the server alone');
    return 'private';
  }
  await chmod(path, mode & 0o700);
  logger.warn({ path, mode: shown }, 'others could read or write this; its mode is mended');
  return (mode & othersWrite) === 0 ? 'was-readable' : 'was-writable';
}

import { constants, type BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCodeOf } from '../../platform/index.ts';

/** What is known of a file besides its contents. */
export interface FileStatus {
  /** Device and inode: what stays the same when the file is renamed. */
  readonly id: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly modifiedMs: number;
  /** Names that lead to it; none for one that was deleted while somebody has it open. */
  readonly links: number;
}

/** A path that is no log file: the reason, in words. */
export class NotALog extends Error {
  constructor(path: string, reason: string) {
    super(`cannot follow "${path}": ${reason}`);
    this.name = 'NotALog';
  }
}

/** Opens a regular file; a device, a FIFO or a link that somebody put in its place is refused, and waited for by nobody. Throws NotALog or the system's error. */
export async function openLog(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCodeOf(error) === 'ELOOP') throw new NotALog(path, 'it is a symbolic link');
    if (errorCodeOf(error) === 'ENXIO') throw new NotALog(path, kindWords.socket);
    throw error;
  }
  const reason = whyNoLog(await handle.stat({ bigint: true }));
  if (reason === undefined) return handle;
  await handle.close();
  throw new NotALog(path, reason);
}

const kindWords = {
  directory: 'it is a directory; name the files in it, such as DIRECTORY/*.log',
  fifo: 'it is a FIFO; pipe it to standard input (--path -)',
  socket: 'it is a socket',
  device: 'it is a device',
};

/** Says why something is no log file; undefined where it is one. */
export function whyNoLog(stats: BigIntStats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return kindWords.directory;
  if (stats.isFIFO()) return kindWords.fifo;
  return stats.isSocket() ? kindWords.socket : kindWords.device;
}

export function statusOf({ dev, ino, size, mtimeMs, nlink }: BigIntStats): FileStatus {
  return { id: `${dev}:${ino}`, size: Number(size), modifiedMs: Number(mtimeMs), links: Number(nlink) };
}

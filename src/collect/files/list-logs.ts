import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { errorCodeOf } from '../../platform/index.ts';
import { compareBackups, type LogName, readLogName } from './log-name.ts';
import { type FileStatus, statusOf } from './open-log.ts';

/** A file of a rotation. */
export interface LogFile extends FileStatus {
  readonly path: string;
  readonly isLive: boolean;
}

/**
 * The regular files of a directory that belong to the rotation of a live name, the oldest first. Links are left out: whoever may write the
 * directory could have them lead anywhere. A directory that is gone holds none.
 */
export async function listLogs(directory: string, live: string): Promise<readonly LogFile[]> {
  const listed: Listed[] = [];
  for (const fileName of await namesIn(directory)) {
    const name = readLogName(fileName);
    if (name.live !== live) continue;
    const file = path.join(directory, fileName);
    const stats = await ifPresent(lstat(file, { bigint: true }));
    const isLive = fileName === live;
    if (stats?.isFile() === true) listed.push({ name, file: { path: file, isLive, ...statusOf(stats) } });
  }
  return inOrder(listed).map(({ file }) => file);
}

interface Listed {
  readonly name: LogName;
  readonly file: LogFile;
}

function inOrder(listed: readonly Listed[]): readonly Listed[] {
  const [backups, live] = [listed.filter(({ file }) => !file.isLive), listed.filter(({ file }) => file.isLive)];
  const [first] = backups;
  const areNamed = first !== undefined && backups.every(({ name }) => compareBackups(name, first.name) !== undefined);
  const byTime = (a: Listed, b: Listed): number => a.file.modifiedMs - b.file.modifiedMs;
  const byName = (a: Listed, b: Listed): number => compareBackups(a.name, b.name) || byTime(a, b);
  return [...backups.toSorted(areNamed ? byName : byTime), ...live];
}

async function namesIn(directory: string): Promise<readonly string[]> {
  return (await ifPresent(readdir(directory))) ?? [];
}

/** Files come and go while they are looked at. */
async function ifPresent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

import { DatabaseSync } from 'node:sqlite';
import type { FileLock } from './files.ts';

/** SQLite's SQLITE_BUSY: another connection holds the lock. */
const busy = 5;

/**
 * Locks a file through an empty SQLite database: Node has no flock, and SQLite's locks are the kernel's, so the death of
 * a process frees them without any guess about process ids, which containers use again at once.
 */
export async function lockFile(path: string): Promise<FileLock | undefined> {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

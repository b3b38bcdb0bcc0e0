import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../base/index.ts';
import { migrations } from './migrations/index.ts';

/** Milliseconds that a statement waits for another process, such as a backup, to let go of the file. */
const busyTimeout = 5000;

/**
 * Opens the database file, readable by its owner alone, and brings its schema up to date. Throws AppError `conflict` for a
 * file that a newer release wrote.
 */
export function openDatabase(path: string): DatabaseSync {
  // SQLite gives its WAL beside the file the same mode.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: true });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(database, path, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs the migrations that a database has not seen, each in a transaction with its version. */
export function migrate(database: DatabaseSync, path: string, all: readonly string[]): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > all.length)
    throw new AppError(
      'conflict',
      `cannot open records "${path}": they have schema ${version}, and this release knows up to ${all.length}`,
    );
  for (const [index, statements] of all.entries()) {
    if (index < version) continue;
    transaction(database, () => database.exec(`${statements}; PRAGMA user_version = ${index + 1}`));
  }
}

/**
 * Runs the task as a whole or not at all, as a part of the transaction under way where there is one. The task is synchronous, so
 * nothing else runs in between.
 */
export function transaction<T>(database: DatabaseSync, task: () => T): T {
  if (database.isTransaction) return task();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = task();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself where the disk was full or failed.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite's primary codes of writes that fail when the disk is full: FULL, and IOERR where a file beside it cannot grow. */
const noRoom = [13, 10];

/** Whether a write failed because the disk has no room for it. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && noRoom.includes(Number(error.errcode) & 0xff);
}

/** Makes a write that can be done without for a while. False when the disk has no room for it. */
export function writeIfRoom(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (isDiskFull(error)) return false;
    throw error;
  }
}

/** SQLite's extended codes of a unique constraint, of a primary key and of a foreign key. */
const constraints = { unique: [2067, 1555], foreignKey: [787] };

/** Runs a statement and turns the breach of a constraint into the AppError that says what it means here. */
export function withConstraint<T>(kind: keyof typeof constraints, breach: () => AppError, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
    throw constraints[kind].includes(code) ? breach() : error;
  }
}

import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../base/index.ts';
import { migrations } from './migrations/index.ts';
import { isWalDamaged } from './wal-check.ts';

/** Milliseconds that a statement waits for another process, such as a backup, to let go of the file. */
const busyTimeout = 5000;

export interface DatabaseOptions {
  /** The file, made when missing. */
  readonly path: string;
  /** What is made after the file and kept as long: where one of these is there, the file was, too. */
  readonly beside?: readonly string[] | undefined;
}

/**
 * Opens the database file, readable by its owner alone, and brings its schema up to date. Throws AppError: `conflict` for a
 * file that a newer release wrote, `records-damaged` for one that is damaged, or gone: it is left as it is.
 */
export function openDatabase({ path, beside = [] }: DatabaseOptions): DatabaseSync {
  const isUsed = beside.some((file) => existsSync(file));
  checkFiles(path, isUsed);
  // SQLite gives its WAL beside the file the same mode.
  closeSync(openSync(path, 'a', 0o600));
  const database = connect(path);
  try {
    checkContents(database, path, isUsed);
    database.exec(durable);
    migrate(database, path, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Commits are on disk when they return. */
const durable = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL';

function connect(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: busyTimeout, enableForeignKeyConstraints: true });
}

/** Another connection to a file that `openDatabase` has opened. */
export function connectAgain(path: string): DatabaseSync {
  const database = connect(path);
  database.exec(durable);
  return database;
}

function damaged(path: string, reason: string, cause?: unknown): AppError {
  const remedy = 'restore it from a backup, see docs/how-to/back-up-and-restore.md';
  return new AppError('records-damaged', `cannot open records "${path}": ${reason}; ${remedy}`, { cause });
}

/** Before SQLite opens anything: it would make what is missing, and forget what it cannot read of the WAL. */
function checkFiles(path: string, isUsed: boolean): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  const wal = `${path}-wal`;
  const walSize = statSync(wal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === undefined && (isUsed || walSize > 0)) throw damaged(path, 'the file is gone, and the folder was used');
  if (size === 0 && (isUsed || walSize > 0)) throw damaged(path, 'the file is empty, and the folder was used');
  if (walSize > 0 && isWalDamaged(wal)) throw damaged(path, `its write-ahead log "${wal}" is damaged`);
}

/** SQLite's primary codes for a file that is none of its own, or that contradicts itself. */
const corrupt = [26, 11];

/** Reads the whole file once: 0.7 s for a gigabyte. */
function checkContents(database: DatabaseSync, path: string, isUsed: boolean): void {
  try {
    const [problem] = database.prepare('PRAGMA quick_check(1)').all();
    if (problem?.['quick_check'] !== 'ok') throw damaged(path, String(problem?.['quick_check']));
  } catch (error) {
    if (!corrupt.includes(sqliteCode(error) & 0xff)) throw error;
    throw damaged(path, 'the file is no database, or a part of it is overwritten', error);
  }
  if (isUsed && versionOf(database) === 0)
    throw damaged(path, 'there is nothing in it, and the folder was used: its write-ahead log is gone');
}

/** SQLite's extended code of an error; 0 for any other. */
function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Runs the migrations that a database has not seen, each in a transaction with its version. */
export function migrate(database: DatabaseSync, path: string, all: readonly string[]): void {
  const version = versionOf(database);
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
  return noRoom.includes(sqliteCode(error) & 0xff);
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
    throw constraints[kind].includes(sqliteCode(error)) ? breach() : error;
  }
}

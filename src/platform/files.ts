import { mkdir, open, readdir, rename, rm, statfs, type FileHandle } from 'node:fs/promises';
import { lockFile } from './file-lock.ts';

/** How a file is opened: `create` makes it, or empties the one that is there; the others need it to be there. */
export type OpenMode = 'create' | 'write' | 'read';

/** An open file. The one who opened it closes it. */
export interface OpenFile {
  /** Writes all the chunks one after another from a position on. When it rejects, any part may have been written. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>;
  /** Fills the buffer from a position on and gives the bytes read: fewer than asked for only at the file's end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Resolves when the contents and the size are on disk. After a rejection nothing unsynced may be relied on. */
  datasync(): Promise<void>;
  truncate(size: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** A lock that is held. */
export interface FileLock {
  release(): void;
}

/**
 * The file operations that durability rests on, so that tests can take the power away between any two of them.
 * Errors are Node's own, with their `code` (ENOENT, ENOSPC, EIO).
 */
export interface FileLayer {
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  /** Resolves when the directory's entries are on disk: files created, renamed and removed in it. */
  syncDirectory(path: string): Promise<void>;
  /** Makes the directory and its parents; one that is there is fine. */
  makeDirectory(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** The names in a directory, in no order. */
  list(path: string): Promise<readonly string[]>;
  /**
   * Takes a lock that no other process, and nobody else in this one, can take until it is released or its process is
   * gone. Resolves with undefined when somebody has it.
   */
  lock(path: string): Promise<FileLock | undefined>;
  /** Bytes that an unprivileged process may still write to the file system of this path. */
  freeBytes(path: string): Promise<number>;
}

const flags = { create: 'w+', write: 'r+', read: 'r' } as const;

/** The machine's own file system. Files are made readable by their owner alone. */
export const realFiles: FileLayer = {
  open: async (path, mode) => wrap(await open(path, flags[mode], 0o600)),
  syncDirectory: async (path) => {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  makeDirectory: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  rename,
  unlink: (path) => rm(path),
  list: (path) => readdir(path),
  lock: lockFile,
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};

function wrap(handle: FileHandle): OpenFile {
  return {
    write: (chunks, position) => writeAll(handle, chunks, position),
    read: (buffer, position) => readFully(handle, buffer, position),
    datasync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

/** One writev takes up to 2 GiB on Linux and may write less than asked for, so it is repeated from where it stopped. */
async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[], position: number): Promise<void> {
  let rest = chunks.filter((chunk) => chunk.length > 0);
  let at = position;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.writev(rest, at);
    at += bytesWritten;
    rest = dropBytes(rest, bytesWritten);
  }
}

function dropBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let left = count;
  const rest: Uint8Array[] = [];
  for (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      rest.push(left > 0 ? chunk.subarray(left) : chunk);
      left = 0;
    }
  }
  return rest;
}

/** Fills the buffer from a position on and gives the bytes read: fewer only at the end of the file. */
export async function readFully(handle: FileHandle, buffer: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** The `code` of an error that Node's file operations gave, such as `ENOENT`. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

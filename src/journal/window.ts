import type { OpenFile } from '../platform/index.ts';

const windowLength = 2 ** 20;

/** A part of a file in memory, read ahead a megabyte at a time. What it gave stays valid: each window is a new buffer. */
export interface Window {
  /** Bytes from an offset on: fewer than asked for only where the limit or the file's end comes first. */
  view(offset: number, length: number): Promise<Buffer>;
  /** Raises the offset up to which the file may be read. */
  extend(limit: number): void;
}

/** Opens a window on a file up to a limit. The caller keeps and closes the file. */
export function createWindow(file: OpenFile, initialLimit: number): Window {
  let limit = initialLimit;
  let start = 0;
  let bytes = Buffer.alloc(0);
  return {
    extend: (next) => {
      limit = next;
    },
    view: async (offset, length) => {
      const wanted = Math.max(0, Math.min(length, limit - offset));
      if (offset < start || offset + wanted > start + bytes.length) {
        const ahead = Math.max(wanted, Math.min(windowLength, limit - offset));
        const buffer = Buffer.allocUnsafeSlow(Math.max(0, ahead));
        const count = await file.read(buffer, offset);
        start = offset;
        bytes = buffer.subarray(0, count);
      }
      return bytes.subarray(offset - start, offset - start + wanted);
    },
  };
}

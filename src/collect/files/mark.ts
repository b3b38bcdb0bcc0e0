import { createHash } from 'node:crypto';

/** Tells a stretch of bytes again: how many they are, and their SHA-256. */
export interface Mark {
  readonly length: number;
  readonly hash: string;
}

/** Bytes of the longest mark: they hold at least the audit id of one event, which no other file has at the same place. */
export const markBytes = 1024;

export const noMark: Mark = { length: 0, hash: '' };

/** The mark of some bytes. */
export function markOf(bytes: Uint8Array): Mark {
  return { length: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** Whether the bytes of a mark are these. */
export function isMarked(bytes: Uint8Array, { length, hash }: Mark): boolean {
  return bytes.length === length && (length === 0 || markOf(bytes).hash === hash);
}

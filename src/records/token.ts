import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a secret is for: the first part of its text, so that people, scanners and our own log recognise it. */
export type TokenKind = 'wdingest' | 'wdapi' | 'wdsession' | 'wdadmin';

/** A secret that was just made; its text is shown once and kept nowhere. */
export interface NewToken {
  readonly text: string;
  readonly hash: Uint8Array;
  /** The beginning, by which its owner tells it from others. */
  readonly hint: string;
}

/** Makes a secret of 256 random bits. */
export function newToken(kind: TokenKind): NewToken {
  const text = `${kind}_${randomBytes(32).toString('base64url')}`;
  return { text, hash: hashToken(text), hint: text.slice(0, kind.length + 5) };
}

/**
 * The SHA-256 of a secret. A plain hash suffices: 256 random bits cannot be guessed, and looking one up by its hash tells
 * nothing by its time.
 */
export function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** Compares two texts in a time that does not tell where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(hashToken(one), hashToken(other));
}

/** A random name for a record: lower-case letters and digits, never used again. */
export function newId(prefix: string): string {
  return `${prefix}${randomBytes(12).toString('hex')}`;
}

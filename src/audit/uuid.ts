import { hexValue } from './json/scan.ts';

const length = 36;
const hex = '0123456789abcdef';

function isDash(index: number): boolean {
  return index === 8 || index === 13 || index === 18 || index === 23;
}

/** Whether the text is a UUID as kube-apiserver writes it: lower case with dashes, not all zero. */
export function isPlainUuid(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== length) return false;
  let isZero = true;
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[from + index] as number;
    if (isDash(index)) {
      if (byte !== 0x2d) return false;
    } else {
      if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
      if (byte !== 0x30) isZero = false;
    }
  }
  return !isZero;
}

/**
 * Writes a UUID's 16 bytes as ClickHouse's RowBinary has them: two little-endian 64-bit halves.
 */
export function writeUuid(bytes: Uint8Array, from: number, target: Uint8Array, at: number): void {
  let digit = 0;
  for (let index = 0; index < length; index += 1) {
    if (isDash(index)) continue;
    const value = hexValue(bytes[from + index]);
    const place = digit >> 1;
    const slot = at + (place < 8 ? 7 - place : 23 - place);
    target[slot] = (digit & 1) === 0 ? value << 4 : (target[slot] as number) | value;
    digit += 1;
  }
}

/** The text of a UUID in RowBinary. */
export function readUuid(bytes: Uint8Array, at: number): string {
  let text = '';
  for (let place = 0; place < 16; place += 1) {
    const byte = bytes[at + (place < 8 ? 7 - place : 23 - place)] as number;
    if (place === 4 || place === 6 || place === 8 || place === 10) text += '-';
    text += hex.charAt(byte >> 4) + hex.charAt(byte & 15);
  }
  return text;
}

/**
 * Sixteen bytes that stand for an audit id that is no UUID, so that ids can be looked up in one way. Not collision-proof
 * against somebody who tries: whoever looks up compares `audit_id_text` as well.
 */
export function writeTextId(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at: number): void {
  const seeds = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (const [lane, seed] of seeds.entries()) {
    let hash = seed;
    for (let index = from; index < to; index += 1) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
    for (let index = 0; index < 4; index += 1) target[at + lane * 4 + index] = (hash >>> (index * 8)) & 0xff;
  }
}

const length = 36;
const hex = '0123456789abcdef';

/** Value of a digit as kube-apiserver writes it; negative for any other byte. */
const digitValue = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value += 1) digitValue[hex.charCodeAt(value)] = value;

/** Where in the text each byte's two digits stand, in the order of ClickHouse's binary formats: two little-endian halves. */
const digitsAt = new Uint8Array([16, 14, 11, 9, 6, 4, 2, 0, 34, 32, 30, 28, 26, 24, 21, 19]);
const dashesAt = new Uint8Array([8, 13, 18, 23]);

/**
 * Writes the 16 bytes of a UUID as ClickHouse's binary formats have them, if bytes[from, to) is one as kube-apiserver writes it: in
 * lower case with dashes, not all zero. Else returns false, and what it wrote is nothing.
 */
export function writePlainUuid(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at: number): boolean {
  if (to - from !== length) return false;
  for (let index = 0; index < dashesAt.length; index += 1)
    if (bytes[from + (dashesAt[index] as number)] !== 0x2d) return false;
  let all = 0;
  for (let index = 0; index < digitsAt.length; index += 1) {
    const digit = from + (digitsAt[index] as number);
    const value =
      ((digitValue[bytes[digit] as number] as number) << 4) | (digitValue[bytes[digit + 1] as number] as number);
    target[at + index] = value;
    // The sign stays, whichever of the digits was none.
    all |= value;
  }
  return all > 0;
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

// Lengths below 2^32 in LEB128: seven bits a byte, the lowest first, as ClickHouse writes them before texts and lists.

/** Bytes that a length of 32 bits takes at most. */
export const maxLeb128Size = 5;

/** Writes a length at an offset and gives the offset after it. */
export function writeLeb128(bytes: Uint8Array, at: number, length: number): number {
  let position = at;
  let rest = length;
  while (rest >= 0x80) {
    bytes[position] = (rest & 0x7f) | 0x80;
    position += 1;
    rest >>>= 7;
  }
  bytes[position] = rest;
  return position + 1;
}

/** The length that was written at an offset. */
export function readLeb128(bytes: Uint8Array, at: number): number {
  let position = at;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[position] as number;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return length >>> 0;
    position += 1;
  }
}

/** Bytes that a length takes. */
export function leb128Size(length: number): number {
  let size = 1;
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) size += 1;
  return size;
}

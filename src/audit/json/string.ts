import { hexValue } from './scan.ts';

const simple: Readonly<Record<number, number>> = { 0x6e: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12 };

/**
 * Decodes the inside of a JSON string that holds only usual escapes (`\"`, `\\`, `\n` …, `\u0026` and its kin) into bytes and
 * returns where they end. The target has room for the source's length.
 */
export function decodeStringInto(bytes: Uint8Array, from: number, to: number, target: Uint8Array, at: number): number {
  let out = at;
  for (let index = from; index < to; index += 1) {
    let byte = bytes[index] as number;
    if (byte === 0x5c) {
      index += 1;
      byte = bytes[index] as number;
      if (byte === 0x75) {
        byte = hexValue(bytes[index + 3]) * 16 + hexValue(bytes[index + 4]);
        index += 4;
      } else byte = simple[byte] ?? byte;
    }
    target[out] = byte;
    out += 1;
  }
  return out;
}

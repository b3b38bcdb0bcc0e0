import { sql, type SqlNode } from '../types/index.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const plus = 0x2b;
const percent = 0x25;

/**
 * Decodes one piece of a URL's query as ClickHouse's `decodeURLFormComponent` does: `+` is a blank, a `%` without two
 * hexadecimal digits (which Go refuses) stays with the two characters behind it. Bytes that are no UTF-8 become one U+FFFD a run.
 */
export function formDecode(text: string): string {
  const bytes = encoder.encode(text);
  const decoded = new Uint8Array(bytes.length);
  let length = 0;
  let index = 0;
  while (index < bytes.length) {
    const byte = bytes[index] ?? 0;
    if (byte !== percent) {
      decoded[length++] = byte === plus ? 0x20 : byte;
      index += 1;
      continue;
    }
    const value = hexPair(bytes, index + 1);
    if (value === undefined) {
      const verbatim = bytes.subarray(index, index + 3);
      decoded.set(verbatim, length);
      length += verbatim.length;
    } else decoded[length++] = value;
    index += 3;
  }
  return decoder.decode(decoded.subarray(0, length)).replaceAll(/\uFFFD+/g, '\uFFFD');
}

/** The same as a ClickHouse expression over one that is a String. */
export function formDecodeSql(text: SqlNode): SqlNode {
  return sql`replaceRegexpAll(toValidUTF8(decodeURLFormComponent(${text})), '\uFFFD+', '\uFFFD')`;
}

function hexPair(bytes: Uint8Array, index: number): number | undefined {
  const high = hexDigit(bytes[index]);
  const low = hexDigit(bytes[index + 1]);
  return high === undefined || low === undefined ? undefined : high * 16 + low;
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

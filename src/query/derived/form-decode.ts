const encoder = new TextEncoder();
const decoder = new TextDecoder();
const plus = 0x2b;
const percent = 0x25;

/**
 * Decodes one piece of a URL's query as Go's `url.QueryUnescape` and ClickHouse's `decodeURLFormComponent` do: `+` is a
 * blank, a `%` without two hexadecimal digits stays. Bytes that are no UTF-8 become one U+FFFD a run.
 */
export function formDecode(text: string): string {
  const bytes = encoder.encode(text);
  const decoded = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    const value = byte === percent ? hexPair(bytes, index + 1) : undefined;
    if (value !== undefined) index += 2;
    decoded[length++] = value ?? (byte === plus ? 0x20 : byte);
  }
  return decoder.decode(decoded.subarray(0, length)).replaceAll(/\uFFFD+/g, '\uFFFD');
}

/** The same as a ClickHouse expression over one that is a String. */
export function formDecodeSql(text: string): string {
  return `replaceRegexpAll(toValidUTF8(decodeURLFormComponent(${text})), '\uFFFD+', '\uFFFD')`;
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

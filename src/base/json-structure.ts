const quote = 0x22;
const backslash = 0x5c;

/** Where a walk over JSON text stands. */
export interface JsonPosition {
  readonly at: number;
  /** Objects and arrays that are open. */
  readonly depth: number;
}

/**
 * Walks over the structure of JSON text and calls `visit` for each bracket, brace and comma outside strings, with the depth
 * after it; `visit` says whether to go on. Gives where the walk ended, from where it may go on once there is more text: a
 * string whose end is not there yet is walked again then.
 */
export function walkStructure(
  bytes: Uint8Array,
  from: JsonPosition,
  visit: (byte: number, at: number, depth: number) => boolean,
): JsonPosition {
  let { at, depth } = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) {
      const end = endOfString(bytes, at);
      if (end < 0) return { at, depth };
      at = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (!visit(byte, at, depth)) return { at: at + 1, depth };
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (!visit(byte, at, depth)) return { at: at + 1, depth };
    } else if (byte === 0x2c && !visit(byte, at, depth)) return { at: at + 1, depth };
  }
  return { at, depth };
}

/** The offset of the quote that ends the string whose first quote is at `from`; -1 where there is none. */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let end = bytes.indexOf(quote, from + 1); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let escapes = end;
    while (bytes[escapes - 1] === backslash) escapes -= 1;
    if ((end - escapes) % 2 === 0) return end;
  }
  return -1;
}

/** Whether a byte stands between values: blanks, and the separator of JSON text sequences. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1e;
}

const quote = 0x22;
const backslash = 0x5c;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The members of the object that the JSON text holds, each value as its own bytes: numbers keep all their digits. Of the
 * text that the server answers with, which is JSON.
 */
export function membersOf(json: Uint8Array): ReadonlyMap<string, Uint8Array> {
  return new Map(
    partsOf(json).map((part) => {
      const keyEnd = endOfKey(part);
      const key = String(JSON.parse(jsonText(part.subarray(0, keyEnd))));
      return [key, trim(part.subarray(part.indexOf(0x3a, keyEnd) + 1))];
    }),
  );
}

/** The items of the array that the JSON text holds, each as its own bytes. */
export function itemsOf(json: Uint8Array): readonly Uint8Array[] {
  return partsOf(json);
}

/** The text of a slice. */
export function jsonText(json: Uint8Array): string {
  return decoder.decode(json);
}

/** What the commas of the outermost object or array part. */
function partsOf(json: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = -1;
  walkStructure(json, (byte, at, depth) => {
    if (from < 0) from = at + 1;
    else if (depth === 0 || (depth === 1 && byte === 0x2c)) {
      const part = trim(json.subarray(from, at));
      if (part.length > 0) parts.push(part);
      from = at + 1;
    }
    return depth > 0;
  });
  return parts;
}

/** The offset after the string that the text begins with. */
function endOfKey(part: Uint8Array): number {
  let at = 1;
  while (at < part.length && part[at] !== quote) at += part[at] === backslash ? 2 : 1;
  return at + 1;
}

function trim(json: Uint8Array): Uint8Array {
  let from = 0;
  let to = json.length;
  while (from < to && isBlank(json[from])) from += 1;
  while (to > from && isBlank(json[to - 1])) to -= 1;
  return json.subarray(from, to);
}

/**
 * Walks over the structure of JSON text and calls `visit` for each bracket, brace and comma outside strings, with the depth
 * after it; `visit` says whether to go on.
 */
function walkStructure(bytes: Uint8Array, visit: (byte: number, at: number, depth: number) => boolean): void {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) {
      at = endOfString(bytes, at);
      if (at < 0) return;
      continue;
    }
    const isOpening = byte === 0x7b || byte === 0x5b;
    const isClosing = byte === 0x7d || byte === 0x5d;
    if (isOpening) depth += 1;
    if (isClosing) depth -= 1;
    if ((isOpening || isClosing || byte === 0x2c) && !visit(byte, at, depth)) return;
  }
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

import type { RE2JS } from 're2js';
import { isBlank } from '../base/index.ts';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
/** What stands in the place of what was found. */
const instead = '[redacted]';

/** JSON with what a pattern finds in its texts replaced. Names of members stay. The very bytes that came where nothing was found. */
export function replaceInTexts(json: Uint8Array, pattern: RE2JS): Uint8Array {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.length);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(quote); at >= 0;) {
    const end = endOfText(bytes, at);
    if (!isName(bytes, end)) {
      const text = String(JSON.parse(bytes.toString('utf8', at, end)));
      const replaced = pattern.matcher(text).replaceAll(instead);
      if (replaced !== text) {
        pieces.push(bytes.subarray(from, at), Buffer.from(JSON.stringify(replaced)));
        from = end;
      }
    }
    at = bytes.indexOf(quote, end);
  }
  return pieces.length === 0 ? json : Buffer.concat([...pieces, bytes.subarray(from)]);
}

/** The offset after the text whose first quote is at `from`. */
function endOfText(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(quote, from + 1); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let escapes = end;
    while (bytes[escapes - 1] === backslash) escapes -= 1;
    if ((end - escapes) % 2 === 0) return end + 1;
  }
  return bytes.length;
}

function isName(bytes: Buffer, after: number): boolean {
  let at = after;
  while (at < bytes.length && isBlank(bytes[at])) at += 1;
  return bytes[at] === colon;
}

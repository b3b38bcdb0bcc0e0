import { isBlank, walkStructure } from './json-structure.ts';

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
  walkStructure(json, { at: 0, depth: 0 }, (byte, at, depth) => {
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
  while (at < part.length && part[at] !== 0x22) at += part[at] === 0x5c ? 2 : 1;
  return at + 1;
}

function trim(json: Uint8Array): Uint8Array {
  let from = 0;
  let to = json.length;
  while (from < to && isBlank(json[from])) from += 1;
  while (to > from && isBlank(json[to - 1])) to -= 1;
  return json.subarray(from, to);
}

import { isBlank, walkStructure } from '../base/index.ts';

/**
 * The offset of the last line whose begin is surely the begin of a value; 0 where there is none. Between `}` or `]` and `{`
 * or `[` there is a comma everywhere but at the top, and a line cannot end inside a string, so that this needs no look at
 * what comes before, and a broken line spoils nothing but itself.
 */
export function lastLineOfItsOwn(bytes: Uint8Array): number {
  for (let newline = bytes.lastIndexOf(0x0a); newline > 0; newline = bytes.lastIndexOf(0x0a, newline - 1)) {
    let next = newline + 1;
    while (isBlank(bytes[next])) next += 1;
    let previous = newline - 1;
    while (isBlank(bytes[previous])) previous -= 1;
    const closed = bytes[previous] === 0x7d || bytes[previous] === 0x5d;
    if (closed && (bytes[next] === 0x7b || bytes[next] === 0x5b)) return newline + 1;
  }
  return 0;
}

/** The offset after the last value that is whole, seen from the first one on; 0 where there is none. */
export function lastValueEnd(bytes: Uint8Array): number {
  let end = 0;
  walkStructure(bytes, { at: 0, depth: 0 }, (_byte, at, depth) => {
    if (depth === 0) end = at + 1;
    return depth >= 0;
  });
  return end;
}

/** Where the items of a list begin, and how deep they are. */
export interface ListStart {
  readonly at: number;
  readonly depth: number;
}

/** What an EventList holds before its items. */
const listHead =
  /^\{\s*(?:"(?:kind|apiVersion)"\s*:\s*"[^"\\]*"\s*,\s*|"metadata"\s*:\s*\{[^{}[\]]*\}\s*,\s*)*"items"\s*:\s*\[/i;
const maxHeadBytes = 4096;

/** Where the items begin, if the text begins with an array or an EventList. */
export function findListStart(bytes: Uint8Array): ListStart | undefined {
  let at = hasByteOrderMark(bytes) ? 3 : 0;
  while (isBlank(bytes[at])) at += 1;
  if (bytes[at] === 0x5b) return { at: at + 1, depth: 1 };
  const head = Buffer.from(bytes.subarray(at, at + maxHeadBytes)).toString('latin1');
  const list = listHead.exec(head);
  return list ? { at: at + list[0].length, depth: 2 } : undefined;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

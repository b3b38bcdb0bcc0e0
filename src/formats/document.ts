import { Scanner } from '../audit/index.ts';
import { isBlank } from '../base/index.ts';

/** What was found of a JSON value from an offset on. */
export type Extent =
  | { readonly kind: 'whole'; readonly to: number }
  /** It goes on behind what is there. */
  | { readonly kind: 'open' }
  | { readonly kind: 'damaged'; readonly at: number };

/** A value that fails so close to the end of what is there may have been cut in the middle of an escape. */
const longestEscape = 6;

/** One for all: it is used for one value at a time. */
const scanner = new Scanner();

/** Finds where the value ends that begins at `from`. `isAll`: nothing more comes. */
export function extentOf(bytes: Uint8Array, from: number, isAll: boolean): Extent {
  scanner.reset(bytes, bytes.length);
  const to = scanner.skipValue(from);
  if (to >= 0) return { kind: 'whole', to };
  const isCut = scanner.failedAt > bytes.length - longestEscape;
  return isCut && !isAll ? { kind: 'open' } : { kind: 'damaged', at: Math.min(scanner.failedAt, bytes.length) };
}

/** Finds where the member of an object ends that begins at `from`. */
export function memberExtent(bytes: Uint8Array, from: number, isAll: boolean): Extent {
  const key = extentOf(bytes, from, isAll);
  if (key.kind !== 'whole') return key;
  let at = key.to;
  while (isBlank(bytes[at])) at += 1;
  const isMember = bytes[from] === 0x22 && (at >= bytes.length || bytes[at] === 0x3a);
  if (!isMember) return { kind: 'damaged', at: Math.min(at, bytes.length) };
  for (at += 1; isBlank(bytes[at]);) at += 1;
  return extentOf(bytes, at, isAll);
}

/**
 * Where the items of the first list begin of a document that is too large to be held, or damaged: behind the bracket. -1 where there is
 * no such list. Before it stand members that say what the items are.
 */
export function listIn(bytes: Uint8Array, from: number): number {
  if (bytes[from] === 0x5b) return from + 1;
  scanner.reset(bytes, bytes.length);
  let at = from;
  do {
    const key = scanner.skipBlanks(at + 1);
    const afterKey = bytes[key] === 0x22 ? scanner.skipString(key) : -1;
    const colon = afterKey < 0 ? -1 : scanner.skipBlanks(afterKey);
    if (colon < 0 || bytes[colon] !== 0x3a) return -1;
    const value = scanner.skipBlanks(colon + 1);
    const after = scanner.skipValue(value);
    if (bytes[value] === 0x5b && (after < 0 || bytes[scanner.skipBlanks(value + 1)] === 0x7b)) return value + 1;
    at = after < 0 ? -1 : scanner.skipBlanks(after);
  } while (at >= 0 && bytes[at] === 0x2c);
  return -1;
}

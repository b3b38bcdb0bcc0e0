import { isKeyword, scan } from './scan.ts';

/** SLS's `LIMIT offset, count`, by the position of the offset's first digit. */
export type LimitPairs = ReadonlyMap<number, { readonly offset: string; readonly count: string }>;

/**
 * Blanks out the `, count` of every `LIMIT offset, count`, which Trino's grammar does not know, and remembers the pair.
 * The text keeps its length, so all positions stay.
 */
export function takeLimitPairs(text: string): { readonly text: string; readonly pairs: LimitPairs } {
  const pairs = new Map<number, { offset: string; count: string }>();
  const tokens = scan(text);
  let rewritten = text;
  for (const [index, token] of tokens.entries()) {
    const [offset, comma, count] = tokens.slice(index + 1, index + 4);
    if (!isKeyword(token, 'limit') || offset?.kind !== 'number' || comma?.text !== ',' || count?.kind !== 'number')
      continue;
    pairs.set(offset.from, { offset: offset.text, count: count.text });
    rewritten = rewritten.slice(0, comma.from) + ' '.repeat(count.to - comma.from) + rewritten.slice(count.to);
  }
  return { text: rewritten, pairs };
}

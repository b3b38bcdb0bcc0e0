import type { CST } from 'yaml';

type Token = CST.Token;

/** Levels of nesting that are read; a policy needs seven. Deeper ones would overflow the composer's stack. */
export const maxDepth = 200;

/** What the tokens of a document show before it is composed. */
export interface TokenChecks {
  readonly tooDeep: boolean;
  /** The offset of a tab at the beginning of a line outside brackets, which libyaml refuses even where the line is blank. */
  readonly tab?: number;
}

/** Looks through a parsed token without recursion. */
export function checkTokens(token: Token): TokenChecks {
  const open: { readonly token: Token; readonly depth: number }[] = [{ token, depth: 0 }];
  let tab: number | undefined;
  const lookForTab = (tokens: readonly CST.SourceToken[] | undefined): void => {
    for (const [index, { type, source, offset }] of tokens?.entries() ?? []) {
      const begins = tokens?.[index - 1]?.type === 'newline';
      if (begins && type === 'space' && source.includes('\t') && !(tab !== undefined && tab < offset)) tab = offset;
    }
  };
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.depth > maxDepth) return { tooDeep: true };
    const depth = next.depth + 1;
    if (next.token.type === 'document') {
      lookForTab(next.token.start);
      if (next.token.value) open.push({ token: next.token.value, depth });
      continue;
    }
    if (!('items' in next.token)) continue;
    const inBlock = next.token.type !== 'flow-collection';
    for (const item of next.token.items) {
      if (inBlock) lookForTab(item.start);
      if (inBlock) lookForTab(item.sep);
      if (item.key) open.push({ token: item.key, depth });
      if (item.value) open.push({ token: item.value, depth });
    }
  }
  return { tooDeep: false, ...(tab === undefined ? {} : { tab }) };
}

import type { Diagnostic } from '../../../src/base/index.ts';
import { parseSearch, splitStatement } from '../../../src/query/index.ts';

/** What a stretch of a query is, for its colour. */
export type TokenKind = 'field' | 'operator' | 'keyword' | 'string' | 'number' | 'function' | 'comment' | 'punctuation';

export interface QueryToken {
  readonly from: number;
  readonly to: number;
  readonly kind: TokenKind;
}

/** Tells the stretches of a query apart; what is not told apart is plain text. */
export function queryTokens(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  const pattern = /"(?:\\.|[^"\\])*"?|\b(?:and|or|not|in)\b|[()|]|[\w.*/-]+(?=\s*:)|[:<>=]+|\b\d+\b/gi;
  for (const found of text.matchAll(pattern)) {
    const word = found[0];
    const kind: TokenKind = word.startsWith('"')
      ? 'string'
      : /^(and|or|not|in)$/i.test(word)
        ? 'keyword'
        : /^\d+$/.test(word)
          ? 'number'
          : /^[()|]$/.test(word)
            ? 'punctuation'
            : /^[:<>=]+$/.test(word)
              ? 'operator'
              : 'field';
    tokens.push({ from: found.index, to: found.index + word.length, kind });
  }
  return tokens;
}

/** Everything that is wrong with the search part, or that its writer should know; the server judges the analysis. */
export function queryDiagnostics(text: string): readonly Diagnostic[] {
  return parseSearch(splitStatement(text).search.text).diagnostics;
}

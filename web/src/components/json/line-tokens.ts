import { cutText } from '../../../../src/base/index.ts';

/** What a piece of JSON is coloured as; marks are brackets, commas and colons. */
export type TokenKind = 'key' | 'string' | 'number' | 'boolean' | 'null' | 'mark';

export interface LineToken {
  readonly kind: TokenKind;
  readonly text: string;
}

/** Neighbouring marks are one; the last string may lack its end. */
const pieces = /"[^"\\]*(?:\\.[^"\\]*)*\\?"?|[{}[\],:]+|[^\s"{}[\],:]+/gs;

/** The first `limit` characters of a text that is JSON, as tokens of one line: spaces between them are left out. */
export function lineTokens(text: string, limit: number): readonly LineToken[] {
  const { text: start, cut } = cutText(text, limit);
  const tokens = [...start.matchAll(pieces)].map(({ 0: piece, index }) => ({
    kind: kindOf(piece, start.slice(index + piece.length)),
    text: piece,
  }));
  return cut ? [...tokens, { kind: 'mark', text: '…' }] : tokens;
}

function kindOf(piece: string, rest: string): TokenKind {
  switch (piece[0]) {
    case '"':
      return /^\s*:/.test(rest) ? 'key' : 'string';
    case 't':
    case 'f':
      return 'boolean';
    case 'n':
      return 'null';
    default:
      return /^[-\d]/.test(piece) ? 'number' : 'mark';
  }
}

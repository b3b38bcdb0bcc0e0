/** A token of SQL text, as far as counting, LIMIT and completion need one. Comments and blanks are left out. */
export interface ScannedToken {
  readonly kind: 'word' | 'number' | 'string' | 'quoted' | 'symbol';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const patterns: readonly { readonly kind: ScannedToken['kind'] | 'skip'; readonly pattern: RegExp }[] = [
  { kind: 'skip', pattern: /\s+|--[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/y },
  { kind: 'string', pattern: /'(?:[^']|'')*(?:'|$)/y },
  { kind: 'quoted', pattern: /"(?:[^"]|"")*(?:"|$)/y },
  // Not ours, and the parser refuses it; but a quote within it begins no text.
  { kind: 'quoted', pattern: /`(?:[^`]|``)*(?:`|$)/y },
  { kind: 'number', pattern: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y },
  { kind: 'word', pattern: /[\p{L}_][\p{L}\p{N}_@:]*/uy },
  { kind: 'symbol', pattern: /->|=>|\|\||<>|!=|<=|>=|[\s\S]/uy },
];

/** Splits SQL text into tokens in linear time; what is unclosed reaches to the end. */
export function scan(text: string): ScannedToken[] {
  const tokens: ScannedToken[] = [];
  let at = 0;
  while (at < text.length) {
    for (const { kind, pattern } of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      const to = at + match[0].length;
      if (kind !== 'skip') tokens.push({ kind, text: match[0], from: at, to });
      at = to;
      break;
    }
  }
  return tokens;
}

/** Says whether a token is the keyword, in any case. */
export function isKeyword(token: ScannedToken | undefined, keyword: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === keyword;
}

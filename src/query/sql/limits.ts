import type { Diagnostic } from '../../base/index.ts';
import { type ScannedToken, scan } from './scan.ts';

/**
 * What a statement may be, counted before it is parsed: the parser's time grows with nesting (100 parentheses take
 * 150 ms, 300 take 2 s), and what follows the parser recurses over the tree.
 */
export const statementLimits = { characters: 100_000, nesting: 48, chain: 250, tokens: 25_000 } as const;

const chainWords = new Set(['union', 'intersect', 'except', 'join', 'not']);
const chainSymbols = new Set(['+', '-', '*', '/', '%', '||', '[', '->']);

interface Count {
  depth: number;
  /** Operators in a row at each depth; a comma starts anew. */
  chains: number[];
}

function openOrClose(token: ScannedToken): number {
  const word = token.text.toLowerCase();
  if (token.kind === 'symbol') return '([{'.includes(word) ? 1 : ')]}'.includes(word) ? -1 : 0;
  if (token.kind === 'word') return word === 'case' ? 1 : word === 'end' ? -1 : 0;
  return 0;
}

function isLink(token: ScannedToken): boolean {
  return token.kind === 'symbol'
    ? chainSymbols.has(token.text)
    : token.kind === 'word' && chainWords.has(token.text.toLowerCase());
}

/** Tells which limit a statement breaks, if any, in time linear to its length. */
export function checkLimits(text: string): Diagnostic | null {
  if (text.length > statementLimits.characters) {
    return {
      code: 'statement-too-long',
      severity: 'error',
      message: `The statement has ${text.length} characters; at most ${statementLimits.characters} are allowed`,
      from: statementLimits.characters,
      to: text.length,
    };
  }
  const tokens = scan(text);
  const count: Count = { depth: 0, chains: [0] };
  for (const [index, token] of tokens.entries()) {
    const step = openOrClose(token);
    if (step > 0) count.chains[count.depth + 1] = 0;
    if (isLink(token)) count.chains[count.depth] = (count.chains[count.depth] ?? 0) + 1;
    if (token.text === ',') count.chains[count.depth] = 0;
    count.depth = Math.max(0, count.depth + step);
    const broken =
      count.depth > statementLimits.nesting
        ? `nested more than ${statementLimits.nesting} levels deep`
        : (count.chains[count.depth] ?? 0) > statementLimits.chain
          ? `more than ${statementLimits.chain} operators in a row`
          : index >= statementLimits.tokens
            ? `more than ${statementLimits.tokens} words and signs`
            : null;
    if (broken !== null) {
      return {
        code: 'statement-too-complex',
        severity: 'error',
        message: `The statement is too complex: ${broken}`,
        from: token.from,
        to: token.to,
      };
    }
  }
  return null;
}

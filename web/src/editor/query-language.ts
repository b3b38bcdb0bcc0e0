import type { Diagnostic } from '../../../src/base/index.ts';
import { parseSearch, splitStatement } from '../../../src/query/index.ts';

/** What a stretch of a query is, for its colour. */
export type TokenKind = 'field' | 'operator' | 'keyword' | 'string' | 'number' | 'function' | 'comment' | 'punctuation';

export interface QueryToken {
  readonly from: number;
  readonly to: number;
  readonly kind: TokenKind;
}

type Rule = readonly [TokenKind, RegExp];

/** The search's words, tried in order at each place. */
const searchRules: readonly Rule[] = [
  ['field', /(?:"(?:\\.|[^"\\])*"|[\w./-]+)(?=\s*(?::|>=?|<=?|=))/y],
  ['string', /#?"(?:\\.|[^"\\])*"?/y],
  ['keyword', /\b(?:and|or|not|in)\b(?!\s*:)/iy],
  ['number', /-?\d+(?:\.\d+)?(?![\w.])/y],
  ['operator', /[:<>=]+/y],
  ['punctuation', /[()[\]]/y],
];

const sqlKeywords =
  'select|distinct|as|from|where|group|by|having|order|limit|offset|asc|desc|and|or|not|in|exists|between|like|escape|is|null|' +
  'true|false|case|when|then|else|end|cast|try_cast|join|left|right|full|inner|outer|cross|on|using|union|intersect|except|all|' +
  'any|some|with|over|partition|rows|range|unbounded|preceding|following|current|row|values|unnest|ordinality|cube|rollup|' +
  'grouping|sets|interval|at|time|zone|nulls|first|last|filter|array|map';

/** The analysis: identifiers stand in double quotes, texts in single ones. */
const sqlRules: readonly Rule[] = [
  ['comment', /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /'(?:''|[^'])*'?/y],
  ['field', /"(?:""|[^"])*"?/y],
  ['keyword', new RegExp(String.raw`\b(?:${sqlKeywords})\b`, 'iy')],
  ['function', /[A-Za-z_]\w*(?=\s*\()/y],
  ['number', /\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/iy],
  ['punctuation', /[(),;[\]]/y],
  ['operator', /->|\|\||[<>=!+*/%-]+/y],
];

/** Tells the stretches of a query apart; what is not told apart is plain text. */
export function queryTokens(text: string): readonly QueryToken[] {
  const { search, analysis } = splitStatement(text);
  const tokens = tokenize(text, search.span.from, search.span.to, searchRules);
  if (!analysis) return tokens;
  const bar = { from: search.span.to, to: analysis.span.from, kind: 'punctuation' } as const;
  return [...tokens, bar, ...tokenize(text, analysis.span.from, analysis.span.to, sqlRules)];
}

function tokenize(text: string, from: number, to: number, rules: readonly Rule[]): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  for (let at = from; at < to;) {
    const end = Math.min(to, matchEnd(text, at, rules, tokens));
    at = Math.max(at + 1, end);
  }
  return tokens.filter((token) => token.to <= to);
}

/** The end of what stands at a place; words of no kind are passed over whole. */
function matchEnd(text: string, at: number, rules: readonly Rule[], tokens: QueryToken[]): number {
  for (const [kind, pattern] of rules) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (!found) continue;
    tokens.push({ from: at, to: at + found.length, kind });
    return at + found.length;
  }
  const word = /[\w./*?@-]+|\s+/y;
  word.lastIndex = at;
  return at + (word.exec(text)?.[0].length ?? 1);
}

/** What is wrong with the search part, at once; the analysis is judged by statement-language.ts. */
export function searchDiagnostics(text: string): readonly Diagnostic[] {
  return parseSearch(splitStatement(text).search.text).diagnostics;
}

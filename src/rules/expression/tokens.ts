import { type Diagnostic, fail, ok, type Result, type Said, said, type Span } from '../../base/index.ts';
import { problem } from './problem.ts';

/** A piece of a condition. A `name` is a run of words: blanks within it are one each. */
export type Token = Span &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'name'; readonly name: string; readonly query?: number; readonly isBracketed: boolean }
    | { readonly kind: 'sign'; readonly sign: string }
    | { readonly kind: 'end' }
  );

const blank = /\s+/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** The first word of a name begins like a name anywhere; those behind it also with a digit. */
const name = /[\p{L}_][\p{L}\p{N}\p{M}_.]*(?:\s+[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.]*)*/uy;
const bracketed = /\[([^\]]*)\]/y;
const ofQuery = /\$([0-9])\./y;
const sign = /&&|\|\||[<>=!]=|=~|!~|[<>!+\-*/%(),]/y;
const wordBehind = /[\p{L}_]/uy;

/** Cuts a condition into tokens; the last is its end. */
export function tokenize(text: string): Result<readonly Token[]> {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const skipped = match(blank);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const token = tokenAt(text, at, match);
    if ('code' in token) return fail(token);
    tokens.push(token);
    at = token.to;
  }
  return ok([...tokens, { kind: 'end', from: at, to: at }]);
}

type Match = (pattern: RegExp) => RegExpExecArray | null;

function tokenAt(text: string, from: number, match: Match): Token | Diagnostic {
  const first = text[from] ?? '';
  if (first === '"' || first === "'") return quoted(text, from, first);
  const digits = match(number);
  if (digits) return numberToken(text, from, digits[0]);
  if (first === '$' || first === '[' || match(name)) return nameToken(text, from);
  const found = match(sign);
  if (found) return { kind: 'sign', sign: found[0], from, to: from + found[0].length };
  const symbol = String.fromCodePoint(text.codePointAt(from) ?? 0);
  const hints: Readonly<Record<string, Said>> = {
    '=': said`write == to compare, =~ to match`,
    '&': said`write &&`,
    '|': said`write ||`,
    ']': said`a name in brackets is [name]`,
  };
  const span = { from, to: from + symbol.length };
  return problem('condition-syntax', span, said`"${symbol}" means nothing in a condition`, hints[symbol]);
}

function numberToken(text: string, from: number, digits: string): Token | Diagnostic {
  const to = from + digits.length;
  wordBehind.lastIndex = to;
  if (!wordBehind.test(text)) return { kind: 'number', value: Number(digits), from, to };
  const hint = said`write [name] for the name of a column that begins with a digit`;
  return problem('condition-syntax', { from, to: to + 1 }, said`a letter cannot follow a number`, hint);
}

function nameToken(text: string, from: number): Token | Diagnostic {
  ofQuery.lastIndex = from;
  const query = ofQuery.exec(text);
  const begin = from + (query?.[0].length ?? 0);
  const which = query ? { query: Number(query[1]) } : {};
  bracketed.lastIndex = begin;
  const inBrackets = bracketed.exec(text);
  if (inBrackets?.[1]) {
    return { kind: 'name', name: inBrackets[1], ...which, isBracketed: true, from, to: begin + inBrackets[0].length };
  }
  name.lastIndex = begin;
  const words = name.exec(text);
  if (words) {
    const spelled = words[0].replace(/\s+/g, ' ');
    return { kind: 'name', name: spelled, ...which, isBracketed: false, from, to: begin + words[0].length };
  }
  const span = { from, to: Math.min(begin + 1, text.length) };
  if (text[begin] === '[')
    return problem('condition-syntax', span, said`this bracket holds no name`, said`write [name]`);
  return problem('condition-syntax', span, said`the name of a column is missing here`, said`write $0.name or $1.name`);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

/** A backslash before anything else stays, so that a pattern may be written as it is. */
function quoted(text: string, from: number, quote: string): Token | Diagnostic {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const symbol = text[at] ?? '';
    if (symbol === quote) return { kind: 'text', value, from, to: at + 1 };
    const escaped = symbol === '\\' ? escapes[text[at + 1] ?? ''] : undefined;
    value += escaped ?? symbol;
    if (escaped !== undefined) at++;
  }
  return problem('condition-syntax', { from, to: text.length }, said`this text is never closed`, said`add ${quote}`);
}

import { type Span, said } from '../base/index.ts';
import { TemplateProblem } from './problem.ts';

export type Token = Span &
  (
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'symbol'; readonly text: string }
  );

/** A run of text, `{{ … }}`, or `{% … %}`. */
export type Piece = Span &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'output'; readonly tokens: readonly Token[] }
    | { readonly kind: 'tag'; readonly tokens: readonly Token[] }
  );

const opening = /\{[{%#]/g;
const endRaw = /\{%-?\s*endraw\s*(-?)%\}/g;
const rawTag = /\{%-?\s*raw\s*(-?)%\}/y;

/** Cuts a template into pieces; a `-` inside of a mark takes the blanks beside it away. */
export function cut(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let isTrimmed = false;
  const addText = (from: number, to: number, trimEnd: boolean): void => {
    let text = template.slice(from, to);
    if (isTrimmed) text = text.trimStart();
    if (trimEnd) text = text.trimEnd();
    if (text !== '') pieces.push({ kind: 'text', text, from, to });
    isTrimmed = false;
  };
  for (;;) {
    opening.lastIndex = at;
    const found = opening.exec(template);
    if (!found) break;
    const from = found.index;
    addText(at, from, template[from + 2] === '-');
    rawTag.lastIndex = from;
    const raw = rawTag.exec(template);
    if (raw) {
      isTrimmed = raw[1] === '-';
      const begin = from + raw[0].length;
      endRaw.lastIndex = begin;
      const end = endRaw.exec(template);
      if (!end) throw new TemplateProblem('template-syntax', { from, to: begin }, said`there is no {% endraw %}`);
      addText(begin, end.index, end[0].startsWith('{%-'));
      isTrimmed = end[1] === '-';
      at = end.index + end[0].length;
      continue;
    }
    const mark = found[0];
    if (mark === '{#') {
      const end = template.indexOf('#}', from + 2);
      if (end < 0)
        throw new TemplateProblem('template-syntax', { from, to: from + 2 }, said`this comment is never closed`);
      isTrimmed = template[end - 1] === '-' && end - 1 > from + 2;
      at = end + 2;
      continue;
    }
    const inner = readTokens(template, from + (template[from + 2] === '-' ? 3 : 2), mark === '{{' ? '}}' : '%}', from);
    isTrimmed = inner.isTrimmed;
    at = inner.to;
    pieces.push({ kind: mark === '{{' ? 'output' : 'tag', tokens: inner.tokens, from, to: at });
  }
  addText(at, template.length, false);
  return pieces;
}

const blank = /\s+/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /\d+(?:\.\d+)?/y;
const symbol = /\*\*|\/\/|==|!=|<=|>=|[-+*/%<>~|.,:()[\]{}]/y;

interface Inner {
  readonly tokens: readonly Token[];
  readonly to: number;
  readonly isTrimmed: boolean;
}

function readTokens(text: string, begin: number, end: string, opened: number): Inner {
  const tokens: Token[] = [];
  let braces = 0;
  let at = begin;
  while (at < text.length) {
    const match = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = at;
      return pattern.exec(text)?.[0];
    };
    const skipped = match(blank);
    if (skipped) {
      at += skipped.length;
      continue;
    }
    if (braces === 0 && text.startsWith(`-${end}`, at)) return { tokens, to: at + end.length + 1, isTrimmed: true };
    if (braces === 0 && text.startsWith(end, at)) return { tokens, to: at + end.length, isTrimmed: false };
    const token = tokenAt(text, at, match);
    if (token.kind === 'symbol') braces += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
    tokens.push(token);
    at = token.to;
  }
  throw new TemplateProblem('template-syntax', { from: opened, to: opened + 2 }, said`there is no ${end}`);
}

function tokenAt(text: string, from: number, match: (pattern: RegExp) => string | undefined): Token {
  const first = text[from] ?? '';
  if (first === '"' || first === "'") return quoted(text, from, first);
  const word = match(name);
  if (word) return { kind: 'name', text: word, from, to: from + word.length };
  const digits = match(number);
  if (digits) return { kind: 'number', value: Number(digits), from, to: from + digits.length };
  const sign = match(symbol);
  if (sign) return { kind: 'symbol', text: sign, from, to: from + sign.length };
  throw new TemplateProblem('template-syntax', { from, to: from + 1 }, said`"${first}" means nothing here`);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

function quoted(text: string, from: number, quote: string): Token {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === quote) return { kind: 'text', value, from, to: at + 1 };
    const escaped = character === '\\' ? escapes[text[at + 1] ?? ''] : undefined;
    value += escaped ?? character;
    if (escaped !== undefined) at++;
  }
  throw new TemplateProblem('template-syntax', { from, to: from + 1 }, said`this text is never closed`);
}

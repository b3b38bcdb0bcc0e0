import type { PatternPart, WordPattern } from './word-pattern.ts';
import { variantsOf } from './words.ts';

/*
 * Regular expressions (RE2) over lower-cased text. Decoded text is matched as it is. JSON text is matched as it is stored,
 * escapes and all, because decoding it row by row costs more: a word may begin after `\n` and end before `\"`, and a
 * character of the word may be written as an escape. An escape is recognised by the backslashes before it being pairs.
 */
const delimiter = `,\\x20'";=()\\[\\]{}?@&<>/:\\n\\t\\r`;
const jsonCharacter = `(?:[^\\\\${delimiter}]|\\\\\\\\|\\\\[bf]|\\\\u[0-9a-f]{4})`;

const dialects = {
  text: {
    before: `(?:^|[${delimiter}])`,
    after: `(?:[${delimiter}]|$)`,
    one: `[^${delimiter}]`,
    character: textCharacter,
  },
  json: {
    before: `(?:^|[${delimiter}]|[^\\\\](?:\\\\\\\\)*\\\\[nrt])`,
    after: `(?:[${delimiter}]|\\\\[nrt"]|$)`,
    one: jsonCharacter,
    character: jsonLetter,
  },
} as const;

/** What a text is: decoded, or compact JSON. */
export type Dialect = keyof typeof dialects;

/** The expression that finds a word in a text of that dialect. */
export function wordExpression(pattern: WordPattern, dialect: Dialect): string {
  const { before, after } = dialects[dialect];
  // Whatever `*` stops at, the word ends there.
  const isOpen = pattern.at(-1)?.kind === 'many';
  return before + partsExpression(isOpen ? pattern.slice(0, -1) : pattern, dialect) + (isOpen ? '' : after);
}

/** The expression that finds any of some words, which have no wildcards, in a text of that dialect. */
export function anyWordExpression(words: readonly WordPattern[], dialect: Dialect): string {
  const { before, after } = dialects[dialect];
  return `${before}(?:${words.map((word) => partsExpression(word, dialect)).join('|')})${after}`;
}

function partsExpression(parts: WordPattern, dialect: Dialect): string {
  return parts.map((part) => partExpression(part, dialect)).join('');
}

function partExpression(part: PatternPart, dialect: Dialect): string {
  const { one, character } = dialects[dialect];
  if (part.kind === 'one') return one;
  if (part.kind === 'many') return `${one}*`;
  return Array.from(part.text, character).join('');
}

/** The expression that finds a phrase, case folded: its characters in this order, whatever stands around them. */
export function phraseExpression(phrase: string, dialect: Dialect): string {
  if (dialect === 'text') return Array.from(phrase, textCharacter).join('');
  return `(?:^|[^\\\\])(?:\\\\\\\\)*${Array.from(phrase, jsonCharacterOfPhrase).join('')}`;
}

/** A quote in a phrase is one within a string, written `\"`, or one of JSON itself. */
function jsonCharacterOfPhrase(character: string): string {
  const escapes: Readonly<Record<string, string>> = { '"': '\\\\?"', '\n': '\\\\n', '\r': '\\\\r', '\t': '\\\\t' };
  return escapes[character] ?? jsonLetter(character);
}

function textCharacter(character: string): string {
  const all = variantsOf(character);
  if (all.length > 1) return `[${all.join('')}]`;
  if (/[a-z0-9]/.test(character) || character > '\u007f') return character;
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function jsonLetter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\\') return '\\\\\\\\';
  if (character === '\b') return '\\\\b';
  if (character === '\f') return '\\\\f';
  const escape = `\\\\u${code.toString(16).padStart(4, '0')}`;
  if (code < 0x20) return escape;
  // The engine's JSON functions write these two as escapes, the columns hold them as they are.
  return code === 0x2028 || code === 0x2029 ? `(?:${character}|${escape})` : textCharacter(character);
}

/** The expression of a word within a JSON string whose opening quote has just been read, in text that is not lower-cased. */
export function jsonWordInString(pattern: WordPattern): string {
  const delimitersButQuote = delimiter.replace('"', '');
  const before = `(?:(?:[^"\\\\]|\\\\.)*(?:[${delimitersButQuote}]|\\\\[nrt"]))?`;
  const isOpen = pattern.at(-1)?.kind === 'many';
  const parts = isOpen ? pattern.slice(0, -1) : pattern;
  const word = parts.map((part) => (part.kind === 'text' ? anyCase(part.text) : partExpression(part, 'json')));
  return before + word.join('') + (isOpen ? '' : dialects.json.after);
}

function anyCase(text: string): string {
  return Array.from(text, (character) =>
    /[a-z]/.test(character) ? `[${character}${character.toUpperCase()}]` : jsonLetter(character),
  ).join('');
}

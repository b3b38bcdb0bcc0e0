import { type Span, said } from '../../base/index.ts';
import type { SearchValue } from './ast.ts';
import { SearchRejection } from './rejection.ts';
import { foldCase, isDelimiter, splitWords, wordsOf } from './words.ts';

/** One piece of a word that is searched for. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `*`: any characters of the same word, also none. */
  | { readonly kind: 'many' }
  /** `?`: exactly one character of the same word. */
  | { readonly kind: 'one' };

/** A word that is searched for, case folded. Without wildcards it is one part of text. */
export type WordPattern = readonly PatternPart[];

/** Longest word with wildcards; Kubernetes names have at most 253 characters. */
const maxWildcardWord = 256;

/** The words that a value asks for. Throws SearchRejection where a wildcard begins a word. */
export function patternsOf(value: Exclude<SearchValue, { kind: 'any' }>): readonly WordPattern[] {
  if (value.kind !== 'word') return literalPatterns(value.text);
  // In an unquoted word `?` is a wildcard, not a delimiter.
  return splitWords(value.text, (character) => character !== '?' && isDelimiter(character))
    .filter((word) => !/^\*+$/.test(word))
    .map((word) => wildcardPattern(word, value.span));
}

/** The words of a text in which nothing is special. */
export function literalPatterns(text: string): readonly WordPattern[] {
  return wordsOf(text).map((word) => [{ kind: 'text', text: word }]);
}

function wildcardPattern(word: string, span: Span): WordPattern {
  if (!/[*?]/.test(word)) return [{ kind: 'text', text: foldCase(word) }];
  if (/^[*?]/.test(word)) {
    throw new SearchRejection(
      'leading-wildcard',
      span,
      said`a word cannot begin with a wildcard: "${word}"`,
      said`quote it if "${word.slice(0, 1)}" is meant literally; after | write "field" LIKE '%text%'`,
    );
  }
  if (word.length > maxWildcardWord) {
    throw new SearchRejection(
      'word-too-long',
      span,
      said`a word with wildcards has at most ${maxWildcardWord} characters`,
    );
  }
  return word
    .split(/(\*+|\?)/)
    .filter((piece) => piece !== '')
    .map((piece): PatternPart => {
      if (piece === '?') return { kind: 'one' };
      return piece.startsWith('*') ? { kind: 'many' } : { kind: 'text', text: foldCase(piece) };
    });
}

/** The word itself where it has no wildcard. */
export function literalWord(pattern: WordPattern): string | undefined {
  const [first, second] = pattern;
  return first?.kind === 'text' && second === undefined ? first.text : undefined;
}

/** Says whether a word, case folded, matches. */
export function matchesWord(pattern: WordPattern, word: string): boolean {
  return wordMatcher(pattern)(word);
}

/**
 * Makes the function that says whether a word, case folded, matches. What does not fit behind a `*` is tried again one character later, with
 * the last `*` alone: earlier ones took as little as they could. So the time is at most that of the word's length times the pattern's.
 */
export function wordMatcher(pattern: WordPattern): (word: string) => boolean {
  const literal = literalWord(pattern);
  if (literal !== undefined) return (word) => word === literal;
  const wanted = pattern.flatMap((part) => (part.kind === 'text' ? Array.from(part.text) : [part.kind]));
  const isMany = wanted.map((piece) => piece === 'many');
  return (word) => {
    const characters = Array.from(word);
    let [piece, at, lastMany, triedAt] = [0, 0, -1, 0];
    while (at < characters.length) {
      if (piece < wanted.length && isMany[piece]) [lastMany, triedAt, piece] = [piece, at, piece + 1];
      else if (wanted[piece] === 'one' || wanted[piece] === characters[at]) [piece, at] = [piece + 1, at + 1];
      else if (lastMany >= 0) [triedAt, at, piece] = [triedAt + 1, triedAt + 1, lastMany + 1];
      else return false;
    }
    return isMany.slice(piece).every(Boolean);
  };
}

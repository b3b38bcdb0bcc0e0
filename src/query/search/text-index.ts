import { fullTextColumn, fullTextToken } from '../../audit/index.ts';
import type { Parameters } from '../emit/parameters.ts';
import { literalWord, type WordPattern } from './word-pattern.ts';
import { variantsOf } from './words.ts';

/** Beyond these many spellings in upper and lower case a word is not looked up. */
const maxSpellings = 64;
/** Shortest text within a word with wildcards that is looked up; shorter ones are in too many words. */
const minPartLength = 2;

/**
 * Condition on the text index that holds exactly for the events with this word somewhere in their columns; undefined where
 * the index cannot tell.
 */
export function indexedWord(pattern: WordPattern, parameters: Parameters): string | undefined {
  const word = literalWord(pattern);
  const spellings = word === undefined ? undefined : spellingsOf(word);
  if (spellings === undefined) return undefined;
  return `hasAnyTokens(${fullTextColumn}, ${parameters.bind(spellings, 'Array(String)')})`;
}

/** Condition on the text index that holds at least for the events with this word; undefined where it rules nothing out. */
export function indexedCandidates(pattern: WordPattern, parameters: Parameters): string | undefined {
  const exact = indexedWord(pattern, parameters);
  if (exact !== undefined) return exact;
  const parts = pattern.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  const [token, ...others] = spellingsOf(longest) ?? [];
  if (token === undefined || others.length > 0 || token.length < minPartLength) return undefined;
  return `${fullTextColumn} LIKE ${parameters.bind(`%${token}%`, 'String')}`;
}

/** The ways in which the index may hold a word: it folds ASCII letters only. */
function spellingsOf(word: string): string[] | undefined {
  const token = fullTextToken(word);
  if (token === undefined) return undefined;
  let spellings = [''];
  for (const character of token) {
    const letters = variantsOf(character);
    spellings = letters.flatMap((letter) => spellings.map((spelling) => spelling + letter));
    if (spellings.length > maxSpellings) return undefined;
  }
  return spellings;
}

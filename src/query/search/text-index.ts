import { literal, parameter, raw, sql, type SqlNode } from '../types/index.ts';
import { fullTextColumn, fullTextIndex, fullTextLetters, fullTextToken } from '../../audit/index.ts';
import { every } from './condition.ts';
import { literalWord, type PatternPart, type WordPattern } from './word-pattern.ts';
import { variantsOf } from './words.ts';

/*
 * The text index holds words, so it answers for a word from its postings alone, and for a word with wildcards once the words that
 * it stands for are known: they are read from the index's dictionary, which costs milliseconds. Conditions on constants, such as how many
 * they are, fold before the statement runs. A part written without the index would hide its words from this: the
 * index is always written on insert.
 */

/** Beyond these many spellings in upper and lower case a word is looked up in the dictionary. */
const maxSpellings = 64;
/** Each word costs about 0.1 ms; beyond these many the columns are scanned instead. */
const maxWords = 10_000;

/**
 * Condition: the event holds the word in a column of the text index. `scan` is the same condition over the columns themselves,
 * for what the index cannot tell.
 */
export function indexedWord(pattern: WordPattern, scan: () => SqlNode): SqlNode {
  const spellings = spellingsOf(pattern);
  if (spellings !== undefined) return holdsAny(parameter(spellings, 'Array(String)'));
  const words = dictionaryWords(pattern, sql``);
  const uncertain = sql`match(token, ${literal(`[${fullTextLetters.backslash}${fullTextLetters.control}]`)})`;
  const columns = scan();
  const check = sql`if(empty(${dictionaryWords(pattern, sql` AND ${uncertain}`)}), 1, ${columns})`;
  return sql`if(${areFew(words)}, ${every([holdsAny(words), check])}, ${columns})`;
}

/** Condition that holds at least for the events with this word, and costs little. */
export function indexedCandidates(pattern: WordPattern, column = fullTextColumn): SqlNode {
  const spellings = spellingsOf(pattern);
  if (spellings !== undefined) return holdsAny(parameter(spellings, 'Array(String)'), column);
  const words = dictionaryWords(pattern, sql``);
  return sql`if(${areFew(words)}, ${holdsAny(words, column)}, 1)`;
}

/** Condition: one of the words is in the index; undefined where it cannot tell of one of them. */
export function indexedNames(words: readonly (string | undefined)[]): SqlNode | undefined {
  const tokens = words.map((word) => (word === undefined || /[^ -~]/.test(word) ? undefined : fullTextToken(word)));
  const known = tokens.filter((token) => token !== undefined);
  if (known.length < tokens.length) return undefined;
  return holdsAny(parameter([...new Set(known)], 'Array(String)'));
}

function holdsAny(words: SqlNode, column = fullTextColumn): SqlNode {
  return sql`hasAnyTokens(${raw(column)}, ${words})`;
}

function areFew(words: SqlNode): SqlNode {
  return sql`length(${words}) <= ${maxWords}`;
}

/** The words of the index that match, one more than `maxWords` at most. The engine runs equal subqueries once. */
function dictionaryWords(pattern: WordPattern, filter: SqlNode): SqlNode {
  const expression = parameter(`^${pattern.map(tokenExpression).join('')}$`, 'String');
  const dictionary = sql`mergeTreeTextIndex(currentDatabase(), 'events', ${literal(fullTextIndex)})`;
  return sql`(SELECT groupUniqArray(${maxWords + 1})(token) FROM ${dictionary} WHERE match(token, ${expression})${filter})`;
}

/** The ways in which the index may hold a word without wildcards: it folds ASCII letters only. */
function spellingsOf(pattern: WordPattern): string[] | undefined {
  const word = literalWord(pattern);
  const token = word === undefined ? undefined : fullTextToken(word);
  if (token === undefined) return undefined;
  let spellings = [''];
  for (const character of token) {
    const letters = variantsOf(character);
    spellings = letters.flatMap((letter) => spellings.map((spelling) => spelling + letter));
    if (spellings.length > maxSpellings) return undefined;
  }
  return spellings;
}

const { backslash, control } = fullTextLetters;
/** A control character in JSON text is an escape, whose backslash the index holds as a letter. */
const escaped = `${backslash}(?:[bf]|u00[0-9a-f]{2})`;

function tokenExpression(part: PatternPart): string {
  if (part.kind === 'many') return '.*';
  if (part.kind === 'one') return `(?:${escaped}|.)`;
  return Array.from(part.text, characterExpression).join('');
}

function characterExpression(character: string): string {
  if (character === '\\') return backslash;
  if (character < ' ' || character === '\u007f') return `(?:${control}|${escaped})`;
  const letters = variantsOf(character);
  return letters.length > 1 ? `[${letters.join('')}]` : (fullTextToken(character) ?? character);
}

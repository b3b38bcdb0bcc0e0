/** Longest search, in UTF-16 units. */
export const maxSearchLength = 10_000;
/** SLS allows 128 keywords; page builders add some. */
export const maxConditions = 256;
/** Deepest nesting of parentheses. */
export const maxSearchDepth = 50;
/** Longest condition that a search becomes: a path into a body costs the square of its parts. */
export const maxConditionLength = 2_000_000;

/** Words that join conditions. All but `in` are matched in any case. */
export const operators: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in']);

/** Words that SLS reserves besides; they are searched for in quotes. */
export const reservedWords: ReadonlySet<string> = new Set([
  'sort',
  'asc',
  'desc',
  'group',
  'by',
  'avg',
  'sum',
  'min',
  'max',
  'limit',
]);

/** Says whether an unquoted word cannot stand for itself. */
export function isReserved(word: string): boolean {
  if (word === 'in') return true;
  const lower = word.toLowerCase();
  return lower !== 'in' && (operators.has(lower) || reservedWords.has(lower));
}

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Says whether a text is a decimal number as comparisons and ranges take it. */
export function isNumber(text: string): boolean {
  return text.length <= 64 && number.test(text);
}

/** Says whether a character separates words, also the blanks that CJK keyboards give. */
export function isBlank(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}

/** Writes a text in double quotes; `"` is the only character that is escaped. */
export function quote(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

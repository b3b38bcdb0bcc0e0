/** Longest search, in UTF-16 units, without the texts behind `==`: those are compared as they are, which costs little. */
export const maxSearchLength = 10_000;
/** Longest search with them: as much as a query that is kept may have. */
export const maxSearchText = 65_536;
/** SLS allows 128 keywords; page builders add some. */
export const maxConditions = 256;
/** Deepest nesting of parentheses. */
export const maxSearchDepth = 50;
/** Nodes and levels of a tree, which may be made in code and hold what was parsed. */
export const maxTree = { nodes: 2_000, depth: 500 } as const;
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

/** Writes a text in double quotes. */
export function quote(text: string): string {
  return `"${escapeQuotes(text).replace(/\\+$/, (run) => run + run)}"`;
}

/** Writes a backslash before each quote, and each backslash that stands before a quote twice. Elsewhere a backslash is itself. */
export function escapeQuotes(text: string): string {
  return text.replaceAll(/(\\*)"/g, (_, run: string) => `${run}${run}\\"`);
}

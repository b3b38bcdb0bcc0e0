import { type Diagnostic, type Span, said, worded } from '../../base/index.ts';
import { Rejection } from './rejection.ts';
import { type ScannedToken, scan } from './scan.ts';

/** What a statement may be and come to: far more than anybody writes, and little enough that compiling it holds up nobody. */
export const statementLimits = {
  /** UTF-16 units of its text. */
  characters: 100_000,
  /** Words, numbers, texts and signs. The rest is counted before it is parsed, for the parser's time grows with nesting. */
  words: 25_000,
  /** Parentheses, brackets and CASE within each other. What follows the parser recurses over the tree. */
  nesting: 48,
  /**
   * Queries within each other. The parser compares the ways in which it may have come to a place, and with each level there are twice as
   * many: 8 take it half a second the first time, 12 take minutes.
   */
  subqueries: 8,
  /** Operators, joins and set operations in a row. */
  chain: 250,
  /** Items of one list: of IN, VALUES, an array, the arguments of a call; branches of CASE, terms of AND and OR. */
  items: 10_000,
  /** Columns of a SELECT list with what `*` stands for, of GROUP BY and of ORDER BY. */
  columns: 1_000,
  /** Tables that are joined. */
  joins: 100,
  /** Queries, once those of WITH are put in wherever they are named. */
  queries: 500,
  /** Columns of all queries together. */
  values: 20_000,
  /** Looks at a part of the statement, over all passes; what repeats its operand doubles them with each level of nesting. */
  steps: 150_000,
  /** Characters of the SQL that it becomes. */
  output: 2_000_000,
} as const;

export type StatementLimit = keyof typeof statementLimits;

/** How messages and docs name what there may be too much of. */
export const limitNames: Readonly<Record<StatementLimit, string>> = {
  characters: 'characters',
  words: 'words and signs',
  nesting: 'levels of nesting',
  subqueries: 'queries within each other',
  chain: 'operators in a row',
  items: 'items in one list',
  columns: 'columns in one list',
  joins: 'joined tables',
  queries: 'queries, those of WITH counted wherever they are named',
  values: 'columns in all of its queries',
  steps: 'steps to compile',
  output: 'characters of SQL to run',
};

/** Says that a statement goes beyond a limit, and what the limit is. */
export function beyondLimit(limit: StatementLimit, span: Span): Diagnostic {
  const most = statementLimits[limit].toLocaleString('en');
  return {
    code: limit === 'characters' ? 'statement-too-long' : 'statement-too-complex',
    severity: 'error',
    ...worded(
      { template: `The statement has more than {0} ${limitNames[limit]}`, params: [most] },
      said`the limit "${limit}" is ${most}: split the statement, or let the search before it choose`,
    ),
    from: span.from,
    to: Math.max(span.to, span.from + 1),
  };
}

/** Refuses a statement where a count goes beyond a limit. */
export function checkLimit(limit: StatementLimit, count: number, span: Span): void {
  if (count > statementLimits[limit]) throw new Rejection(beyondLimit(limit, span));
}

/** Counts the steps that compiling one statement takes. */
export interface Budget {
  readonly steps: number;
  /** Counts looks at parts of the statement. Refuses the statement where they are too many. */
  spend(steps?: number): void;
}

/** Starts counting for the statement at a place. */
export function createBudget(whole: Span): Budget {
  let spent = 0;
  return {
    get steps() {
      return spent;
    },
    spend(steps = 1) {
      spent += steps;
      checkLimit('steps', spent, whole);
    },
  };
}

const chainWords = new Set(['union', 'intersect', 'except', 'join', 'not']);
const chainSymbols = new Set(['+', '-', '*', '/', '%', '||', '[', '->']);
const itemWords = new Set(['and', 'or', 'when']);
const queryWords = new Set(['select', 'with', 'values', 'table']);

/** What is counted at each depth. A comma ends a chain and begins an item. */
interface Count {
  depth: number;
  readonly chains: number[];
  readonly items: number[];
  /** Queries that are open at each depth. */
  readonly queries: number[];
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

function beginsItem(token: ScannedToken): boolean {
  return token.kind === 'symbol'
    ? token.text === ','
    : token.kind === 'word' && itemWords.has(token.text.toLowerCase());
}

function beginsQuery(token: ScannedToken | undefined): boolean {
  return token?.kind === 'word' && queryWords.has(token.text.toLowerCase());
}

function add(counts: number[], depth: number): void {
  counts[depth] = (counts[depth] ?? 0) + 1;
}

/** Tells which limit a statement breaks, if any, in time linear to its length. */
export function checkLimits(text: string): Diagnostic | null {
  const { characters, nesting, subqueries, chain, words, items } = statementLimits;
  if (text.length > characters) return beyondLimit('characters', { from: characters, to: text.length });
  const tokens = scan(text);
  const count: Count = { depth: 0, chains: [0], items: [1], queries: [0] };
  for (const [index, token] of tokens.entries()) {
    const step = openOrClose(token);
    if (step > 0) {
      count.chains[count.depth + 1] = 0;
      count.items[count.depth + 1] = 1;
      count.queries[count.depth + 1] = (count.queries[count.depth] ?? 0) + (beginsQuery(tokens[index + 1]) ? 1 : 0);
    }
    if (isLink(token)) add(count.chains, count.depth);
    if (token.text === ',') count.chains[count.depth] = 0;
    if (beginsItem(token)) add(count.items, count.depth);
    count.depth = Math.max(0, count.depth + step);
    if (count.depth > nesting) return beyondLimit('nesting', token);
    if ((count.queries[count.depth] ?? 0) > subqueries) return beyondLimit('subqueries', token);
    if ((count.chains[count.depth] ?? 0) > chain) return beyondLimit('chain', token);
    if ((count.items[count.depth] ?? 0) > items) return beyondLimit('items', token);
    if (index >= words) return beyondLimit('words', token);
  }
  return null;
}

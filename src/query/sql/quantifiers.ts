import type { ComparisonOperator } from './ast.ts';
import { isKeyword, scan } from './scan.ts';

interface Quantified {
  readonly operator: ComparisonOperator;
  readonly quantifier: 'all' | 'any';
}

/** Comparisons with ALL, ANY or SOME of a subquery, by the position of the `IN` that stands for operator and quantifier. */
export type QuantifiedComparisons = ReadonlyMap<number, Quantified>;

const operators: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};
const quantifiers = { all: 'all', any: 'any', some: 'any' } as const;

/**
 * Writes `IN` in the place of `> ALL` and its like before a subquery, and remembers what stood there: to the parser the quantifiers are
 * names too, so that at the end of a condition it would take the subquery for a second statement. The text keeps its length.
 */
export function takeQuantifiers(text: string): { readonly text: string; readonly comparisons: QuantifiedComparisons } {
  const comparisons = new Map<number, Quantified>();
  const tokens = scan(text);
  let rewritten = text;
  for (const [index, token] of tokens.entries()) {
    const operator = token.kind === 'symbol' ? operators[token.text] : undefined;
    if (!operator) continue;
    const [word, open, query] = tokens.slice(index + 1, index + 4);
    const name = (['all', 'any', 'some'] as const).find((one) => isKeyword(word, one));
    const isQuery = ['select', 'with', 'values', 'table'].some((keyword) => isKeyword(query, keyword));
    if (!word || !name || open?.text !== '(' || !isQuery) continue;
    comparisons.set(token.from + 1, { operator, quantifier: quantifiers[name] });
    rewritten = `${rewritten.slice(0, token.from)}${' IN'.padEnd(word.to - token.from)}${rewritten.slice(word.to)}`;
  }
  return { text: rewritten, comparisons };
}

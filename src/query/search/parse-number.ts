import { type Span, said, type Text } from '../../base/index.ts';
import { type ComparisonOperator, frozen, type SearchKey, type SearchNode, type SearchNumber } from './ast.ts';
import { isNumber } from './lexical.ts';
import { SearchRejection } from './rejection.ts';
import type { Scanner } from './scanner.ts';

const comparisonOperators: readonly ComparisonOperator[] = ['>=', '<=', '>', '<', '='];

/** Parses what follows a key in `key >= 5`. `=` takes any value, the others a number. */
export function parseComparison(scanner: Scanner, key: SearchKey): SearchNode {
  const at = scanner.at;
  const operator = comparisonOperators.find((candidate) => scanner.take(candidate)) ?? '=';
  const next = scanner.peek();
  const scanned = next === '"' ? scanner.quoted() : scanner.valueWord();
  if (!scanned.closed || (scanned.text === '' && next !== '"')) {
    throw new SearchRejection('value-expected', { from: at, to: scanner.at }, said`no value follows "${operator}"`);
  }
  if (operator !== '=' && !isNumber(scanned.text)) {
    throw new SearchRejection(
      'number-expected',
      scanned.span,
      said`"${operator}" takes a number`,
      said`quote the whole text to search for it as it is`,
    );
  }
  const operand: SearchNumber = frozen({ text: scanned.text, span: frozen(scanned.span) });
  return frozen({ kind: 'comparison', key, operator, operand, span: frozen({ from: key.span.from, to: scanner.at }) });
}

/** Parses what follows `key in`: two numbers between `[` or `(` and `]` or `)`, separated by a blank. */
export function parseRange(scanner: Scanner, key: SearchKey): SearchNode {
  const open = scanner.peek();
  const from = scanner.at;
  const length = scanner.text.slice(from).search(/[\])]/);
  if (length < 0) throw malformed({ from, to: scanner.text.length }, said`this range is never closed`);
  scanner.at = from + length + 1;
  const inside = scanner.text.slice(from + 1, from + length);
  const numbers: SearchNumber[] = [];
  for (const match of inside.matchAll(/\S+/g)) {
    const start = from + 1 + match.index;
    const span = frozen({ from: start, to: start + match[0].length });
    if (!isNumber(match[0])) throw malformed(span, said`"${match[0]}" is no number`);
    numbers.push(frozen({ text: match[0], span }));
  }
  const [low, high] = numbers;
  if (low === undefined || high === undefined || numbers.length > 2) {
    throw malformed({ from, to: scanner.at }, said`a range has two numbers`);
  }
  return frozen({
    kind: 'range',
    key,
    from: low,
    to: high,
    fromIncluded: open === '[',
    toIncluded: scanner.text[scanner.at - 1] === ']',
    span: frozen({ from: key.span.from, to: scanner.at }),
  });
}

function malformed(span: Span, message: Text): SearchRejection {
  return new SearchRejection(
    'malformed-range',
    span,
    message,
    said`write key in [100 200], or ( and ) for bounds left out`,
  );
}

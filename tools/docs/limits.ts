import { maxConditionLength, maxConditions, maxSearchDepth, maxSearchLength } from '../../src/query/search/lexical.ts';
import { limitNames, type StatementLimit, statementLimits } from '../../src/query/sql/limits.ts';
import { code, page, table } from './markdown.ts';

const searchLimits = [
  ['characters', maxSearchLength],
  ['conditions', maxConditions],
  ['parentheses within each other', maxSearchDepth],
  ['characters of the condition that it becomes', maxConditionLength],
] as const;

/** The page docs/reference/limits.md: how large searches and statements may be. */
export function limitsPage(): string {
  const names = Object.keys(statementLimits) as StatementLimit[];
  return page(
    '# Limits of searches and statements',
    'Made from the code by `npm run docs`.',
    `They are far above what people write, and keep what a caller writes from taking the server's time. Beyond one the answer is 400 with
the code \`search-too-long\`, \`search-too-deep\`, \`statement-too-long\` or \`statement-too-complex\`, and a message and a hint that name the limit.`,
    '## A search',
    table(
      ['At most', 'Of'],
      searchLimits.map(([name, most]) => [most.toLocaleString('en'), name]),
    ),
    '## A statement',
    table(
      ['Limit', 'At most', 'Of'],
      names.map((name) => [code(name), statementLimits[name].toLocaleString('en'), limitNames[name]]),
    ),
  );
}

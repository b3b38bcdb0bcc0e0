import type { workCodes } from '../../src/analysis/diagnostic-codes.ts';
import { workLimits } from '../../src/analysis/limits.ts';
import {
  maxConditionLength,
  maxConditions,
  maxSearchDepth,
  maxSearchLength,
  maxSearchText,
} from '../../src/query/search/lexical.ts';
import { limitNames, type StatementLimit, statementLimits } from '../../src/query/sql/limits.ts';
import { code, page, table } from './markdown.ts';

const searchLimits = [
  ['characters, texts behind `==` left out', maxSearchLength],
  ['characters with them', maxSearchText],
  ['conditions', maxConditions],
  ['parentheses within each other', maxSearchDepth],
  ['characters of the condition that it becomes', maxConditionLength],
] as const;

const works: readonly (readonly [string, string, keyof typeof workCodes | 'bad-request' | ''])[] = [
  [
    `${workLimits.seconds} seconds`,
    'compiling a query, reading its answer, or a step of the work on a policy',
    'limit-work-time',
  ],
  [`${workLimits.megabytes} MB`, 'memory for it', 'limit-work-memory'],
  [workLimits.checks.toLocaleString('en'), 'pairs of a request and a rule in `policy/check`', 'limit-checks'],
  [workLimits.simulatedEvents.toLocaleString('en'), 'events in `policy/simulate`', 'bad-request'],
  [`${workLimits.waiting}`, 'calls of a caller that wait for a thread', ''],
  [`${workLimits.waitingSeconds} seconds`, 'the wait', ''],
];

/** The page docs/reference/limits.md: how large searches and statements may be. */
export function limitsPage(): string {
  const names = Object.keys(statementLimits) as StatementLimit[];
  return page(
    '# Limits of searches, statements and policies',
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
    '## The work on it',
    `What callers write is compiled, linted, checked and replayed in threads of its own, of which a caller never has all, and which end
when the caller hangs up; simulations have theirs apart. Beyond one of these the answer is 400 with the code of the limit; what waits too long is answered 429. The command
line works on policies without them.`,
    table(
      ['At most', 'Of', 'Code'],
      works.map(([most, of, name]) => [most, of, name === '' ? '429' : code(name)]),
    ),
  );
}

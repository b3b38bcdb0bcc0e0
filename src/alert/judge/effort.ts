import type { CompiledRule } from '../../rules/index.ts';

/** What a query answered. */
interface AnswerSize {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * About how many characters are looked at where answers are judged: each value by each condition, each pair of rows that is joined, and the texts of
 * each row that may be a cause. It errs upwards.
 */
export function effortOf({ rule, severities, combine }: CompiledRule, answers: readonly AnswerSize[]): number {
  const sum = (of: (answer: AnswerSize) => number): number => answers.reduce((all, answer) => all + of(answer), 0);
  const conditions = 1 + severities.length;
  const isJoined = combine.some(({ type }) => type !== 'no_join' && type !== 'concat');
  const pairs = isJoined ? answers.reduce((all, { rows }) => all * Math.max(rows, 1), 1) : 0;
  const row = sum(({ rows, bytes }) => bytes / Math.max(rows, 1));
  const texts = JSON.stringify(rule.annotations ?? {}).length;
  return (sum(({ bytes }) => bytes) + pairs * row) * conditions + texts * (1 + sum(({ rows }) => rows));
}

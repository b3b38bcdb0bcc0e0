import type { DiagnosticDoc } from '../../base/index.ts';

/** What may be wrong with the conditions of a rule. */
export const conditionCodes = {
  'condition-ambiguous-column': {
    meaning: 'Several queries have a column of this name.',
    remedy: 'Say of which query: `$0.name`, `$1.name`.',
  },
  'condition-inexact-column': {
    meaning: 'There is no column of this name, and one that begins with it, which is taken.',
    remedy: 'Write its whole name.',
  },
  'condition-not-boolean': {
    meaning: 'The condition, or an operand of `&&`, `||` and `!`, is no yes or no.',
    remedy: 'Compare it: `count > 0`.',
  },
  'condition-pattern': {
    meaning: 'A regular expression cannot be read.',
    remedy: 'Patterns have the syntax of RE2: there are no look-arounds and back references.',
  },
  'condition-syntax': {
    meaning: 'A condition cannot be read.',
    remedy: 'See the grammar of conditions in the reference of the rule file.',
  },
  'condition-too-long': { meaning: 'A condition is longer than 128 characters.', remedy: 'Compute it in the SQL.' },
  'condition-types': {
    meaning: 'An operator has an operand that it does not take, such as a number against a text.',
    remedy: 'Compare numbers with numbers and texts with texts.',
  },
  'condition-unknown-column': {
    meaning: 'A condition names a column that no query of the rule gives.',
    remedy: 'Name it as the statement does.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type ConditionCode = keyof typeof conditionCodes;

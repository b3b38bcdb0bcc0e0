import type { DiagnosticDoc } from '../../base/index.ts';

/** What may be wrong with a search. */
export const searchCodes = {
  'condition-expected': {
    meaning: 'An operator lacks a condition beside it, or the search ends after one.',
    remedy: 'Add the condition; quote the operator to search for the word.',
  },
  'empty-parentheses': { meaning: 'Nothing stands in a pair of parentheses.', remedy: 'Fill or remove them.' },
  'field-not-kept': {
    meaning: 'The field belongs to SLS and audit events have no such field: the condition finds nothing.',
    remedy: 'Remove the condition.',
  },
  'full-width-character': {
    meaning: 'A full-width colon, quote or star is an ordinary character, and an operator may be meant.',
    remedy: 'Type the ASCII character.',
  },
  'key-expected': {
    meaning: 'A colon or comparison has no field name before it.',
    remedy: 'Name the field, or quote the text.',
  },
  'leading-wildcard': {
    meaning: 'A word begins with `*` or `?`.',
    remedy: 'Begin with at least one letter; quote the character where it is meant literally.',
  },
  'malformed-range': {
    meaning: 'A range cannot be read.',
    remedy: 'Write `key in [100 200]`; a parenthesis in place of a bracket leaves that bound out.',
  },
  'no-words': {
    meaning: 'The value consists of delimiters only, so it has no word to look for.',
    remedy: 'Use a phrase: `#"…"`.',
  },
  'not-a-number-field': {
    meaning:
      'A comparison or range is about a field without numbers: as in SLS it is searched as words of the whole event.',
    remedy: 'Name a field of numbers, such as `responseStatus.code`.',
  },
  'number-expected': {
    meaning: 'A comparison, a range or a field of numbers is given something else.',
    remedy: 'Give a number, without wildcards; or quote the whole to search for it as text.',
  },
  'object-equals-nothing': {
    meaning: 'A field that holds an object, such as `annotations`, is compared by `==`: an object equals no text.',
    remedy: 'Name one of its members, or search for words: `annotations: word`.',
  },
  'reserved-word': {
    meaning: 'A reserved word stands where a value is expected.',
    remedy: 'Quote it to search for the word.',
  },
  'search-too-deep': { meaning: 'Parentheses are nested too deeply.', remedy: 'Flatten the search.' },
  'search-too-long': {
    meaning: 'The search has too many characters or conditions, or becomes too large: see [the limits](limits.md).',
    remedy: 'Split it, or use a wildcard or a range in place of many alternatives.',
  },
  'single-quotes': {
    meaning: 'Single quotes mean nothing in a search; they are delimiters.',
    remedy: 'Use double quotes.',
  },
  'unbalanced-parentheses': {
    meaning: 'A parenthesis lacks its counterpart.',
    remedy: 'Add it, or quote the parenthesis to search for it.',
  },
  'unbalanced-quotes': {
    meaning: 'A quote is never closed.',
    remedy: 'Add it; inside a text a quote is written with a backslash before it.',
  },
  'unexpected-character': { meaning: 'A character cannot stand here.', remedy: 'Quote it to search for it.' },
  'unknown-field': {
    meaning: 'No field has this name.',
    remedy: 'Take a name from [the fields](columns.md); quote the text if the colon is part of it.',
  },
  'value-expected': {
    meaning: 'A field or comparison has no value, or something that is none.',
    remedy: 'Write `field: value`, `field: *` for "exists", and `(field: a or field: b)` for alternatives.',
  },
  'word-too-long': { meaning: 'A word with wildcards is too long.', remedy: 'Shorten it.' },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

/** What may be wrong with a statement, or go wrong while it runs. */
export const statementCodes = {
  'aggregate-not-allowed': {
    meaning: 'An aggregate, a window function or GROUPING stands where rows are not grouped yet, such as in WHERE.',
    remedy: 'Use HAVING, or a subquery.',
  },
  'ambiguous-column': { meaning: 'Several tables have the column.', remedy: 'Write the table and a point before it.' },
  'column-count': {
    meaning: 'A list of column names is longer or shorter than the columns that it names.',
    remedy: 'Name each column once.',
  },
  'column-not-found': {
    meaning: 'No column has this name here.',
    remedy: 'Take a name from [the fields](columns.md); names with a point are quoted: `"user.username"`.',
  },
  'division-by-zero': { meaning: 'A row of the data divides by zero.', remedy: 'Divide by `nullif(x, 0)`.' },
  'duplicate-name': { meaning: 'Two queries of WITH have one name.', remedy: 'Rename one.' },
  'function-not-found': {
    meaning: 'There is no function of this name.',
    remedy: 'See [the functions](functions.md).',
  },
  'invalid-argument': {
    meaning:
      'A function is given a value that it cannot take: a pattern that cannot be read, an unknown unit, a bad path.',
    remedy: 'The message names the value.',
  },
  'invalid-cast': {
    meaning: 'A value of the data cannot become the type that CAST asks for.',
    remedy: 'Use `try_cast`, which gives NULL.',
  },
  'invalid-column-reference': {
    meaning: 'A position or expression of GROUP BY or ORDER BY refers to no column.',
    remedy: 'Positions count from 1 to the number of selected columns.',
  },
  'invalid-literal': { meaning: 'A constant cannot be read as its type.', remedy: 'Correct its spelling.' },
  'invalid-window': {
    meaning: 'A window or its frame contradicts itself.',
    remedy: 'The message names what does not go together.',
  },
  'lambda-not-allowed': {
    meaning: 'A lambda stands outside a function call.',
    remedy: 'Only functions that say so take lambdas, such as `filter` and `transform`.',
  },
  'missing-over': { meaning: 'A window function has no OVER.', remedy: 'Add `over (…)`.' },
  'nested-aggregate': {
    meaning: 'An aggregate stands within an aggregate.',
    remedy: 'Compute the inner one in a subquery.',
  },
  'no-analysis': { meaning: 'A statement is needed and there is only a search.', remedy: 'Write `search | select …`.' },
  'not-a-query': { meaning: 'The statement is no SELECT.', remedy: 'Events are only read; nothing changes them.' },
  'not-aggregated': {
    meaning: 'A column is neither grouped by nor within an aggregate.',
    remedy: 'Add it to GROUP BY, or use `arbitrary(x)`.',
  },
  'not-an-aggregate': {
    meaning: 'DISTINCT, FILTER, ORDER BY, `*` or OVER goes with a function that cannot take it.',
    remedy: 'Leave it out.',
  },
  'not-in-select-list': {
    meaning: 'SELECT DISTINCT is ordered by something that it does not select.',
    remedy: 'Select it as well.',
  },
  'number-out-of-range': {
    meaning: 'A result is too large for its type.',
    remedy: 'Cast to `double` or `decimal(38, s)` before.',
  },
  'several-columns': { meaning: 'A subquery in an expression has several columns.', remedy: 'Select one.' },
  'several-rows': { meaning: 'A scalar subquery gave several rows.', remedy: 'Add `limit 1`, or aggregate.' },
  'several-statements': { meaning: 'There is more than one statement.', remedy: 'Run one at a time.' },
  'statement-too-complex': {
    meaning:
      'The statement is nested too deeply, has too many parts, or comes to too much work: it goes beyond a limit.',
    remedy: 'Simplify or split it; the hint names the limit, and [the limits](limits.md) are listed.',
  },
  'statement-too-long': { meaning: 'The statement has too many characters.', remedy: 'Shorten it.' },
  'syntax-error': {
    meaning: 'The statement cannot be read.',
    remedy: 'The message says what is expected at the place.',
  },
  'table-not-found': {
    meaning: 'There is no table of this name.',
    remedy: 'The log is `log`; other tables come from WITH and subqueries.',
  },
  'too-large': {
    meaning: 'The statement reads, holds or gives more than is allowed.',
    remedy: 'Narrow the time range or the search, group more coarsely, or add a LIMIT.',
  },
  'too-many-grouping-sets': {
    meaning: 'CUBE, ROLLUP or GROUPING SETS come to too many sets.',
    remedy: 'Name fewer columns.',
  },
  'type-mismatch': { meaning: 'A value has another type than is needed here.', remedy: 'Use CAST.' },
  'unknown-type': {
    meaning: 'There is no type of this name.',
    remedy: "Types are Trino's, such as `varchar` and `bigint`.",
  },
  'unsupported-function': {
    meaning: 'SLS documents the function and it is not supported here.',
    remedy: 'The message names what does instead, if anything.',
  },
  'unsupported-syntax': {
    meaning: 'Trino knows the construct and it is not supported here.',
    remedy: 'See [the differences](differences.md).',
  },
  'window-not-allowed': {
    meaning: 'A window function stands in WHERE, GROUP BY or the like.',
    remedy: 'Compute it in a subquery.',
  },
  'window-not-found': { meaning: 'The WINDOW clause defines no window of this name.', remedy: 'Define it.' },
  'wrong-arguments': {
    meaning: 'A function is given too many, too few or the wrong types of arguments.',
    remedy: 'The message lists its signatures; see [the functions](functions.md).',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type SearchCode = keyof typeof searchCodes;
export type StatementCode = keyof typeof statementCodes;

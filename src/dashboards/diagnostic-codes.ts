import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a dashboard, and with the values that are put into its statements. */
export const dashboardCodes = {
  'filter-not-a-number': {
    meaning: 'The filter on the status code is given something else.',
    remedy: 'Give a number.',
  },
  'malformed-placeholder': {
    meaning: 'A placeholder is never closed, or names nothing.',
    remedy: 'Write `${{name|default}}`.',
  },
  'variable-as-name': {
    meaning: 'A placeholder stands for the name of a field, or is a part of a name or of a number.',
    remedy: 'Write it where a value stands: behind a colon, within quotes, or by itself.',
  },
  'variable-beside-wildcard': {
    meaning: 'A value with blanks, parentheses or a bar stands in a word with wildcards, which cannot hold them.',
    remedy: 'Give one word.',
  },
  'variable-not-a-number': {
    meaning: 'A variable is compared as a number, or has a number as its default, and its value is none.',
    remedy: 'Give a number, or write the placeholder in quotes.',
  },
  'variable-without-value': {
    meaning: 'A placeholder has no default, and nothing was given for its variable.',
    remedy: 'Give it a value, or write a default behind `|`.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDoc>>;

export type DashboardCode = keyof typeof dashboardCodes;

import type { DiagnosticDoc } from '../base/index.ts';

/** What may be wrong with a dashboard, and with the values that are put into its statements. */
export const dashboardCodes = {
  'dashboard-syntax': { meaning: 'The file is no YAML or JSON.', remedy: 'Correct it at the place named.' },
  'dashboard-too-deep': { meaning: 'The file is nested more deeply than is read.', remedy: 'Flatten it.' },
  'dashboard-too-large': {
    meaning: 'The file is larger than is read, or the dashboard has too many panels, or a map too many members.',
    remedy: 'Split the dashboard.',
  },
  'duplicate-panel': { meaning: 'Two panels of a dashboard have the same id.', remedy: 'Rename one.' },
  'duplicate-variable': { meaning: 'Two variables of a dashboard have the same name.', remedy: 'Rename one.' },
  'filter-not-a-number': {
    meaning: 'The filter on the status code is given something else.',
    remedy: 'Give a number.',
  },
  'invalid-dashboard': {
    meaning: 'A member of the dashboard is missing, unknown, or has a value that it cannot have.',
    remedy: 'The message names the member and what is expected.',
  },
  'malformed-placeholder': {
    meaning: 'A placeholder is never closed, or names nothing.',
    remedy: 'Write `${{name|default}}`.',
  },
  'too-many-placeholders': {
    meaning: 'A statement has more placeholders than are read.',
    remedy: 'Write fewer, or split the panel.',
  },
  'unknown-column': {
    meaning: 'A column or threshold is about a column that the statement does not give.',
    remedy: 'Name it as the statement does.',
  },
  'unknown-variable': {
    meaning: 'A placeholder names no variable of the dashboard; in a drill-down, also no column of the statement.',
    remedy: 'Declare it under `variables`, or correct its name.',
  },
  'variable-as-name': {
    meaning: 'A placeholder stands for the name of a field, or is a part of a name or of a number.',
    remedy: 'Write it where a value stands: behind a colon, within quotes, or by itself.',
  },
  'variable-beside-wildcard': {
    meaning: 'A value with blanks, parentheses or a bar stands in a word with wildcards, which cannot hold them.',
    remedy: 'Give one word.',
  },
  'variable-default-unused': {
    meaning: 'The default of a placeholder is another than that of its variable, which is the one that counts.',
    remedy: 'Write the same in both places.',
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

import { expect, it } from 'vitest';
import { statementDiagnostics } from '../../../editor/statement-language.ts';
import { searchDiagnostics } from '../../../editor/query-language.ts';
import { starterQueries } from './starter-queries.ts';
import { syntaxForms } from './syntax-forms.ts';

const examples = syntaxForms.map(({ name, example }) => [name, example] as const);

it.each([...Object.entries(starterQueries), ...examples])('%s is a query without a fault', (_name, query) => {
  expect(searchDiagnostics(query)).toEqual([]);
  if (query.includes('|')) expect(statementDiagnostics(query)).toEqual([]);
});

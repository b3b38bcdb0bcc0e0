import { AppError, ok, type Result } from '../base/index.ts';
import { fieldExpression, printSql, resolveField } from '../query/index.ts';
import type { Selection } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { type PreparedSearch, prepareSearch } from './search.ts';

export interface FacetsQuestion extends Question {
  readonly fields: readonly string[];
  /** Values of each. */
  readonly limit: number;
}

export interface ValuesQuestion extends Question {
  readonly field: string;
  readonly prefix: string;
  readonly limit: number;
}

/** The most frequent values of a field within a search. */
export interface FieldCounts {
  readonly field: string;
  readonly values: readonly { readonly value: string | null; readonly count: number }[];
  /** Different values that there are. */
  readonly distinct: number;
  /** Events that have none of the values given. */
  readonly other: number;
}

/** The expression of a field and a selection that binds what it needs. Throws AppError `bad-request` for no field. */
function facetOf(
  { selection, clusters }: PreparedSearch,
  name: string,
): { readonly expression: string; readonly selection: Selection } {
  const reference = resolveField(name);
  if (!reference) throw new AppError('bad-request', `cannot count values of "${name}": there is no such field`);
  // Beside the parameters of the search, which has another prefix.
  const { text, parameters } = printSql(fieldExpression(reference, { clusters }).node, 'field');
  return {
    expression: text,
    selection: { ...selection, parameters: { ...selection.parameters, ...parameters } },
  };
}

/** Counts the most frequent values of fields within a search. */
export async function countValues(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<FacetsQuestion>,
): Promise<Result<readonly FieldCounts[]>> {
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const { limit } = question;
  const counts = question.fields.map(async (field) => {
    const { expression, selection } = facetOf(prepared.value, field);
    const { values, distinct, total } = await deps.search.facet(selection, expression, { limit, signal });
    return { field, values, distinct, other: total - values.reduce((sum, value) => sum + value.count, 0) };
  });
  return ok(await Promise.all(counts), prepared.diagnostics);
}

/** The most frequent values of a field that begin with a prefix. */
export async function completeValues(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<ValuesQuestion>,
): Promise<Result<readonly { readonly value: string; readonly count: number }[]>> {
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const { field, limit, prefix } = question;
  const { expression, selection } = facetOf(prepared.value, field);
  const { values } = await deps.search.facet(selection, expression, { limit, prefix, signal });
  return ok(
    values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }])),
    prepared.diagnostics,
  );
}

import { selectClusters } from '../access/index.ts';
import { AppError, invariant, ok, type Result, said } from '../base/index.ts';
import { fieldExpression, printSql, resolveField } from '../query/index.ts';
import type { Selection } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question } from './deps.ts';
import { type PreparedSearch, prepareSearch } from './search.ts';
import { rangeOf } from './time.ts';

export interface FacetsQuestion extends Question {
  /** A search besides the query. What it asks of one field alone does not narrow the values of that field. */
  readonly filter: string;
  readonly fields: readonly string[];
  /** Text that the values hold; empty for all values. */
  readonly containing: string;
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
  if (!reference) throw new AppError('bad-request', said`cannot count values of "${name}": there is no such field`);
  // Beside the parameters of the search, which has another prefix.
  const { text, parameters } = printSql(fieldExpression(reference, { clusters }).node, 'field');
  return {
    expression: text,
    selection: { ...selection, parameters: { ...selection.parameters, ...parameters } },
  };
}

/** Counts the most frequent values of fields within a search, those of each field beside those that the filter chooses of it. */
export async function countValues(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<FacetsQuestion>,
): Promise<Result<readonly FieldCounts[]>> {
  const { query, filter, fields, limit, containing } = question;
  const { range } = rangeOf(question, deps.clock);
  const { scope, clusters } = await selectClusters(deps.records, caller, question.clusters);
  const searches = await deps.isolation.facetSearches(
    { query, filter, fields, clusters, bodies: scope.bodies },
    { caller, signal },
  );
  if (!searches.ok) return searches;
  const counts = fields.map(async (field, index) => {
    const search = searches.value[index];
    invariant(search, 'each field has its search');
    const { expression, selection } = facetOf({ selection: { ...search, range, scope }, range, clusters }, field);
    const { values, distinct, total } = await deps.search.facet(selection, expression, { limit, containing, signal });
    return { field, values, distinct, other: total - values.reduce((sum, value) => sum + value.count, 0) };
  });
  return ok(await Promise.all(counts), searches.diagnostics);
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

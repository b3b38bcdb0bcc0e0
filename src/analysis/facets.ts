import { selectClusters } from '../access/index.ts';
import { AppError, invariant, ok, type Result, said } from '../base/index.ts';
import { fieldExpression, isDear, printSql, resolveField } from '../query/index.ts';
import type { FacetExpression, Facet, Selection } from '../store/index.ts';
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

/** What the values of a field are counted by, and whether it is quick to read. Throws AppError `bad-request` for no field. */
function facetOf(
  clusters: PreparedSearch['clusters'],
  name: string,
  prefix = 'field',
): FacetExpression & { readonly isQuick: boolean } {
  const reference = resolveField(name);
  if (!reference) throw new AppError('bad-request', said`cannot count values of "${name}": there is no such field`);
  const { node } = fieldExpression(reference, { clusters });
  // Beside the parameters of the search, which has another prefix.
  return { ...printSql(node, prefix), isQuick: !isDear([node]) };
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
  const asked = fields.map((field, index) => {
    const search = searches.value[index];
    invariant(search, 'each field has its search');
    return { selection: { ...search, range, scope }, ...facetOf(clusters, field, `field${index}_`) };
  });
  const facets = await facetsOf(deps, asked, { limit, containing, signal });
  const counts = fields.map((field, index) => {
    const facet = facets[index];
    invariant(facet, 'each field has its facet');
    const { values, distinct, total } = facet;
    return { field, values, distinct, other: total - values.reduce((sum, value) => sum + value.count, 0) };
  });
  return ok(counts, searches.diagnostics);
}

type AskedFacet = ReturnType<typeof facetOf> & { readonly selection: Selection };

/** Counts what is asked, in its order. Events are looked for once for all fields that are quick to read and are narrowed by the same search. */
async function facetsOf(
  { search }: AnalysisDeps,
  asked: readonly AskedFacet[],
  { limit, containing, signal }: { readonly limit: number; readonly containing: string; readonly signal: AbortSignal },
): Promise<readonly (Facet | undefined)[]> {
  const alone = (one: AskedFacet): string | AskedFacet =>
    one.isQuick && containing === '' ? JSON.stringify([one.selection.condition, one.selection.parameters]) : one;
  const found = new Map<AskedFacet, Facet>();
  const groups = [...Map.groupBy(asked, alone).values()].map(async (group) => {
    const [first, second] = group;
    if (!first) return;
    if (second) {
      const facets = await search.facets(first.selection, group, { limit, signal });
      for (const [index, facet] of facets.entries()) {
        const one = group[index];
        if (one) found.set(one, facet);
      }
      return;
    }
    found.set(first, await search.facet(first.selection, first, { limit, containing, signal }));
  });
  await Promise.all(groups);
  return asked.map((one) => found.get(one));
}

/** The most frequent values of a field that begin with a prefix. */
export async function completeValues(
  deps: AnalysisDeps,
  { caller, question, signal }: Asked<ValuesQuestion>,
): Promise<Result<readonly { readonly value: string; readonly count: number }[]>> {
  const prepared = await prepareSearch(deps, { caller, question, signal });
  if (!prepared.ok) return prepared;
  const { field, limit, prefix } = question;
  const { selection, clusters } = prepared.value;
  const { values } = await deps.search.facet(selection, facetOf(clusters, field), { limit, prefix, signal });
  return ok(
    values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }])),
    prepared.diagnostics,
  );
}

import { AppError } from '../../base/index.ts';
import { createParameters, fieldExpression, resolveField, splitStatement } from '../../query/index.ts';
import type { Selection } from '../../store/index.ts';
import { type PreparedSearch, prepareSearch } from '../queries/search.ts';
import { route, type Route } from '../http/route.ts';
import { FacetsAnswer, FacetsRequest, ValuesAnswer, ValuesRequest } from '../schemas/index.ts';

/** The expression of a field and a selection that binds what it needs. */
function facetOf(
  { selection, clusters }: PreparedSearch,
  name: string,
): { readonly expression: string; readonly selection: Selection } {
  const reference = resolveField(name);
  if (!reference) throw new AppError('bad-request', `cannot count values of "${name}": there is no such field`);
  const parameters = createParameters();
  const { sql } = fieldExpression(reference, { parameters, clusters });
  // The search has bound its own parameters by the same names: the field's are renamed.
  const renamed = Object.entries(parameters.values).map(([key, value]) => [`f_${key}`, value] as const);
  const expression = sql.replaceAll(/\{(p\d+):/g, (_, key: string) => `{f_${key}:`);
  return {
    expression,
    selection: { ...selection, parameters: { ...selection.parameters, ...Object.fromEntries(renamed) } },
  };
}

/** Counts of values, for the side bar and for completion. */
export function facetRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/facets',
      access: 'read',
      activity: 'facets',
      summary: 'Counts the most frequent values of fields within a search.',
      body: FacetsRequest,
      answer: FacetsAnswer,
      handle: async ({ body, caller, context, signal }) => {
        const prepared = await prepareSearch(context, caller, {
          ...body,
          query: splitStatement(body.query).search.text,
        });
        const facets = body.fields.map(async (field) => {
          const { expression, selection } = facetOf(prepared, field);
          const { values, distinct, total } = await context.search.facet(selection, expression, {
            limit: body.limit,
            signal,
          });
          return {
            field,
            values: [...values],
            distinct,
            other: total - values.reduce((sum, value) => sum + value.count, 0),
          };
        });
        return { facets: await Promise.all(facets) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/values',
      access: 'read',
      summary: 'Completes a value of a field.',
      body: ValuesRequest,
      answer: ValuesAnswer,
      handle: async ({ body, caller, context, signal }) => {
        const prepared = await prepareSearch(context, caller, {
          ...body,
          query: splitStatement(body.query).search.text,
        });
        const { expression, selection } = facetOf(prepared, body.field);
        const { values } = await context.search.facet(selection, expression, {
          limit: body.limit,
          prefix: body.prefix,
          signal,
        });
        return { values: values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }])) };
      },
    }),
  ];
}

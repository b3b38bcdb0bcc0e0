import { accepted } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import { FacetsAnswer, FacetsRequest, ValuesAnswer, ValuesRequest } from '../schemas/index.ts';

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
      handle: async ({ body, caller, context, signal }) => ({
        facets: accepted(await context.analysis.facets({ caller, question: body, signal })).value,
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/values',
      access: 'read',
      activity: 'values',
      summary: 'Completes a value of a field.',
      body: ValuesRequest,
      answer: ValuesAnswer,
      handle: async ({ body, caller, context, signal }) => ({
        values: accepted(await context.analysis.values({ caller, question: body, signal })).value,
      }),
    }),
  ];
}

import { z } from 'zod';
import { AppError, said } from '../../base/index.ts';
import type { SavedQuery } from '../../records/index.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ById = z.object({ id: z.string() });

function shown({ id, name, owner, query, from, to, isShared }: SavedQuery): z.input<typeof schemas.SavedQuery> {
  return { id, name, owner, query, from: from ?? null, to: to ?? null, shared: isShared };
}

function kept(owner: string, { name, query, from, to, shared }: z.output<typeof schemas.NewSavedQuery>) {
  return { owner, name, query, from: from ?? undefined, to: to ?? undefined, isShared: shared };
}

/** Queries that people keep under a name. */
export function savedQueryRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/saved-queries',
      access: 'read',
      summary: "The caller's saved queries and those that are shared.",
      answer: z.object({ items: z.array(schemas.SavedQuery) }),
      handle: async ({ caller, context }) => ({
        items: (await context.records.savedQueries.listFor(caller.name)).map(shown),
      }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/saved-queries',
      access: 'keep',
      activity: 'saved-query-add',
      summary: 'Saves a query.',
      body: schemas.NewSavedQuery,
      answer: schemas.SavedQuery,
      handle: async ({ body, caller, context }) =>
        shown(await context.records.savedQueries.add(kept(caller.name, body))),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/saved-queries/{id}',
      access: 'keep',
      activity: 'saved-query-change',
      summary: 'Replaces a saved query of the caller.',
      params: ById,
      body: schemas.NewSavedQuery,
      answer: schemas.SavedQuery,
      handle: async ({ params, body, caller, context }) =>
        shown(await context.records.savedQueries.replace(params.id, kept(caller.name, body))),
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/saved-queries/{id}',
      access: 'keep',
      activity: 'saved-query-delete',
      summary: 'Deletes a saved query of the caller.',
      params: ById,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        const isDeleted = await context.records.savedQueries.delete(params.id, caller.name);
        if (!isDeleted) throw new AppError('not-found', said`cannot find the saved query`);
        return {};
      },
    }),
  ];
}

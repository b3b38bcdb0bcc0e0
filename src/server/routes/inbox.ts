import { z } from 'zod';
import type { Caller } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import { readPost } from '../../delivery/index.ts';
import type { InboxItem } from '../../records/index.ts';
import type { ServerContext } from '../http/context.ts';
import { route, type Route } from '../http/route.ts';
import { seenScopes, seesScope } from '../http/seen-scopes.ts';
import * as schemas from '../schemas/index.ts';

const ById = z.object({ id: z.coerce.number().int() });
const InLanguage = z.object({ language: schemas.Language.default('en') });

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

/** Messages about alerts name them. */
const Clusters = z.object({ clusters: z.array(z.string()).catch([]) });

function shown(item: InboxItem, language: string): z.input<typeof schemas.InboxItem> {
  const { kind, severity, title, text, facts, links, labels, about, data } = readPost(item.message, language);
  return {
    id: item.id,
    at: isoTime(item.at),
    kind,
    severity,
    title,
    text,
    facts: [...facts],
    links: [...links],
    labels,
    clusters: Clusters.parse(data).clusters,
    about: [...(about ?? [])],
    state: item.state,
    assignee: item.assignee ?? null,
    changedBy: item.changedBy ?? null,
    changedAt: item.changedAt === undefined ? null : isoTime(item.changedAt),
    read: item.isRead,
    comments: item.commentCount,
  };
}

/** The message of this id, if the caller may see it. */
async function find({ records }: ServerContext, caller: Caller, id: number): Promise<InboxItem> {
  const item = await records.inbox.find(id, caller.name);
  if (!item || !seesScope(caller, item.scope)) throw new AppError('not-found', said`cannot find message "${id}"`);
  return item;
}

async function readerOf({ records }: ServerContext, caller: Caller) {
  return { reader: caller.name, scopes: await seenScopes(caller, () => records.inbox.scopes()) };
}

/** The message centre. A caller who is limited sees what shows no more than they may see. */
export function inboxRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/inbox',
      access: 'read',
      summary: 'Messages, the latest first, and how many the caller has not read.',
      query: schemas.InboxQuery,
      answer: schemas.InboxList,
      handle: async ({ query: { cursor, unread, language, ...query }, caller, context }) => {
        const { inbox } = context.records;
        const reader = await readerOf(context, caller);
        const items = await inbox.list({ ...query, ...reader, isUnread: unread, before: cursor });
        const last = items.length === query.limit ? items.at(-1) : undefined;
        return {
          items: items.map((item) => shown(item, language)),
          unread: Object.fromEntries(await inbox.unread(reader)),
          cursor: last && String(last.id),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/inbox/{id}',
      access: 'read',
      summary: 'A message with its comments.',
      params: ById,
      query: InLanguage,
      answer: schemas.InboxDetails,
      handle: async ({ params, query: { language }, caller, context }) => {
        const item = await find(context, caller, params.id);
        const comments = await context.records.inbox.comments(item.id);
        const thread = comments.map(({ at, author, text }) => ({ at: isoTime(at), author, text }));
        return { ...shown(item, language), data: { ...readPost(item.message, language).data }, thread };
      },
    }),
    ...deedRoutes(),
  ];
}

function deedRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/inbox/read',
      access: 'read',
      summary: 'Notes that the caller has read messages.',
      body: schemas.InboxRead,
      answer: schemas.Empty,
      handle: async ({ body, caller, context }) => {
        const { inbox } = context.records;
        if ('upTo' in body) await inbox.readAll(body.upTo, await readerOf(context, caller));
        else await inbox.read(body.ids, caller.name);
        return {};
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/inbox/{id}/acknowledge',
      access: 'keep',
      activity: 'inbox-acknowledge',
      summary: 'Says that somebody looks after it. 409 where it is not open.',
      params: ById,
      query: InLanguage,
      answer: schemas.InboxItem,
      handle: async ({ params, query: { language }, caller, context }) => {
        const { id, state } = await find(context, caller, params.id);
        if (!(await context.records.inbox.acknowledge(id, caller.name)))
          throw new AppError('conflict', said`cannot acknowledge message "${id}": it is ${state}`);
        return shown(await find(context, caller, id), language);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/inbox/{id}/assign',
      access: 'keep',
      activity: 'inbox-assign',
      summary: 'Says whose it is.',
      params: ById,
      query: InLanguage,
      body: schemas.InboxAssignment,
      answer: schemas.InboxItem,
      handle: async ({ params, query: { language }, body: { assignee }, caller, context }) => {
        const { id } = await find(context, caller, params.id);
        await context.records.inbox.assign(id, assignee ?? undefined, caller.name);
        return shown(await find(context, caller, id), language);
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/inbox/{id}/comments',
      access: 'keep',
      activity: 'inbox-comment',
      summary: 'Adds a comment.',
      params: ById,
      body: schemas.InboxComment,
      answer: schemas.Empty,
      handle: async ({ params, body: { text }, caller, context }) => {
        const { id } = await find(context, caller, params.id);
        if (!(await context.records.inbox.comment(id, { author: caller.name, text })))
          throw new AppError('conflict', said`cannot comment message "${id}": it has as many comments as it takes`);
        return {};
      },
    }),
  ];
}

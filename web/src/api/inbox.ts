import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { InboxDetails, InboxList } from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type InboxItem = z.output<typeof InboxList>['items'][number];

export interface InboxFilter {
  readonly state?: InboxItem['state'] | undefined;
  readonly severity?: InboxItem['severity'] | undefined;
  readonly unread?: boolean | undefined;
  /** The reader's: messages are written in it. */
  readonly language: string;
}

const key = ['inbox'];
const newsMillis = 5000;

function path(id: number, step = ''): string {
  return `/api/v1/inbox/${id}${step}`;
}

/** Messages, the latest first, page by page. */
export function useInbox({ state, severity, unread, language }: InboxFilter) {
  const query = new URLSearchParams({
    limit: '50',
    language,
    ...(state === undefined ? {} : { state }),
    ...(severity === undefined ? {} : { severity }),
    ...(unread === true ? { unread: 'true' } : {}),
  });
  return useInfiniteQuery({
    queryKey: [...key, query.toString()],
    initialPageParam: '',
    refetchInterval: newsMillis,
    queryFn: ({ pageParam }) => call('GET', `/api/v1/inbox?${query}${pageParam && `&cursor=${pageParam}`}`, InboxList),
    getNextPageParam: ({ cursor }) => cursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** The latest message, and how many the user has not read. */
export function useUnread(language: string) {
  return useQuery({
    queryKey: [...key, 'unread', language],
    refetchInterval: newsMillis,
    queryFn: async () => {
      const { items, unread } = await call('GET', `/api/v1/inbox?limit=1&language=${language}`, InboxList);
      return { latest: items[0], count: Object.values(unread).reduce((sum, count) => sum + count, 0) };
    },
  });
}

/** A message with its comments. */
export function useInboxItem(id: number, language: string) {
  return useQuery({
    queryKey: [...key, 'item', id, language],
    queryFn: () => call('GET', `${path(id)}?language=${language}`, InboxDetails),
  });
}

/** What is done with messages: each is seen in all lists at once. */
export function useInboxDeed() {
  const client = useQueryClient();
  const after = { onSettled: () => client.invalidateQueries({ queryKey: key }) };
  return {
    read: useMutation({
      mutationFn: (ids: readonly number[]) => callVoid('POST', '/api/v1/inbox/read', { body: { ids } }),
      ...after,
    }),
    readAll: useMutation({
      mutationFn: (upTo: number) => callVoid('POST', '/api/v1/inbox/read', { body: { upTo } }),
      ...after,
    }),
    acknowledge: useMutation({ mutationFn: (id: number) => callVoid('POST', path(id, '/acknowledge')), ...after }),
    assign: useMutation({
      mutationFn: ({ id, assignee }: { readonly id: number; readonly assignee: string | null }) =>
        callVoid('POST', path(id, '/assign'), { body: { assignee } }),
      ...after,
    }),
    comment: useMutation({
      mutationFn: ({ id, text }: { readonly id: number; readonly text: string }) =>
        callVoid('POST', path(id, '/comments'), { body: { text } }),
      ...after,
    }),
  };
}

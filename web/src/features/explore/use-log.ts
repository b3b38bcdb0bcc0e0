import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AuditEvent } from '../../api/audit-event.ts';
import { fetchFacets, type LogQuery, searchEvents } from '../../api/search.ts';
import { type EventFacts, readFacts } from '../../components/deed/facts.ts';

const pageSize = 100;

/** An event with what the pages say about it. */
export interface EventItem {
  readonly event: AuditEvent;
  readonly facts: EventFacts;
}

export function toItem(event: AuditEvent): EventItem {
  return { event, facts: readFacts(event) };
}

/** The events of a query, newest first, a page at a time; old ones stay (as stale) until new ones come. */
export function useEvents(asked: LogQuery | undefined) {
  const found = useInfiniteQuery({
    queryKey: ['log', 'events', asked],
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      searchEvents(asked ?? nothing, { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (last) => last.cursor,
  });
  const items = useMemo(() => found.data?.pages.flatMap((page) => page.events.map(toItem)) ?? [], [found.data]);
  const first = found.data?.pages[0];
  return { ...found, items, total: first?.total, meta: first?.meta };
}

/** How many events there are; asked for only where somebody wants to know. */
export function useTotal(asked: LogQuery | undefined, isWanted: boolean) {
  return useQuery({
    queryKey: ['log', 'total', asked],
    enabled: asked !== undefined && isWanted,
    queryFn: async ({ signal }) => (await searchEvents(asked ?? nothing, { limit: 1 }, signal)).total,
  });
}

export function useFacets(asked: LogQuery | undefined, fields: readonly string[], limit: number, enabled: boolean) {
  return useQuery({
    queryKey: ['log', 'facets', asked, fields, limit],
    enabled: asked !== undefined && enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchFacets(asked ?? nothing, fields, limit, signal),
  });
}

const nothing: LogQuery = { query: '', from: 'now', to: 'now' };

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AuditEvent } from '../../api/audit-event.ts';
import { type FacetChoice, type FacetQuery, fetchFacets, type LogQuery, searchEvents } from '../../api/search.ts';
import { type EventFacts, readFacts } from '../../components/deed/facts.ts';

const pageSize = 100;

/** An event with what the pages say about it. */
export interface EventItem {
  readonly event: AuditEvent;
  readonly facts: EventFacts;
}

/** How the URL names an event. Ids are chosen by clients, so only a short one can be linked to. */
export function eventName({ facts }: EventItem): string {
  return `${facts.auditId.slice(0, 200)}/${facts.stage}`;
}

export function toItem(event: AuditEvent): EventItem {
  return { event, facts: readFacts(event) };
}

/** The events of a query, newest or oldest first, a page at a time; old ones stay (as stale) until new ones come. */
export function useEvents(asked: LogQuery | undefined, order: 'asc' | 'desc') {
  const found = useInfiniteQuery({
    queryKey: ['log', 'events', asked, order],
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      searchEvents(asked ?? nothing, { limit: pageSize, order, ...(pageParam ? { cursor: pageParam } : {}) }, signal),
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

/** Counts of values; the old ones (as stale) until the new ones come. */
export function useFacets(asked: FacetQuery | undefined, choice: FacetChoice) {
  return useQuery({
    queryKey: ['log', 'facets', asked, choice],
    enabled: asked !== undefined && choice.fields.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchFacets(asked ?? { ...nothing, filter: '' }, choice, signal),
  });
}

const nothing: LogQuery = { query: '', from: 'now', to: 'now' };

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fetchHistogram, type LogQuery } from '../../api/search.ts';

/** The buckets of a query, the old ones (as stale) until the new ones come. */
export function useHistogram(asked: LogQuery | undefined, buckets: number) {
  return useQuery({
    queryKey: ['log', 'histogram', asked, buckets],
    enabled: asked !== undefined && buckets > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchHistogram(asked ?? nothing, buckets, signal),
  });
}

const nothing: LogQuery = { query: '', from: 'now', to: 'now' };

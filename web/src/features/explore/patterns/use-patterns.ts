import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fetchPatterns } from '../../../api/patterns.ts';
import type { LogQuery } from '../../../api/search.ts';

/** The patterns of a query; old ones stay (as stale) until new ones come. */
export function usePatterns(asked: LogQuery | undefined) {
  return useQuery({
    queryKey: ['log', 'patterns', asked],
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchPatterns(asked ?? { query: '', from: 'now', to: 'now' }, signal),
  });
}

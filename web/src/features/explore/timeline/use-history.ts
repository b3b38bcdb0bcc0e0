import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fetchHistory } from '../../../api/history.ts';
import type { LogQuery } from '../../../api/search.ts';

/** The lanes of a query; old ones stay (as stale) until new ones come. */
export function useHistory(asked: LogQuery | undefined, by: 'object' | 'user') {
  return useQuery({
    queryKey: ['log', 'history', asked, by],
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchHistory(asked ?? { query: '', from: 'now', to: 'now' }, by, signal),
  });
}

import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { Completeness as CompletenessSchema } from '../../../src/server/schemas/index.ts';
import { call } from './client.ts';

export type Completeness = z.output<typeof CompletenessSchema>;

/** How complete the record of a cluster is over a period; times as the API takes them. */
export function useCompleteness(cluster: string, from: string, to: string) {
  const query = new URLSearchParams({ from, to }).toString();
  return useQuery({
    queryKey: ['completeness', cluster, from, to],
    queryFn: () =>
      call('GET', `/api/v1/clusters/${encodeURIComponent(cluster)}/completeness?${query}`, CompletenessSchema),
    refetchInterval: 60_000,
  });
}

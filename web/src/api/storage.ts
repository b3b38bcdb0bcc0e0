import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ClusterStorageByDay, Storage as StorageSchema } from '../../../src/server/schemas/index.ts';
import { call } from './client.ts';

export type Storage = z.output<typeof StorageSchema>;
export type ClusterStorage = z.output<typeof ClusterStorageByDay>;

/** The server measures every few minutes. */
const freshMs = 60_000;

/** What the events of each cluster take on disk; an error for whoever sees a part of them alone. */
export function useStorage() {
  return useQuery({
    queryKey: ['storage'],
    queryFn: () => call('GET', '/api/v1/storage', StorageSchema),
    staleTime: freshMs,
    retry: false,
  });
}

/** The same of one cluster, day by day. */
export function useClusterStorage(cluster: string) {
  return useQuery({
    queryKey: ['storage', cluster],
    queryFn: () => call('GET', `/api/v1/clusters/${encodeURIComponent(cluster)}/storage`, ClusterStorageByDay),
    staleTime: freshMs,
    retry: false,
  });
}

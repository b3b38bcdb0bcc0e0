import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  AddedCluster as AddedClusterSchema,
  AddedIngestToken,
  Cluster as ClusterSchema,
  type ClusterChange as ClusterChangeSchema,
  IngestToken as IngestTokenSchema,
  type NewCluster as NewClusterSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';
import { fetchList } from './lists.ts';

export type Cluster = z.output<typeof ClusterSchema>;
export type NewCluster = z.output<typeof NewClusterSchema>;
export type AddedCluster = z.output<typeof AddedClusterSchema>;
export type ClusterKind = Cluster['kind'];
export type IngestToken = z.output<typeof IngestTokenSchema>;

const key = ['clusters'];

/** All clusters that the user may see; refreshed so that "last event" stays true. */
export function useClusters() {
  return useQuery({
    queryKey: key,
    queryFn: () => fetchList('/api/v1/clusters', ClusterSchema),
    refetchInterval: 10_000,
  });
}

export function useCreateCluster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCluster) => call('POST', '/api/v1/clusters', AddedClusterSchema, { body }),
    onSuccess: () => changed(client),
  });
}

export interface ClusterChange {
  readonly name: string;
  readonly change: z.output<typeof ClusterChangeSchema>;
}

export function useChangeCluster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, change }: ClusterChange) => callVoid('PATCH', clusterPath(name), { body: change }),
    onSuccess: () => changed(client),
  });
}

export function useDeleteCluster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', clusterPath(name)),
    onSuccess: async (_, name) => {
      // What is asked of it alone is not asked again: it is not there.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === name });
      await changed(client);
    },
  });
}

export function useIngestTokens(cluster: string) {
  return useQuery({
    queryKey: ['ingest-tokens', cluster],
    queryFn: () => fetchList(`${clusterPath(cluster)}/tokens`, IngestTokenSchema),
  });
}

/** Issues a further ingest token; the answer is the only time that it can be read. */
export function useIssueIngestToken(cluster: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call('POST', `${clusterPath(cluster)}/tokens`, AddedIngestToken, { body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ingest-tokens', cluster] }),
  });
}

export function useRevokeIngestToken(cluster: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callVoid('DELETE', `${clusterPath(cluster)}/tokens/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ingest-tokens', cluster] }),
  });
}

/** What is counted of projects changes with their clusters. */
async function changed(client: QueryClient): Promise<void> {
  await Promise.all(['clusters', 'projects', 'storage'].map((name) => client.invalidateQueries({ queryKey: [name] })));
}

function clusterPath(name: string): string {
  return `/api/v1/clusters/${encodeURIComponent(name)}`;
}

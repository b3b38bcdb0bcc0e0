import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { call, callVoid } from './client.ts';
import { fetchList } from './lists.ts';

const clusterSchema = z.object({
  name: z.string(),
  id: z.string(),
  project: z.optional(z.string()),
  status: z.enum(['enabled', 'disabled']),
  retentionDays: z.optional(z.number()),
  lastEventAt: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  events: z.optional(z.nullable(z.number())),
});
const createdSchema = z.object({
  name: z.string(),
  id: z.string(),
  project: z.optional(z.string()),
  logstore: z.optional(z.string()),
  retentionDays: z.optional(z.number()),
  ingestToken: z.string(),
  webhookUrl: z.string(),
});
const tokenSchema = z.object({
  id: z.string(),
  createdAt: z.optional(z.nullable(z.string())),
  lastUsedAt: z.optional(z.nullable(z.string())),
});
const issuedSchema = z.object({ id: z.string(), ingestToken: z.optional(z.string()), token: z.optional(z.string()) });

export type Cluster = z.output<typeof clusterSchema>;
export type CreatedCluster = z.output<typeof createdSchema>;

const key = ['clusters'];

/** All clusters that the user may see; refreshed so that "last event" stays true. */
export function useClusters() {
  return useQuery({
    queryKey: key,
    queryFn: () => fetchList('/api/v1/clusters', clusterSchema),
    refetchInterval: 10_000,
  });
}

export interface NewCluster {
  readonly name: string;
  readonly project?: string;
  readonly retentionDays?: number;
}

export function useCreateCluster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCluster) => call('POST', '/api/v1/clusters', createdSchema, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export interface ClusterChange {
  readonly name: string;
  readonly change: {
    readonly status?: Cluster['status'];
    readonly project?: string;
    readonly retentionDays?: number;
  };
}

export function useChangeCluster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, change }: ClusterChange) => callVoid('PATCH', clusterPath(name), { body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteCluster() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', clusterPath(name)),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useIngestTokens(cluster: string) {
  return useQuery({
    queryKey: ['ingest-tokens', cluster],
    queryFn: () => fetchList(`${clusterPath(cluster)}/tokens`, tokenSchema),
  });
}

/** Issues a further ingest token; the answer is the only time that it can be read. */
export function useIssueIngestToken(cluster: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const issued = await call('POST', `${clusterPath(cluster)}/tokens`, issuedSchema, { body: {} });
      return issued.ingestToken ?? issued.token ?? '';
    },
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

function clusterPath(name: string): string {
  return `/api/v1/clusters/${encodeURIComponent(name)}`;
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  ApiServer as ApiServerSchema,
  MetricsSource as MetricsSourceSchema,
  type NewMetricsSource as NewMetricsSourceSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';
import { fetchList } from './lists.ts';

export type ApiServer = z.output<typeof ApiServerSchema>;
export type MetricsSource = z.output<typeof MetricsSourceSchema>;
export type NewMetricsSource = z.output<typeof NewMetricsSourceSchema>;

/** As often as the server reads metrics. */
const refetchInterval = 15_000;

/** The API servers of a cluster, as what they send shows them. */
export function useApiServers(cluster: string) {
  return useQuery({
    queryKey: ['api-servers', cluster],
    queryFn: () => fetchList(`${clusterPath(cluster)}/api-servers`, ApiServerSchema),
    refetchInterval,
  });
}

/** Where their counters are read, and what they say. */
export function useMetricsSources(cluster: string) {
  return useQuery({
    queryKey: keyOf(cluster),
    queryFn: () => fetchList(sourcesPath(cluster), MetricsSourceSchema),
    refetchInterval,
  });
}

/** Has the counters of an API server read, in place of another source of that name. */
export function useSetMetricsSource(cluster: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, source }: { readonly name: string; readonly source: NewMetricsSource }) =>
      call('PUT', sourcePath(cluster, name), MetricsSourceSchema, { body: source }),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(cluster) }),
  });
}

export function useDeleteMetricsSource(cluster: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', sourcePath(cluster, name)),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(cluster) }),
  });
}

function keyOf(cluster: string) {
  return ['metrics-sources', cluster];
}

function clusterPath(cluster: string): string {
  return `/api/v1/clusters/${encodeURIComponent(cluster)}`;
}

function sourcesPath(cluster: string): string {
  return `${clusterPath(cluster)}/metrics-sources`;
}

function sourcePath(cluster: string, name: string): string {
  return `${sourcesPath(cluster)}/${encodeURIComponent(name)}`;
}

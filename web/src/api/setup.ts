import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  Arrivals as ArrivalsSchema,
  Setup as SetupSchema,
  type SetupQuestion,
} from '../../../src/server/schemas/index.ts';
import { call } from './client.ts';
import { searchEvents } from './search.ts';

export type Setup = z.output<typeof SetupSchema>;
export type SetupStep = Setup['steps'][number];
export type SetupFile = SetupStep['files'][number];
export type Arrivals = z.output<typeof ArrivalsSchema>;
export type Refused = Arrivals['refused'][number];

/** How long somebody waits to see what came: while nothing has, and afterwards. */
const waitingMs = 2000;
const arrivedMs = 10_000;

/** What is to be done so that a cluster sends its events. */
export function useSetup(cluster: string, question: z.output<typeof SetupQuestion>) {
  return useQuery({
    queryKey: ['setup', cluster, question],
    queryFn: () => call('POST', `${clusterPath(cluster)}/setup`, SetupSchema, { body: question }),
    placeholderData: keepPreviousData,
  });
}

/** What came for a cluster and what became of it, as it happens. */
export function useArrivals(cluster: string) {
  return useQuery({
    queryKey: ['arrivals', cluster],
    queryFn: () => call('GET', `${clusterPath(cluster)}/arrivals`, ArrivalsSchema),
    staleTime: 0,
    refetchInterval: ({ state }) => ((state.data?.events ?? 0) > 0 ? arrivedMs : waitingMs),
  });
}

/** The newest event of a cluster, whenever it happened; asked for once there is one. */
export function useNewestEvent(cluster: string, isThere: boolean) {
  return useQuery({
    queryKey: ['newest-event', cluster],
    enabled: isThere,
    queryFn: async ({ signal }) => {
      const asked = { query: '', from: '2000-01-01T00:00:00Z', to: new Date(Date.now() + 86_400_000).toISOString() };
      const { events } = await searchEvents({ ...asked, clusters: [cluster] }, { limit: 1 }, signal);
      return events[0] ?? null;
    },
  });
}

/** The ingest token that was just issued for a cluster, until the page is left or somebody signs out; the server does not know it any more. */
export function useIssuedToken(cluster: string): string | undefined {
  return (
    useQuery<string | null>({ queryKey: tokenKey(cluster), queryFn: () => null, enabled: false }).data ?? undefined
  );
}

/** Keeps a token that was just issued, for the commands that hold it. */
export function useKeepIssuedToken() {
  const client = useQueryClient();
  return (cluster: string, token: string): void => {
    client.setQueryDefaults(tokenKey(cluster), { gcTime: Number.POSITIVE_INFINITY });
    client.setQueryData(tokenKey(cluster), token);
  };
}

function tokenKey(cluster: string): readonly string[] {
  return ['issued-token', cluster];
}

function clusterPath(name: string): string {
  return `/api/v1/clusters/${encodeURIComponent(name)}`;
}

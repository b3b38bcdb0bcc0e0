import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  AppliedDestinations,
  CheckedDestinations,
  Destination as DestinationAnswer,
  DestinationDryRun,
  DestinationDryRuns,
  DestinationList,
  DestinationReplay,
  DestinationTest,
  DestinationTypes,
  RejectedList,
  ResentList,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type Destination = z.output<typeof DestinationAnswer>;
export type DestinationType = z.output<typeof DestinationTypes>['items'][number];
export type DestinationForms = z.output<typeof DestinationTypes>;
export type DryRun = z.output<typeof DestinationDryRun>;
export type Replay = z.output<typeof DestinationReplay>;
export type Rejected = z.output<typeof RejectedList>['items'][number];

const key = ['destinations'];
const newsMillis = 3000;
const rejectedPage = 50;

function path(name: string, rest = ''): string {
  return `/api/v1/destinations/${encodeURIComponent(name)}${rest}`;
}

/** Where events are forwarded to, and how each fares. */
export function useDestinations(isShown: boolean) {
  return useQuery({
    queryKey: [...key, 'list'],
    enabled: isShown,
    refetchInterval: newsMillis,
    queryFn: async () => (await call('GET', '/api/v1/destinations', DestinationList)).items,
  });
}

export function useDestination(name: string) {
  return useQuery({
    queryKey: [...key, 'one', name],
    refetchInterval: newsMillis,
    queryFn: () => call('GET', path(name), DestinationAnswer),
  });
}

/** The kinds of destinations there are, and what each is told. */
export function useDestinationTypes() {
  return useQuery({
    queryKey: ['destination-types'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => call('GET', '/api/v1/destinations/types', DestinationTypes),
  });
}

/** What is wrong with a file. */
export function checkDestinationFile(yaml: string, signal: AbortSignal) {
  return call('POST', '/api/v1/destinations/check', CheckedDestinations, { body: { yaml }, signal });
}

/** Changes that every list and page of a destination shows at once. */
function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries({ queryKey: key }) });
}

/** Keeps the destination of a file in the place of one of its name. A secret that is left out stays. */
export function useKeepDestination() {
  return useChange((yaml: string) => call('POST', '/api/v1/destinations', AppliedDestinations, { body: { yaml } }));
}

/** Deletes a destination. What is shown of it is not asked for any more. */
export function useDeleteDestination() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', path(name)),
    onSuccess: () => client.invalidateQueries({ queryKey: [...key, 'list'] }),
  });
}

/** Sends a test event, and gives what the other side said. */
export function useTestDestination() {
  return useChange((name: string) => call('POST', path(name, '/test'), DestinationTest));
}

/** Pauses a destination, or lets it go on. */
export function usePauseDestination() {
  return useChange(({ name, isPaused }: { readonly name: string; readonly isPaused: boolean }) =>
    call('POST', path(name, isPaused ? '/pause' : '/resume'), DestinationAnswer),
  );
}

/** What is tried: a destination as it is kept, or the one of a file. */
export type Tried = { readonly name: string } | { readonly yaml: string };

/** Says what would be sent of a few of the newest events. */
export function useDryRun() {
  return useMutation({
    mutationFn: async ({ of, events }: { readonly of: Tried; readonly events: number }) => {
      if ('name' in of) return call('POST', `${path(of.name, '/dry-run')}?events=${events}`, DestinationDryRun);
      const target = `/api/v1/destinations/dry-run?events=${events}`;
      const { items } = await call('POST', target, DestinationDryRuns, { body: { yaml: of.yaml } });
      return items[0];
    },
  });
}

interface ReplayRange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Sends a range again. */
export function useReplay() {
  return useChange(({ name, ...range }: ReplayRange) =>
    call('POST', path(name, '/replay'), DestinationReplay, { body: range }),
  );
}

export function useCancelReplay() {
  return useChange(({ name, id }: { readonly name: string; readonly id: number }) =>
    callVoid('DELETE', path(name, `/replays/${id}`)),
  );
}

/** What a destination refused, the latest first, page by page. */
export function useRejected(name: string) {
  return useInfiniteQuery({
    queryKey: [...key, 'rejected', name],
    initialPageParam: '',
    refetchInterval: newsMillis,
    queryFn: ({ pageParam }) =>
      call(
        'GET',
        `${path(name, '/rejected')}?limit=${rejectedPage}${pageParam && `&cursor=${pageParam}`}`,
        RejectedList,
      ),
    getNextPageParam: ({ cursor }) => cursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** Sends refused events again, and gives what became of each. */
export function useResendRejected() {
  return useChange(({ name, ids }: { readonly name: string; readonly ids: readonly number[] }) =>
    call('POST', path(name, '/rejected/resend'), ResentList, { body: { ids } }),
  );
}

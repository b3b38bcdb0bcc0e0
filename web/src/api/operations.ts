import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  Activity as ActivitySchema,
  DeadLetter as DeadLetterSchema,
  Status as StatusSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid, send } from './client.ts';
import { fetchList } from './lists.ts';
import { saveBlob } from './save-blob.ts';

export type Activity = z.output<typeof ActivitySchema>;
export type DeadLetter = z.output<typeof DeadLetterSchema>;

/** How the server is doing, renewed while it is looked at. */
export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: () => call('GET', '/api/v1/status', StatusSchema),
    refetchInterval: 10_000,
  });
}

/** Whose activities, and which; an empty text is no condition. */
export interface ActivityFilter {
  readonly actor: string;
  readonly action: string;
}

/** The product's own audit log, the latest first. */
export function useActivity(filter: ActivityFilter) {
  const conditions = Object.entries(filter).filter(([, value]) => value !== '');
  const path = `/api/v1/activity?${new URLSearchParams(conditions).toString()}`;
  return useQuery({
    queryKey: ['activity', filter],
    placeholderData: keepPreviousData,
    queryFn: () => fetchList(path, ActivitySchema, 3),
  });
}

const deadLettersKey = ['dead-letters'];

/** What was received and could not be stored. */
export function useDeadLetters() {
  return useQuery({ queryKey: deadLettersKey, queryFn: () => fetchList('/api/v1/dead-letters', DeadLetterSchema, 3) });
}

export function useRetryDeadLetter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callVoid('POST', `/api/v1/dead-letters/${id}/retry`, { body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: deadLettersKey }),
  });
}

export function useDiscardDeadLetter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callVoid('DELETE', `/api/v1/dead-letters/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: deadLettersKey }),
  });
}

/** Downloads the bytes of a dead letter as they were received. */
export function useSaveDeadLetter() {
  return useMutation({
    mutationFn: async (id: number) => {
      const response = await send('GET', `/api/v1/dead-letters/${id}/bytes`);
      saveBlob(await response.blob(), `dead-letter-${id}.json`);
    },
  });
}

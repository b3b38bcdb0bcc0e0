import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { type NewSilence as NewSilenceSchema, SilenceList } from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type Silence = z.output<typeof SilenceList>['items'][number];
export type NewSilence = z.input<typeof NewSilenceSchema>;

const key = ['silences'];

/** Silences that hold, will hold, or ended lately. */
export function useSilences() {
  return useQuery({
    queryKey: key,
    refetchInterval: 10_000,
    queryFn: async () => (await call('GET', '/api/v1/alerts/silences', SilenceList)).items,
  });
}

export function useAddSilence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewSilence) => callVoid('POST', '/api/v1/alerts/silences', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Ends a silence now. */
export function useEndSilence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callVoid('POST', `/api/v1/alerts/silences/${encodeURIComponent(id)}/end`),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

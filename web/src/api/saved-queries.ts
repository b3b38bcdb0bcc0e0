import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { callVoid } from './client.ts';
import { fetchList } from './lists.ts';

const savedQuerySchema = z.object({ id: z.string(), name: z.string(), query: z.string() });

export type SavedQuery = z.output<typeof savedQuerySchema>;

const key = ['saved-queries'];

export function useSavedQueries() {
  return useQuery({ queryKey: key, queryFn: () => fetchList('/api/v1/saved-queries', savedQuerySchema) });
}

export function useSaveQuery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Omit<SavedQuery, 'id'>) => callVoid('POST', '/api/v1/saved-queries', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useForgetQuery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callVoid('DELETE', `/api/v1/saved-queries/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

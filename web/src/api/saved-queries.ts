import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { SavedQuery as SavedQuerySchema } from '../../../src/server/schemas/index.ts';
import { callVoid } from './client.ts';
import { fetchList } from './lists.ts';

export type SavedQuery = z.output<typeof SavedQuerySchema>;

const key = ['saved-queries'];

export function useSavedQueries() {
  return useQuery({ queryKey: key, queryFn: () => fetchList('/api/v1/saved-queries', SavedQuerySchema) });
}

export function useSaveQuery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<SavedQuery, 'name' | 'query'>) => callVoid('POST', '/api/v1/saved-queries', { body }),
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

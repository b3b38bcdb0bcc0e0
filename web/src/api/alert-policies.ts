import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { PolicyAnswer, PolicyList, SavedPolicy } from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type AlertPolicy = z.output<typeof SavedPolicy>;

const key = ['alert-policies'];

function path(name: string): string {
  return `/api/v1/alerts/policies/${encodeURIComponent(name)}`;
}

/** The policies that say who is told of alerts, and when. */
export function usePolicies() {
  return useQuery({
    queryKey: key,
    queryFn: async () => (await call('GET', '/api/v1/alerts/policies', PolicyList)).items,
  });
}

export function usePolicy(name: string) {
  return useQuery({ queryKey: [...key, name], queryFn: () => call('GET', path(name), SavedPolicy) });
}

/** Keeps a policy in the place of one of its name. */
export function useKeepPolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, yaml }: { readonly name: string; readonly yaml: string }) =>
      call('PUT', path(name), PolicyAnswer, { body: { yaml } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeletePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => callVoid('DELETE', path(name)),
    onSuccess: (_, name) => {
      client.removeQueries({ queryKey: [...key, name] });
      return client.invalidateQueries({ queryKey: key, exact: true });
    },
  });
}

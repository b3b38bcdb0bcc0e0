import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  LegalHold as LegalHoldSchema,
  type NewLegalHold as NewLegalHoldSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';
import { fetchList } from './lists.ts';

export type LegalHold = z.output<typeof LegalHoldSchema>;
export type NewLegalHold = z.output<typeof NewLegalHoldSchema>;

export function useLegalHolds(cluster: string) {
  return useQuery({ queryKey: keyOf(cluster), queryFn: () => fetchList(holdsPath(cluster), LegalHoldSchema) });
}

/** Places a hold: what it holds is not removed, and the cluster not deleted. */
export function usePlaceLegalHold(cluster: string) {
  const done = useDone(cluster);
  return useMutation({
    mutationFn: (body: NewLegalHold) => call('POST', holdsPath(cluster), LegalHoldSchema, { body }),
    onSuccess: done,
  });
}

export function useLiftLegalHold(cluster: string) {
  const done = useDone(cluster);
  return useMutation({
    mutationFn: (id: string) => callVoid('DELETE', `${holdsPath(cluster)}/${encodeURIComponent(id)}`),
    onSuccess: done,
  });
}

/** The clusters are told how many holds they have, and the forecast counts on what goes. */
function useDone(cluster: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([keyOf(cluster), ['clusters'], ['storage']].map((queryKey) => client.invalidateQueries({ queryKey })));
}

function keyOf(cluster: string) {
  return ['legal-holds', cluster];
}

function holdsPath(cluster: string): string {
  return `/api/v1/clusters/${encodeURIComponent(cluster)}/legal-holds`;
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ClusterNote as ClusterNoteSchema, Marks as MarksSchema } from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type Marks = z.output<typeof MarksSchema>;
export type ClusterNote = z.output<typeof ClusterNoteSchema>;

interface Period {
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
}

const key = 'marks';

/** What is marked beside the events of a period: notes, restarts and gaps. */
export function useMarksOf(period: Period | undefined, clusters: readonly string[]) {
  return useQuery({
    queryKey: [key, period, clusters],
    enabled: period !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = period ?? { from: 0, to: 0 };
      const asked = new URLSearchParams({ from: isoTime(from), to: isoTime(to) });
      if (clusters.length > 0) asked.set('clusters', clusters.join(','));
      return call('GET', `/api/v1/marks?${asked.toString()}`, MarksSchema, { signal });
    },
  });
}

export interface NewNote {
  readonly cluster: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly text: string;
}

export function useAddNote() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ cluster, at, text }: NewNote) =>
      call('POST', notesPath(cluster), ClusterNoteSchema, { body: { at: isoTime(at), text } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [key] }),
  });
}

export function useDeleteNote() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ cluster, id }: Pick<ClusterNote, 'cluster' | 'id'>) =>
      callVoid('DELETE', `${notesPath(cluster)}/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: [key] }),
  });
}

function notesPath(cluster: string): string {
  return `/api/v1/clusters/${encodeURIComponent(cluster)}/notes`;
}

function isoTime(millis: number): string {
  return new Date(millis).toISOString();
}

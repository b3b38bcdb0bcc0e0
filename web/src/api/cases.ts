import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  CaseAnswer,
  CaseSummary as CaseSummarySchema,
  type CaseExport,
  type NewCase,
  type NewPin,
  type PinChange,
  type PinnedEvent as PinnedEventSchema,
  type PinnedSearch as PinnedSearchSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid, send } from './client.ts';
import { fetchList } from './lists.ts';
import { saveBlob } from './save-blob.ts';

export type CaseSummary = z.output<typeof CaseSummarySchema>;
export type Case = z.output<typeof CaseAnswer>;
export type PinnedEvent = z.output<typeof PinnedEventSchema>;
export type PinnedSearch = z.output<typeof PinnedSearchSchema>;
export type Pin = PinnedEvent | PinnedSearch;
export type PinToAdd = z.input<typeof NewPin>;
export type CaseTexts = z.input<typeof NewCase>;
export type CaseFormat = z.output<typeof CaseExport>['format'];

const root = '/api/v1/cases';
const key = ['cases'];
const pathOf = (id: string): string => `${root}/${encodeURIComponent(id)}`;

export function useCases() {
  return useQuery({ queryKey: [...key, 'list'], queryFn: () => fetchList(root, CaseSummarySchema) });
}

/** A case, with its events as received or without; of no id, nothing is asked. */
export function useCase(id: string, { hasRaw }: { readonly hasRaw: boolean }) {
  return useQuery({
    queryKey: [...key, id, hasRaw],
    enabled: id !== '',
    queryFn: ({ signal }) => call('GET', `${pathOf(id)}?raw=${hasRaw}`, CaseAnswer, { signal }),
  });
}

/** Changes something of cases, and has what is shown of them asked anew before the change counts as done. */
function useChange<Asked, Answer>(change: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: async () => {
      // What is being asked for the first time would be taken for new, whether it was answered before the change or after it.
      await client.cancelQueries({ queryKey: key });
      await client.invalidateQueries({ queryKey: key });
    },
  });
}

export function useAddCase() {
  return useChange((body: CaseTexts) => call('POST', root, CaseSummarySchema, { body }));
}

export function useChangeCase(id: string) {
  return useChange((body: CaseTexts) => callVoid('PUT', pathOf(id), { body }));
}

export function useDeleteCase() {
  return useChange((id: string) => callVoid('DELETE', pathOf(id)));
}

export function usePin() {
  return useChange(({ id, pin }: { readonly id: string; readonly pin: PinToAdd }) =>
    callVoid('POST', `${pathOf(id)}/pins`, { body: pin }),
  );
}

interface OfPin {
  readonly id: string;
  readonly pin: string;
}

export function useChangePin() {
  return useChange(({ id, pin, ...body }: OfPin & z.input<typeof PinChange>) =>
    callVoid('PATCH', `${pathOf(id)}/pins/${encodeURIComponent(pin)}`, { body }),
  );
}

export function useUnpin() {
  return useChange(({ id, pin }: OfPin) => callVoid('DELETE', `${pathOf(id)}/pins/${encodeURIComponent(pin)}`));
}

/** Hands a case to the browser as a file. */
export function useExportCase() {
  return useMutation({
    mutationFn: async (asked: {
      readonly id: string;
      readonly name: string;
      readonly format: CaseFormat;
      readonly language: string;
    }) => {
      const { id, name, format, language } = asked;
      const response = await send('GET', `${pathOf(id)}/export?format=${format}&language=${language}`);
      const plain = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80);
      saveBlob(await response.blob(), `case-${plain}.${format}`);
    },
  });
}

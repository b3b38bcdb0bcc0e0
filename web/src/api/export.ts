import { useMutation } from '@tanstack/react-query';
import { send } from './client.ts';
import { saveBlob } from './save-blob.ts';
import type { LogQuery } from './search.ts';

export interface Export {
  readonly query: LogQuery;
  readonly format: 'ndjson' | 'csv';
}

/** Asks the server for everything that a query finds and hands it to the browser as a file. */
export function useExport() {
  return useMutation({
    mutationFn: async ({ query, format }: Export) => {
      const response = await send('POST', '/api/v1/export', { body: { ...query, format } });
      const stamp = query.to.replaceAll(/[:.]/g, '-');
      saveBlob(await response.blob(), `audit-${stamp}.${format}`);
    },
  });
}

import { useMutation } from '@tanstack/react-query';
import { exportLimitedHeader } from '../../../src/server/schemas/index.ts';
import { send } from './client.ts';
import { saveBlob } from './save-blob.ts';
import type { LogQuery } from './search.ts';

export interface Export {
  readonly query: LogQuery;
  readonly format: 'ndjson' | 'csv';
}

/** What came of an export: the rows that it has where the query finds more. */
export interface Exported {
  readonly limited: number | undefined;
}

/** Asks the server for everything that a query finds and hands it to the browser as a file. */
export function useExport() {
  return useMutation({
    mutationFn: async ({ query, format }: Export): Promise<Exported> => {
      const response = await send('POST', '/api/v1/export', { body: { ...query, format } });
      const limited = response.headers.get(exportLimitedHeader);
      const part = limited === null ? '' : `-first-${limited}`;
      const stamp = query.to.replaceAll(/[:.]/g, '-');
      saveBlob(await response.blob(), `audit-${stamp}${part}.${format}`);
      return { limited: limited === null ? undefined : Number(limited) };
    },
  });
}
